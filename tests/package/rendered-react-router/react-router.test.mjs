// React Router in framework mode: a middleware, a route of the session's handlers, and components of React.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cookieAfter, outputIn } from "./rendered/ask.mjs";
import { Browser, engines } from "./rendered/browser.mjs";
import { rendered } from "./rendered/flow.mjs";

// What scripts of a page request.
const BY_SCRIPT = { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors", "sec-fetch-site": "same-origin" };

function also(site) {
  const { get, expired } = site;

  /** What is requested with the cookie of somebody whose access token has expired: the response, after one refresh. */
  async function renewedBy(path, options = {}) {
    const cookie = await expired("visitor");
    const { result, more } = await site.wix.during(() => get(path, { ...options, headers: { ...options.headers, cookie } }));
    assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
    assert.equal(result.headers["cache-control"], "private, no-store");
    const kept = cookieAfter(cookie, result.setCookies);
    assert.notEqual(kept, cookie);
    return { ...result, cart: async () => JSON.parse((await get("/api/cart", { headers: { cookie: kept } })).body) };
  }

  for (const [path, headers] of [["/about", {}], ["/about.data", BY_SCRIPT]]) {
    test(`${path} renews a session and sets its cookie`, async () => {
      const { status, body } = await renewedBy(path, { headers });
      assert.equal(status, 200);
      assert.match(body, /visitor/);
    });
  }

  test("The data of a navigation creates nobody", async () => {
    const { result, more } = await site.wix.during(() => get("/_.data", { headers: BY_SCRIPT }));
    assert.deepEqual([result.status, result.setCookies], [200, []]);
    assert.deepEqual(more, { anonymous: 0, refresh: 0, visitors: 0, reuseDetected: 0 });
  });

  for (const [path, headers, status] of [["/moved", {}, 302], ["/moved.data", BY_SCRIPT, 202]]) {
    test(`A redirect that a loader throws sets the cookie: ${path}`, async () => {
      const found = await renewedBy(path, { headers });
      assert.equal(found.status, status);
      assert.equal(found.headers.location ?? /"(\/about)"/.exec(found.body)[1], "/about");
    });
  }

  for (const [path, headers] of [["/?index", { "sec-fetch-site": "same-origin" }], ["/_.data?index", BY_SCRIPT]]) {
    test(`An action acts as the visitor and sets the cookie: ${path}`, async () => {
      const { status, cart } = await renewedBy(path, { method: "POST", headers: { ...headers, "content-type": "application/x-www-form-urlencoded" } });
      assert.equal(status, 200);
      assert.deepEqual(await cart(), { state: "visitor", items: 1 });
    });
  }

  test("Data that follows the page is that of the session, whose cookie is sent first", async () => {
    const { status, body } = await renewedBy("/later");
    assert.equal(status, 200);
    assert.match(body, /One moment/);
    assert.equal(outputIn(body, "later-cart"), "0");
  });

  for (const path of ["/guide/", "/guide.data"]) {
    test(`What was rendered while the project was built sets no cookie: ${path}`, async () => {
      const { result, more } = await site.wix.during(async () => [await get(path), await get(path, { headers: { cookie: await expired("member") } })]);
      for (const { status, setCookies } of result) assert.deepEqual([status, setCookies], [200, []]);
      assert.deepEqual(more, { anonymous: 0, refresh: 0, visitors: 0, reuseDetected: 0 });
    });
  }

  for (const engine of engines) {
    test(`In ${engine}: who enters by such a page becomes a visitor in the page, whom the server knows then`, async (context) => {
      const browser = await Browser.start(engine);
      context.after(() => browser.end());
      const { more } = await site.wix.during(async () => {
        await browser.open(`${site.origin}/guide`);
        await browser.shows("page-state", "empty");
        await browser.run("window.isSamePage = true");
        await browser.click("#home");
        await browser.shows("server-state", "empty");
        await browser.shows("page-state", "visitor");
        await browser.shows("page-cart", "0");
        await browser.click("#about");
        await browser.shows("server-state", "visitor");
        await browser.run("history.back()");
        await browser.shows("server-cart", "0");
        await browser.click("#add-by-action");
        await browser.shows("action-cart", "1");
        await browser.shows("server-cart", "1");
        await browser.click("#later");
        await browser.shows("later-cart", "1");
        assert.equal(await browser.run("return window.isSamePage"), true);
        await browser.open(`${site.origin}/guide`);
        await browser.shows("page-state", "visitor");
      });
      assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
    });
  }
}

rendered("React Router", { build: ["react-router", "build"], start: ["react-router-serve", "build/server/index.js"], env: { HOST: "127.0.0.1", NODE_ENV: "production" }, also });
