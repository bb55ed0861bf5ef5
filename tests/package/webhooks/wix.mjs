// A backend with a Wix of its own: who calls is in the token, and whatever is sent is kept.
import { createBackend } from "fetch-with-auth/backend";

export const APP_SECRET = "app-secret-0123456789abcdef";
export const API_KEY = "IST.api-key-0123456789abcdef";
export const API = "https://www.wixapis.com";

/** The app's token on the site of an instance. */
export const appToken = (instanceId = "instance") => `OauthNG.JWS.app-token-0123456789abcdef-${instanceId}`;
export const memberToken = (name = "ann", instanceId = "instance") => `OauthNG.JWS.member-${name}-0123456789abcdef-${instanceId}`;

export function open(options = {}) {
  const [events, sent] = [[], []];
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname } = new URL(request.url);
    const body = await request.clone().text();
    sent.push({ origin, pathname, authorization: request.headers.get("authorization"), body, headers: request.headers });
    if (pathname === "/oauth2/token-info") return Response.json(info(JSON.parse(body).token));
    if (pathname === "/oauth2/token") return Response.json(grant(new URLSearchParams(body)));
    return Response.json({ authorization: request.headers.get("authorization") });
  };
  const backend = createBackend(given({ appId: "app", appSecret: APP_SECRET, instanceId: "instance", fetch, log: (event) => void events.push(event), ...options }));
  const called = (path) => sent.filter(({ pathname }) => pathname === path).map(({ authorization }) => authorization);
  return { backend, events, sent, called };
}

/** Without what a test has set to undefined: a secret that is there and undefined is an error. */
const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function info(token) {
  const [, subjectId, instanceId] = /\.member-([^-]+)-\w+-(\w+)/.exec(token) ?? [];
  if (!subjectId) return { active: false };
  return { active: true, subjectType: "MEMBER", subjectId, exp: 4e9, clientId: "app", instanceId, siteId: "site" };
}

const grant = (fields) => ({ access_token: appToken(fields.get("instance_id") ?? "none"), expires_in: 14400, token_type: "Bearer" });

export const request = (path = "/api/shop/method", token = memberToken()) =>
  new Request(`http://shop.example${path}`, { method: "POST", headers: { "content-type": "application/json", authorization: token }, body: "[]" });

/** The code that something rejects with, or throws; else what it comes to. */
export async function codeOf(work) {
  try {
    return await work();
  } catch (error) {
    return error.code ?? error;
  }
}

/** Whatever has already been decided has happened. */
export const settled = () => new Promise((done) => setImmediate(done));
