// A token endpoint, an API and a stranger on this machine; and what they heard.

import { listen } from "./loopback.js";

/** Serves until the tests have ended; `answer` gets the request, with a body as a text. */
async function serve(answer) {
  return listen(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, url, headers, rawHeaders } = request;
    const { status = 200, headers: more, json } = answer({ method, url, headers, body, names: rawHeaders.filter((_, index) => index % 2 === 0) });
    response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(json));
  });
}

export const heard = { tokens: [], foreign: [] };

let minted = 0;
const token = () => ({ access_token: `OauthNG.JWS.${++minted}`, refresh_token: "JWS.refresh", token_type: "Bearer", expires_in: 14400 });

/** Waits for this before it answers a token request. */
export const hold = { until: undefined };

export const api = await serve((request) => {
  const path = request.url.split("?")[0];
  if (path === "/oauth2/token-info") {
    const exp = Math.floor(Date.now() / 1000) + 3600;
    return { json: { active: true, exp, clientId: "app", instanceId: "instance", siteId: "site", subjectType: "MEMBER", subjectId: "ada" } };
  }
  if (path !== "/oauth2/token") {
    // The first token is refused where that is asked for.
    const refused = request.url.includes("refuse") && /JWS\.\d*[13579]$/.test(request.headers.authorization);
    return { status: refused ? 401 : 200, headers: refused ? { "www-authenticate": "Bearer error=\"invalid_token\"" } : {}, json: request };
  }
  heard.tokens.push(request);
  // As Wix: a form, and nothing else.
  if (!request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return { status: 415, json: { error: "invalid_request" } };
  return { json: token() };
});

export const foreign = await serve((request) => {
  if (request.headers.authorization !== undefined) heard.foreign.push(request);
  return { json: request };
});

export const own = (object, members) => {
  for (const name of Reflect.ownKeys(members)) Object.defineProperty(object, name, { value: members[name], configurable: true });
  return object;
};

/** Texts in turn; the last one from then on. */
export const turns = (...texts) => ({ toString: () => (texts.length > 1 ? texts.shift() : texts[0]) });

class Lying extends Request {
  get url() {
    return `${api}/echo`;
  }
}

const shown = (request, members) => new Proxy(request, { get: (of, name) => (name in members ? members[name] : Reflect.get(of, name, of)) });
const evil = () => `${foreign}/echo`;
const good = () => `${api}/echo`;

/** To a stranger, in the name of the API. */
export const TRICKS = {
  "a url of its own": () => [own(new Request(evil()), { url: good() })],
  "a url of its own, with a body": () => [own(new Request(evil(), { method: "POST", body: "text" }), { url: good() })],
  "a url of its own, and an init": () => [own(new Request(evil()), { url: good() }), { method: "PUT", body: "text" }],
  "a url of a subclass": () => [new Lying(evil())],
  "a Proxy": () => [shown(new Request(evil()), { url: good() })],
  "a Proxy with a text": () => [shown(new Request(evil()), { url: good(), toString: good })],
  "a clone of its own": () => [own(new Request(evil()), { url: good(), clone: () => new Request(good()) })],
  "another name for its kind": () => [own(new Request(evil()), { url: good(), toString: good, [Symbol.toStringTag]: "String" })],
  "a look-alike that says Request": () => [{ [Symbol.toStringTag]: "Request", url: good(), headers: new Headers(), mode: "cors", signal: null, clone: () => new Request(good()), toString: evil }],
  "a look-alike with the prototype of Request": () => [Object.create(Request.prototype, { url: { value: good() }, toString: { value: evil } })],
  "what inherits from a Request": () => [own(Object.create(new Request(good())), { url: good(), toString: evil })],
  "what inherits from a Request to a stranger": () => [own(Object.create(new Request(evil())), { url: good(), toString: evil })],
  "its inner state by another": () => {
    const request = new Request(evil());
    const other = new Request(good());
    const symbols = Object.getOwnPropertySymbols(other);
    return [new Proxy(request, { get: (of, name) => Reflect.get(symbols.includes(name) && turn++ < 1 ? other : of, name) })];
  },
  "a text that changes": () => [turns(good(), evil())],
  "a text that changes, for a Request": () => [own(turns(good(), evil()), { [Symbol.toStringTag]: "Request", url: good() })],
  "a URL with an href of its own": () => [own(new URL(evil()), { href: good(), origin: api, protocol: "http:" })],
};
let turn = 0;
