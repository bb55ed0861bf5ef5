// Each recipe, as it stands in the documentation, against the stand-in for Wix and a backend that is the last recipe.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { dashboard } from "@wix/dashboard";
import { provideSDKApi } from "@wix/dashboard/dist/cjs/provider.js";
import { createClient } from "@wix/sdk";

import { caller, control, seen, start } from "./backend.mjs";
import { later, open } from "./page.mjs";
import { RECIPES, run } from "./recipes.mjs";

const { origin, close } = await start();
after(close);
const isSigned = () => seen.length > 0 && seen.splice(0).every(([, signed]) => signed);

/** A page of the dashboard, with a host on its other end. */
function openDashboard(getAccessToken) {
  const query = new URLSearchParams({ origin: "https://manage.wix.com", siteInfo: "{}" });
  const window = open(`https://app.example/page?${query}`);
  globalThis.ResizeObserver = class {
    observe() {}
    disconnect() {}
  };
  const postMessage = (message, to, [port]) => {
    assert.equal(to, "https://manage.wix.com");
    provideSDKApi({ api: { getAccessToken, onBeforeUnload: () => ({ remove() {} }), updateHeight() {} }, port });
  };
  Object.defineProperty(window, "parent", { value: { postMessage } });
  return window;
}

/** The same, where the CLI has made the client that @wix/essentials finds. */
function openCliDashboard(getAccessToken) {
  openDashboard(getAccessToken);
  createClient({ host: dashboard.host(), auth: dashboard.auth() }).enableContext("global");
}

/** Puts an element into a page of a site, which injects its token later. */
async function place(tag, getAccessToken) {
  const element = document.createElement(tag);
  document.body.append(element);
  await later();
  assert.equal(element.textContent, "", "nothing is there before the token is");
  assert.equal(seen.length, 0, "nothing was sent before the token was there");
  element.accessTokenListener(getAccessToken);
  for (let turn = 0; !element.textContent && turn < 400; turn++) await later();
  return element.textContent;
}

test("A custom element widget greets its visitor, although the page injects the token late", async () => {
  open("https://shop.example/");
  await run("greeting-widget.js", `${origin}/greeting-widget.js`);
  const { access_token } = await caller("visitor");
  assert.match(await place("greeting-widget", async () => access_token), /^Hello, visitor of site [\w-]+$/);
  assert.ok(isSigned());
});

test("A self-hosted site widget calls web methods of its own server as the member", async () => {
  open("https://shop.example/");
  await run("points-widget.js", `${origin}/points-widget.js`);
  const { access_token } = await caller("member");
  assert.equal(await place("points-widget", async () => access_token), "120 points");
  assert.ok(isSigned());
});

test("An embedded script is signed once Wix has called what it exports", async () => {
  open("https://shop.example/");
  const { injectAccessTokenFunction } = await run("embedded.js", `${origin}/embedded.js`);
  await later();
  assert.equal(seen.length, 0);
  const { access_token } = await caller("member");
  injectAccessTokenFunction(async () => access_token);
  for (let turn = 0; !document.title && turn < 400; turn++) await later();
  assert.match(document.title, /^Hello, member of site /);
  assert.ok(isSigned());
});

const DASHBOARD_PAGES = {
  "whose backend is BASE_API_URL": ["old-dashboard-page.js", "https://static.parastorage.com/page.js", { BASE_API_URL: `${origin}/base` }],
  "whose backend is the origin of its script": ["dashboard-page.js", `${origin}/page.js`, {}],
  "whose backend has a path": ["dashboard-page.js", `${origin}/page.js`, { WIX_SERVER_BASE_PATH: "/base/" }],
};

for (const [what, recipe] of Object.entries(DASHBOARD_PAGES)) {
  test(`A dashboard page of the CLI has the permission Admin: a page ${what}`, async () => {
    const { access_token, userId } = await caller("user");
    openCliDashboard(async () => access_token);
    const { settings } = await run(...recipe);
    assert.equal((await settings()).userId, userId);
    assert.ok(isSigned());
    delete globalThis.__wix_context__;
  });
}

test("A self-hosted dashboard page reaches a web method with the permission Admin as its Wix user, and nobody else does", async () => {
  let user = (await caller("user")).access_token;
  openDashboard(async () => user);
  const { restock } = await run("restock-page.js", `${origin}/restock-page.js`);
  assert.equal(await restock("vase"), "vase is in stock");
  for (const kind of ["visitor", "member", "app"]) {
    user = (await caller(kind)).access_token;
    await assert.rejects(restock("vase"), { name: "WebMethodError", code: "permission_denied", status: 403 }, kind);
  }
  const { clientId: other } = await control("");
  user = (await control(`/${other}/user`)).access_token;
  await assert.rejects(restock("vase"), { code: "token_foreign", status: 401 }, "a user of another app");
  assert.ok(isSigned());
});

test("An extension of an Astro app calls its endpoint beside its script", async () => {
  const { access_token } = await caller("user");
  openCliDashboard(async () => access_token);
  const { hello } = await run("hello-page.js", `${origin}/_astro/hello-page.js`);
  assert.match(await hello(), /^Hello, user of site /);
  assert.deepEqual(seen.map(([path]) => path), ["/api/hello"]);
  assert.ok(isSigned());
  delete globalThis.__wix_context__;
});

test("There is no recipe that is not run", () => {
  assert.deepEqual([...RECIPES.keys()].sort(), ["backend.js", "dashboard-page.js", "embedded.js", "greeting-widget.js", "hello-page.js", "old-dashboard-page.js", "points-widget.js", "restock-page.js"]);
});
