// Astro with its adapter for Node, by fetch-with-auth/astro: a middleware and an endpoint.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outputIn } from "./rendered/ask.mjs";
import { Browser, engines } from "./rendered/browser.mjs";
import { routes } from "./rendered/entries.mjs";
import { rendered } from "./rendered/flow.mjs";

rendered("Astro", { build: ["astro", "build", "--silent"], start: ["node", "dist/server/entry.mjs"], env: { HOST: "127.0.0.1" }, also });

function also(site) {
  const { get, expired } = site;
  const { cookieOf, during } = routes(site);

  const PAGES = {
    "Astro.redirect()": ["/redirected", 302],
    "a redirect of a later middleware": ["/members-only", 303],
    "Astro.rewrite()": ["/rewritten", 200],
    "context.rewrite() of a later middleware": ["/moved", 200],
    "a later middleware that renders another page": ["/renamed", 200],
    "a page that does not exist": ["/nowhere", 404],
    "a page that responds with 404": ["/missing", 404],
    "a page that throws": ["/failing", 500],
    "a page that sets cookies of its own": ["/themed", 200],
  };
  for (const [what, [path, status]] of Object.entries(PAGES)) {
    test(`One visitor is created, and its cookie is set once, by ${what}`, async () => {
      const more = await during(async () => {
        const response = await get(path);
        assert.equal(response.status, status);
        const shown = outputIn(response.body, "server-state");
        if (status !== 302 && status !== 303) assert.equal(shown, "visitor");
        const cookie = cookieOf(response);
        assert.equal(/theme=dark/.test(cookie), path === "/themed");
        assert.equal(JSON.parse((await get("/api/cart", { headers: { cookie } })).body).state, "visitor");
      });
      assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
    });
  }

  test("What a later middleware redirects to the login is one visitor with it", async () => {
    const more = await during(async () => {
      const response = await get("/members-only");
      const { location } = response.headers;
      assert.equal((await get(location, { headers: { cookie: cookieOf(response) } })).status, 302);
    });
    assert.equal(more.visitors, 1);
  });

  test("An action is run as the member, and its response renews the cookie", async () => {
    const cookie = await expired("member");
    const headers = { cookie, origin: site.origin, "content-type": "application/x-www-form-urlencoded", "sec-fetch-dest": "empty", accept: "application/json" };
    const response = await get("/_actions/whoAmI", { method: "POST", headers });
    assert.equal(response.status, 200);
    assert.match(response.body, /"member"/);
    cookieOf(response, cookie);
  });

  test("A page for a cache of a CDN sets no cookie", async () => {
    for (const headers of [{}, { cookie: await expired("member") }]) {
      const { status, setCookies, headers: received } = await get("/cached", { headers });
      assert.deepEqual([status, setCookies, received["cdn-cache-control"]], [200, [], "max-age=60"]);
      assert.doesNotMatch(received["cache-control"] ?? "", /private/);
    }
  });

  test("What is no route of the session is not found", async () => {
    for (const path of ["/session/other", "/session/constructor"]) assert.equal((await get(path)).status, 404);
  });

  test("A prerendered page was built for nobody, without the environment of the server, and creates its visitor itself", async (context) => {
    const more = await during(async () => {
      const page = await get("/prerendered");
      assert.deepEqual([page.status, page.setCookies, outputIn(page.body, "server-state")], [200, [], "empty"]);
      const browser = await Browser.start(engines[0]);
      context.after(() => browser.end());
      await browser.open(`${site.origin}/prerendered`);
      await browser.shows("page-state", "visitor");
      await browser.shows("page-cart", "0");
      await browser.open(`${site.origin}/prerendered`);
      await browser.shows("island", "visitor");
    });
    assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  });
}
