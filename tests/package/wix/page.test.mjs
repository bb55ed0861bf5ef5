// SDK modules over the session of a page: as whom they call, and that this session keeps its promises.
import assert from "node:assert/strict";
import { test } from "node:test";

import { items } from "@wix/data";
import { currentCart } from "@wix/ecom";
import { httpClient } from "@wix/essentials";
import { members } from "@wix/members";
import { redirects } from "@wix/redirects";
import { configure, createAuth } from "fetch-with-auth";
import { wixClient } from "fetch-with-auth/wix";

import { WIX, wixApi } from "./wix-api.mjs";

const modules = { items, currentCart, members, redirects };
const VISITOR = "OauthNG.JWS.visitor-1-0123456789abcdef";
const MEMBER = "OauthNG.JWS.member-0123456789abcdef";

function page(options = {}) {
  const api = wixApi();
  const auth = createAuth({ clientId: "client", fetch: api.fetch, ...options });
  return { api, auth, wix: wixClient({ auth, modules }) };
}

/** A call of each package. */
const EACH = {
  "a query of @wix/data": (wix) => wix.items.query("brands").eq("slug", "a").find(),
  "an item of @wix/data": (wix) => wix.items.get("brands", "1"),
  "a cart of @wix/ecom": (wix) => wix.currentCart.getCurrentCart(),
  "a query of @wix/members": (wix) => wix.members.queryMembers().find(),
  "the member of @wix/members": (wix) => wix.members.getCurrentMember(),
  "a session of @wix/redirects": (wix) => wix.redirects.createRedirectSession({ ecomCheckout: { checkoutId: "c" }, callbacks: {} }),
};

const codeOf = (work) => work.then(() => "no error", ({ name, code, message }) => `${name} ${code}: ${message}`);

/** An instance of a member whose token has expired. */
async function expired(refreshStatus) {
  const mine = page();
  mine.api.refreshStatus = refreshStatus;
  await mine.auth.signInWithTokens({ access_token: MEMBER, refresh_token: "JWS.refresh-member", expires_in: -1 });
  return mine;
}

test("All packages call as the one visitor of the page", async () => {
  const { api, wix } = page();
  await Promise.all(Object.values(EACH).map((call) => call(wix)));
  assert.equal(api.minted, 1);
  assert.deepEqual(api.authorizations(), Object.keys(EACH).map(() => VISITOR));
  for (const { origin } of api.calls()) assert.match(origin, WIX);
});

test("And as the member who has signed in since", async () => {
  const { api, auth, wix } = page();
  await wix.items.query("brands").find();
  await auth.signInWithTokens({ access_token: MEMBER, refresh_token: "JWS.refresh-member", expires_in: 14400 });
  const { items: found } = await wix.items.query("brands").find();
  assert.deepEqual([found[0].authorization, api.authorizations()], [MEMBER, [VISITOR, MEMBER]]);
});

test("The next page of a result is called like the first", async () => {
  const { api, wix } = page();
  const result = await wix.items.query("brands").find();
  await result.next();
  assert.deepEqual(api.authorizations(), [VISITOR, VISITOR]);
});

test("Modules are sent to Wix's nearer host, and to the other one if asked", async () => {
  const { api, auth, wix } = page();
  await wix.items.get("brands", "1");
  await wixClient({ auth, modules, useCDN: false }).items.get("brands", "1");
  assert.deepEqual(api.calls().map(({ origin }) => origin), ["https://edge.wixapis.com", "https://www.wixapis.com"]);
});

test("Where the Wix API is at another origin, so are the modules'", async () => {
  const api = wixApi();
  const apiOrigin = "http://127.0.0.1:1";
  const auth = createAuth({ clientId: "client", apiOrigin, fetch: api.fetch });
  await wixClient({ auth, modules, apiOrigin }).items.query("brands").find();
  assert.equal(await codeOf(wixClient({ auth, modules }).items.get("brands", "1")), "AuthError foreign_origin: https://edge.wixapis.com is not in `audience`: not sent. Add it, or use fetch.");
  assert.deepEqual(api.sent.map(({ origin, pathname }) => origin + pathname), [`${apiOrigin}/oauth2/token`, `${apiOrigin}/wix-data/v2/items/query`]);
});

test("No token is handed out", async () => {
  const { wix } = page();
  await wix.items.query("brands").find();
  assert.deepEqual(await wix.auth.getAuthHeaders(), { headers: {} });
  assert.equal(wix.auth.getActiveToken, undefined);
  assert.equal(wix.auth.getTokens, undefined);
});

