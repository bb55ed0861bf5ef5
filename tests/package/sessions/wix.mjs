// A token endpoint that rotates refresh tokens and detects their reuse, and a browser that
// keeps cookies.
import { createSessions } from "fetch-with-auth/server";

export const CLIENT_ID = "client";
export const API = "https://www.wixapis.com";
export const SHOP = "https://shop.example";
export const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

export const seconds = () => Math.floor(Date.now() / 1000);

/** The token endpoint of RFC 6749, with the families of RFC 9700 §4.14.2. */
export class Wix {
  constructor({ rotates = true, ...options } = {}) {
    this.rotates = rotates;
    this.requests = [];
    this.calls = [];
    this.issued = 0;
    // By refresh token: whose it is, and whether it was used.
    this.tokens = new Map();
    this.revoked = new Set();
    // What responds instead, once or for all requests.
    this.fault = undefined;
    this.options = options;
    this.sessions = createSessions({ clientId: CLIENT_ID, fetch: (input, init) => this.fetch(input, init), ...options });
  }

  /** Another process with the same Wix. */
  restart(options = {}) {
    this.sessions = createSessions({ clientId: CLIENT_ID, fetch: (input, init) => this.fetch(input, init), ...this.options, ...options });
  }

  async fetch(input, init) {
    const request = new Request(input, init);
    if (new URL(request.url).pathname !== "/oauth2/token") {
      this.calls.push([request.url, request.headers.get("authorization")]);
      return new Response(request.headers.get("authorization"));
    }
    const fields = Object.fromEntries(new URLSearchParams(await request.text()));
    this.requests.push(fields);
    const fault = await this.fault?.(fields, request.signal);
    if (fault) return fault;
    if (fields.grant_type === "anonymous") return this.grant(`visitor${this.issued}`);
    const known = this.tokens.get(fields.refresh_token);
    if (known?.used && this.rotates) this.revoked.add(known.family);
    if (!known || this.revoked.has(known.family)) return Response.json({ error: "invalid_grant" }, { status: 400 });
    known.used = true;
    return this.grant(known.family, this.rotates ? undefined : fields.refresh_token);
  }

  grant(family, kept) {
    const set = this.issue(family, kept);
    return Response.json({ access_token: set.access, refresh_token: set.refresh, expires_in: 14400, token_type: "Bearer" });
  }

  issue(family, kept) {
    const number = this.issued++;
    const refresh = kept ?? `JWS.${family}-${number}`;
    if (!kept) this.tokens.set(refresh, { family, used: false });
    return { access: `OauthNG.JWS.${family}-${number}`, refresh };
  }

  /** A cookie of the Wix SDK's shape, of somebody whose token expires in so many seconds. */
  cookie(family, expiresIn, role = "visitor") {
    const { access, refresh } = this.issue(family);
    const tokens = { accessToken: { value: access, expiresAt: seconds() + expiresIn }, refreshToken: { value: refresh, role } };
    return encodeURIComponent(JSON.stringify({ clientId: CLIENT_ID, tokens }));
  }
}

/** A browser at the shop. */
export class Browser {
  constructor(wix, cookies = {}) {
    this.wix = wix;
    this.cookies = new Map(Object.entries(cookies));
    this.setCookies = [];
  }

  request({ path = "/", method = "GET", cookie = this.header(), headers = {} } = {}) {
    const all = new Headers({ "sec-fetch-dest": "document", "user-agent": CHROME, ...headers });
    if (cookie) all.set("cookie", cookie);
    return new Request(`${SHOP}${path}`, { method, headers: all });
  }

  header() {
    return [...this.cookies].map((pair) => pair.join("=")).join("; ");
  }

  /** Loads a page, and keeps what it sets. */
  async load({ response = () => new Response("page"), ...options } = {}) {
    const session = await this.wix.sessions.begin(this.request(options));
    const finished = session.finish(response());
    this.keep(finished);
    return { session, finished, state: session.state };
  }

  keep(response) {
    for (const cookie of response.headers.getSetCookie()) {
      this.setCookies.push(cookie);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (/; Max-Age=0/.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** What Wix-managed code reads. */
  get content() {
    return JSON.parse(decodeURIComponent(this.cookies.get("wixSession")));
  }

  get family() {
    const { tokens = this.content } = this.content;
    return /^JWS\.(.+)-\d+$/.exec(tokens.refreshToken.value)?.[1];
  }
}

/** Whom a session signs as. */
export async function whoIs(session) {
  const response = await session.fetchWithAuth(`${API}/x`);
  return /^OauthNG\.JWS\.(.+)-\d+$/.exec(await response.text())?.[1];
}

export const codeOf = (promise) => promise.then(() => undefined, (error) => `${error.name} ${error.code}`);
