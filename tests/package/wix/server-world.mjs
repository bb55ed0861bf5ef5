// Backends whose Wix API is a server on this machine: who calls is in a token, and the Authorization of every
// request is kept.
import { createBackend } from "fetch-with-auth/backend";

import { listen } from "./loopback.js";

export const appToken = (app = "app") => `OauthNG.JWS.token-of-${app}-0123456789abcdef`;
export const tokenOf = (kind, name = "ann", app = "app") => `OauthNG.JWS.${kind}-${name}-${app}-0123456789abcdef`;

/** A Wix API, and a backend of it. */
export async function open(options = {}) {
  const calls = [];
  const world = { calls, events: [], pauses: () => 0, answer: undefined };
  world.apiOrigin = await listen(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, headers, rawHeaders } = request;
    const { pathname, searchParams } = new URL(request.url, "http://wix.example");
    const call = { method, pathname, authorization: headers.authorization, headers, body, data: dataOf(searchParams, body), rawHeaders };
    const json = (value, status = 200, more = {}) => response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(value));
    if (pathname === "/oauth2/token-info") return json(info(JSON.parse(body).token));
    if (pathname === "/oauth2/token") return json({ access_token: grant(new URLSearchParams(body)), expires_in: 14400, token_type: "Bearer" });
    calls.push(call);
    await new Promise((done) => setTimeout(done, world.pauses()));
    const { value = resultOf(call), status, headers: more } = world.answer?.(call) ?? {};
    json(value, status, more);
  });
  world.backend = createBackend({ appId: "app", appSecret: "app-secret-0123456789", instanceId: "instance", apiOrigin: world.apiOrigin, log: (event) => void world.events.push(event), ...options });
  world.authorizations = () => calls.map(({ authorization }) => authorization);
  return world;
}

function grant(form) {
  const client = form.get("client_id");
  return form.get("grant_type") === "anonymous" ? tokenOf("visitor", "new", client) : appToken(client);
}

function info(token) {
  const [, kind, name, clientId] = /\.(visitor|member|user)-([^-]+)-([^-]+)-/.exec(token) ?? [];
  return kind ? { active: true, subjectType: kind.toUpperCase(), subjectId: name, exp: 4e9, clientId, instanceId: "instance", siteId: "site" } : { active: false };
}

/** What a module of @wix/data asks for: in the query, in base64, or in the body. */
function dataOf(query, body) {
  if (query.has(".r")) return JSON.parse(Buffer.from(query.get(".r"), "base64url").toString());
  return body.startsWith("{") ? JSON.parse(body) : Object.fromEntries(query);
}

/** Results that say as whom they were asked for. */
function resultOf({ pathname, method, authorization, headers, body, data }) {
  const item = { id: "1", data: { _id: "1", slug: "a", as: authorization } };
  if (pathname === "/wix-data/v2/items/query") return { dataItems: [item], pagingMetadata: { count: 1, total: 2, hasNext: !data.query?.cursorPaging, cursors: { next: "next" } } };
  if (pathname === "/wix-data/v2/items/1") return { dataItem: item };
  if (pathname === "/ecom/v1/carts/current") return { cart: { id: "c", buyerNote: authorization, lineItems: [] } };
  if (pathname === "/members/v1/members/query") return { members: [{ id: "m", loginEmail: authorization }], metadata: { count: 1, offset: 0, total: 2 } };
  if (pathname === "/members/v1/members/my") return { member: { id: "m", loginEmail: authorization } };
  if (pathname === "/_api/redirects-api/v1/redirect-session") return { redirectSession: { id: "r", fullUrl: authorization } };
  return { method, pathname, as: authorization, headers, body };
}

export const request = (path = "/api/shop/method", { token = tokenOf("member"), body = "[]", ...init } = {}) =>
  new Request(`http://shop.example${path}`, { method: "POST", headers: { "content-type": "application/json", ...(token && { authorization: token }) }, body, ...init });

export async function codeOf(work) {
  try {
    return await work();
  } catch (error) {
    return error.code ?? `no code: ${error}`;
  }
}
