// A backend with a Wix of its own: its callers are members, named by their tokens.
import { createBackend } from "fetch-with-auth/backend";

export const API = "https://www.wixapis.com";
export const APP_TOKEN = "OauthNG.JWS.app-token-0123456789abcdef";

const ANSWERS = {
  "/oauth2/token-info": ({ token }) => ({ active: true, subjectType: token === "visitor-token" ? "VISITOR" : "MEMBER", subjectId: token, clientId: "app", instanceId: "instance", siteId: "site", exp: 4e9 }),
  "/oauth2/token": (form) => form.get("grant_type") === "anonymous"
    ? { access_token: "visitor-token", refresh_token: "refresh", expires_in: 14400 }
    : { access_token: APP_TOKEN, expires_in: 14400 },
};

/** A Wix of its own. */
export const fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  const answer = ANSWERS[pathname];
  if (!answer) return Response.json({ authorization: request.headers.get("authorization") });
  const body = await request.text();
  return Response.json(answer(pathname === "/oauth2/token-info" ? JSON.parse(body) : new URLSearchParams(body)));
};

export const events = [];
export const backend = createBackend({ appId: "app", appSecret: "app-secret-0123456789abcdef", instanceId: "instance", fetch, log: (event) => void events.push(event) });