test("Headers of modules are sent, and none may be the Authorization", async () => {
  const { api, auth } = page();
  const wix = wixClient({ auth, modules, headers: { "x-shop": "mine" } });
  await wix.items.query("brands").find();
  assert.equal(api.calls()[0].headers["x-shop"], "mine");
  wix.setHeaders({ Authorization: "mine" });
  assert.match(await codeOf(wix.items.get("brands", "1")), /^AuthError authorization_present: /);
  assert.equal(api.calls().length, 1);
});

test("Forty calls at expiry: one refresh", async () => {
  const { api, wix } = await expired(200);
  const calls = Object.values(EACH);
  await Promise.all(Array.from({ length: 40 }, (_, index) => calls[index % calls.length](wix)));
  assert.deepEqual([api.refreshed, api.minted], [1, 0]);
  assert.deepEqual([...new Set(api.authorizations())], ["OauthNG.JWS.refreshed-1-0123456789abcdef"]);
  assert.equal(api.calls().length, 40);
});

test("Forty calls while the token endpoint is unavailable: a member stays that member, and calls again when it is back", async () => {
  const { api, auth, wix } = await expired(503);
  const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(wix.items.query("brands").find())));
  assert.deepEqual([...new Set(codes)], ["AuthError token_endpoint_unavailable: The token endpoint is unavailable. The session is kept."]);
  assert.deepEqual([(await auth.session()).state, api.minted, api.calls().length], ["member", 0, 0]);
  api.refreshStatus = 200;
  await wix.items.query("brands").find();
  assert.deepEqual([(await auth.session()).state, api.minted], ["member", 0]);
});

for (const [what, call] of Object.entries(EACH)) {
  test(`An error of the session arrives as it is through ${what}, and can be recognised by its code`, async () => {
    const { api, auth, wix } = page();
    await auth.signInWithTokens({ access_token: MEMBER, expires_in: -1 });
    assert.equal(await codeOf(call(wix)), "AuthError sign_in_required: The session has expired: sign in again.");
    assert.deepEqual(api.sent, []);
  });
}

test("Calls of the client itself are those of the session", async () => {
  const { api, auth, wix } = page();
  assert.equal(wix.fetchWithAuth, auth.fetchWithAuth);
  await wix.fetch("/echo", { method: "GET" });
  await wix.graphql("{ site }");
  assert.deepEqual(api.calls().map(({ pathname, authorization }) => [pathname, authorization]), [["/echo", VISITOR], ["/graphql/alpha", VISITOR]]);
});

test("Without an instance it is the configured one", async () => {
  const wix = wixClient({ modules });
  assert.equal(await codeOf(wix.members.getCurrentMember()), "AuthError not_configured: Call configure() first.");
  const api = wixApi();
  configure({ clientId: "client", fetch: api.fetch });
  await wix.members.getCurrentMember();
  assert.deepEqual(api.authorizations(), [VISITOR]);
});

test("With its context enabled, modules and essentials without a client call as this page", async (t) => {
  const { api, auth, wix } = page();
  wix.enableContext("global");
  t.after(() => delete globalThis.__wix_context__);
  await items.query("brands").eq("slug", "a").find();
  const init = { method: "POST", headers: new Headers({ "x-shop": "mine" }), body: new URLSearchParams({ a: "b" }) };
  const [theirs, ours] = [await httpClient.fetchWithAuth("https://www.wixapis.com/echo", init), await auth.fetchWithAuth("https://www.wixapis.com/echo", init)];
  assert.deepEqual(await theirs.json(), await ours.json());
  const [, { authorization, headers }] = api.calls();
  assert.deepEqual([authorization, headers["x-shop"], headers["content-type"]], [VISITOR, "mine", "application/x-www-form-urlencoded;charset=UTF-8"]);
});

test("What cannot be used is refused by its name", () => {
  const { auth } = page();
  for (const [options, message] of [
    [undefined, "`options` must be an object (got undefined)."],
    [{ auth: {} }, "`auth` must be what createAuth or configure returns (got object)."],
    [{ auth, apiOrigin: "http://wix.example" }, "`apiOrigin` must be an https origin (http on loopback) (got string)."],
    [{ auth, fetch }, "`fetch` is not an option; the options are auth, modules, apiOrigin, useCDN, headers, host, validateRequestSchema."],
    [{ auth, module: {} }, "`module` is not an option: did you mean `modules`?"],
    [{ auth, headers: { authorization: "mine" } }, "`headers` must not contain Authorization: the session signs."],
  ]) assert.throws(() => wixClient(options), { name: "AuthError", code: "invalid_options", message });
});
