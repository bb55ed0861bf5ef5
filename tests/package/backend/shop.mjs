// A backend with a Wix of its own: who calls is in the token, and whatever is sent is kept.
import { createBackend } from "fetch-with-auth/backend";

export const APP_SECRET = "app-secret-0123456789abcdef";
export const APP_TOKEN = "OauthNG.JWS.app-token-0123456789abcdef";
export const API_KEY = "IST.api-key-0123456789abcdef";
export const API = "https://www.wixapis.com";

/** The token of somebody: "visitor", "member" or "user", and a name. */
export const tokenOf = (kind, name = "ann") => `OauthNG.JWS.${kind}-${name}-0123456789abcdef`;

export function open(options = {}) {
  const [events, sent] = [[], []];
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const body = await request.clone().text();
    const authorization = request.headers.get("authorization");
    sent.push({ url: request.url, pathname, authorization, body, request });
    if (pathname === "/oauth2/token-info") return Response.json(info(JSON.parse(body).token));
    if (pathname === "/oauth2/token") return Response.json(grant(new URLSearchParams(body).get("grant_type")));
    return Response.json({ authorization });
  };
  const backend = createBackend(given({ appId: "app", appSecret: APP_SECRET, instanceId: "instance", fetch, log: (event) => void events.push(event), ...options }));
  const called = (pathname) => sent.filter((call) => call.pathname === pathname).map(({ authorization }) => authorization);
  return { backend, events, sent, called };
}

/** Without what a test has set to undefined: a secret that is there and undefined is an error. */
const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function info(token) {
  const [, kind, subjectId] = /\.(visitor|member|user)-([^-]+)/.exec(token) ?? [];
  if (!kind) return { active: false };
  return { active: true, subjectType: kind.toUpperCase(), subjectId, exp: 4e9, clientId: "app", instanceId: "instance", siteId: "site" };
}

function grant(type) {
  if (type === "client_credentials") return { access_token: APP_TOKEN, expires_in: 14400, token_type: "Bearer" };
  if (type === "anonymous") return { access_token: tokenOf("visitor", "new"), refresh_token: "refresh", expires_in: 14400 };
  return { access_token: tokenOf("member", "minted"), refresh_token: "JWS.refresh-0123456789abcdef", expires_in: 14400 };
}

export const request = (path = "/api/shop/method", { token = tokenOf("member"), body = "[]", ...init } = {}) =>
  new Request(`http://shop.example${path}`, {
    method: "POST", headers: { "content-type": "application/json", ...(token && { authorization: token }) }, body, ...init,
  });

/** The code that something rejects with, or throws; else what it comes to. */
export async function codeOf(work) {
  try {
    return await work();
  } catch (error) {
    return error.code ?? `no code: ${error}`;
  }
}

/** What arrives of an answer, whether it ends well or not. */
export async function arrived(response) {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {}
  return text;
}

/** Whatever has already been decided has happened. */
export const settled = () => new Promise((done) => setImmediate(done));
