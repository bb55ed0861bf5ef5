// A person with a browser: at a shop whose server has sessions, and at the stand-in's login page.
import { createSessions } from "fetch-with-auth/server";

import { Browser, SHOP, seconds } from "./wix.mjs";

export const api = process.env.API;
export const PASSWORD = "correct horse battery";

const control = async (path, body, method = "POST") => {
  const response = await fetch(`${api}/_control/clients${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** A shop of its own client, with these members; `fetch` of its server may be replaced. */
export async function openShop({ settings = {}, members = ["ann"], ...options } = {}) {
  const { clientId } = await control("", { allowedRedirectUris: [`${SHOP}/session/callback`], allowedRedirectDomains: [SHOP], ...settings });
  const ids = {};
  for (const name of members) ids[name] = (await control(`/${clientId}/members`, { email: `${name}@example.com`, password: PASSWORD })).memberId;
  const shop = {
    clientId,
    ids,
    /** What the server of the shop sends, and what may respond instead. */
    sent: [],
    fault: undefined,
    change: (settings) => control(`/${clientId}`, settings, "PATCH"),
    seen: () => control(`/${clientId}`, undefined, "GET"),
    async fetch(input, init) {
      shop.sent.push(new URL(input).pathname);
      return await shop.fault?.(new URL(input).pathname, init) || fetch(input, init);
    },
    /** Another process. */
    restart: () => shop.sessions = createSessions({ clientId, apiOrigin: api, fetch: shop.fetch, ...options }),
  };
  shop.restart();
  return shop;
}

/** Whom a session signs as, at Wix: `VISITOR id`. */
export async function subjectOf(session) {
  const { headers } = await (await session.fetchWithAuth(`${api}/echo`)).json();
  const response = await fetch(`${api}/oauth2/token-info`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token: headers.authorization }) });
  const { subjectType, subjectId } = await response.json();
  return `${subjectType} ${subjectId}`;
}

export class Person extends Browser {
  /** The cookies of the Wix site. */
  wixCookies = new Map();
  /** All URLs that the browser was sent to. */
  visited = [];

  /** Requests a route of the shop, and keeps its cookies. */
  async at(route, { query = "", ...options } = {}) {
    const path = `/session/${route}${query && `?${query}`}`;
    const response = await this.wix.sessions.routes[route](this.request({ path, ...options }));
    this.keep(response);
    return response;
  }

  begin(options) {
    return this.at("login", options);
  }

  logout({ headers, ...options } = {}) {
    return this.at("logout", { method: "POST", headers: { "sec-fetch-site": "same-origin", ...headers }, ...options });
  }

  /** A navigation at the Wix site: the URL that it redirects to, or its page. */
  async visit(url, init = {}) {
    this.visited.push(url);
    const cookie = [...this.wixCookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(url, { redirect: "manual", ...init, headers: { ...(cookie && { cookie }), accept: "text/html", ...init.headers } });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (/max-age=0/i.test(cookie)) this.wixCookies.delete(name);
      else this.wixCookies.set(name, value);
    }
    return response.headers.get("location") ?? response.text();
  }

  /** Fills in the login page, and returns the URL of the callback. */
  async fillIn(url, name, action = "sign-in") {
    const page = await this.visit(url);
    const [, target] = /<form method="post" action="([^"]+)"/.exec(page);
    const body = new URLSearchParams({ email: `${name}@example.com`, password: PASSWORD, do: action });
    return this.visit(new URL(target.replaceAll("&amp;", "&"), url).href, { method: "POST", body });
  }

  /** Opens the callback. */
  open(url) {
    return this.at("callback", { query: new URL(url).search.slice(1), headers: { "sec-fetch-site": "cross-site" } });
  }

  /** All of a login. */
  async logIn(name, options) {
    const { headers } = await this.begin(options);
    return this.open(await this.fillIn(headers.get("location"), name));
  }

  /** The names of cookies of logins under way. */
  get pending() {
    return [...this.cookies.keys()].filter((name) => name.includes("login-"));
  }

  /** Makes the access token of the session expire. */
  expire() {
    const { content } = this;
    content.tokens.accessToken.expiresAt = seconds() - 5;
    this.cookies.set("wixSession", encodeURIComponent(JSON.stringify(content)));
  }
}
