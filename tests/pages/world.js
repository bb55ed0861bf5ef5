// The stand-in as a test sees it: origins, clients made for one test, and what they were seen to do.
import * as product from "/fetch-with-auth/dist/index.js";

// Kept here because tests patch the page's own.
const request = fetch.bind(globalThis);

export const { api, app, foreign } = await (await request("/config.json")).json();
export const site = location.origin;
export const { createAuth } = product;
export { product };

/** A client of its own for one test: nothing is shared, so nothing needs to be cleaned. */
export async function client(settings = {}) {
  const { clientId: id } = await control("POST", "/clients", settings);
  return {
    id,
    options: (more = {}) => ({ clientId: id, apiOrigin: api, audience: [app], ...more }),
    auth: (more) => createAuth({ clientId: id, apiOrigin: api, audience: [app], ...more }),
    set: (changed) => control("PATCH", `/clients/${id}`, changed),
    seen: () => control("GET", `/clients/${id}`),
    revokeAccess: () => control("POST", `/clients/${id}/revoke-access`),
    revokeAll: () => control("POST", `/clients/${id}/revoke-all`),
    /** How many token requests of each grant the endpoint got. */
    async grants() {
      const { tokenRequests } = await this.seen();
      return { anonymous: tokenRequests.anonymous ?? 0, refresh: tokenRequests.refresh_token ?? 0 };
    },
    /** How often a path was asked for, by callers with a token of this client. */
    async hits(url) {
      const { pathname } = new URL(url);
      return (await this.seen()).requests.filter((it) => it.path.split("?")[0] === pathname && it.method !== "OPTIONS").length;
    },
  };
}

export async function control(method, path, body) {
  const answer = await request(`${api}/_control${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!answer.ok) throw new Error(`control ${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === "" ? null : JSON.parse(text);
}

export const foreignAuthorizations = async () => (await control("GET", "/foreign")).authorizations;

/** An echo address that nobody else asks for. */
export const echo = (origin = site, query = "") => `${origin}/echo/${crypto.randomUUID()}${query}`;

/** The person whom the backend takes this instance for. */
export async function visitor(auth) {
  const answer = await auth.fetchWithAuth(`${app}/api/cart`);
  if (!answer.ok) throw new Error(`the cart answered ${answer.status}`);
  return (await answer.json()).visitor;
}

/** Another copy of the module, as a page that has just been opened has it. */
export const fresh = () => import(`/fetch-with-auth/dist/index.js?copy=${++copies}`);
let copies = 0;
