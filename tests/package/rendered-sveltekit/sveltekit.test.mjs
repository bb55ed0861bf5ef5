// SvelteKit with adapter-node, by fetch-with-auth/sveltekit: a hook.
import assert from "node:assert/strict";
import { test } from "node:test";

import { listen } from "./loopback.js";
import { cookieAfter, outputIn } from "./rendered/ask.mjs";
import { Browser, engines } from "./rendered/browser.mjs";
import { routes } from "./rendered/entries.mjs";
import { rendered } from "./rendered/flow.mjs";

// A server behind a proxy learns by this header that the site is on plain http here.
const env = { HOST: "127.0.0.1", PROTOCOL_HEADER: "x-forwarded-proto" };

rendered("SvelteKit", { build: ["vite", "build", "--logLevel", "error"], start: ["node", "build/index.js"], env, also });

function also(site) {
  const { get, expired } = site;
  const { cookieOf, during } = routes(site);
  const read = (body, name) => JSON.parse(outputIn(body, name).replaceAll("&quot;", '"'));

  test("Requests of the server itself are the visitor's that this page has created, and send what it has set", async () => {
    const more = await during(async () => {
      const page = await get("/inner");
      cookieOf(page);
      assert.equal(outputIn(page.body, "outer"), "visitor");
      for (const name of ["first", "second"]) assert.deepEqual(read(page.body, name), { state: "visitor", items: 0, theme: "dark" });
      assert.deepEqual(read(page.body, "themed"), { state: "visitor", items: 0, theme: "light" });
      assert.deepEqual(read(page.body, "anonymous"), { state: "empty", items: "" });
    });
    assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  });

  test("Requests of the server itself are the member's whose session this page has renewed", async () => {
    const cookie = await expired("member");
    const more = await during(async () => {
      const page = await get("/inner", { headers: { cookie: `theme=light; ${cookie}` } });
      cookieOf(page);
      for (const name of ["first", "second"]) assert.deepEqual(read(page.body, name), { state: "member", items: 0, theme: "dark" });
    });
    assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
  });

  const RENEWED = {
    "the data of a navigation in the page": ["/about/__data.json", 200, { "sec-fetch-dest": "empty" }],
    "redirect() of a load": ["/redirected", 307],
    "redirect() of a load, as data": ["/redirected/__data.json", 200, { "sec-fetch-dest": "empty" }],
    "error() of a load": ["/failing", 418],
    "a page that does not exist": ["/nowhere", 404],
    "a page whose data is streamed": ["/streamed", 200],
    "redirect() of a later hook": ["/members-only", 303],
    "a page that the browser has stored": ["/about", 200, { "if-none-match": "*" }],
  };
  for (const [what, [path, status, headers]] of Object.entries(RENEWED)) {
    test(`The cookie and its Cache-Control are kept by ${what}`, async () => {
      const cookie = await expired("visitor");
      const response = await get(path, { headers: { cookie, ...headers } });
      assert.equal(response.status, status);
      const { state } = JSON.parse((await get("/api/cart", { headers: { cookie: cookieOf(response, cookie) } })).body);
      assert.equal(state, "visitor");
    });
  }

  test("A stored page is not confirmed by a 304 that sets the cookie, and is otherwise", async () => {
    const fresh = cookieAfter("", (await get("/about")).setCookies);
    const { headers: { etag } } = await get("/about", { headers: { cookie: fresh } });
    assert.ok(etag);
    assert.equal((await get("/about", { headers: { cookie: fresh, "if-none-match": etag } })).status, 304);
    const response = await get("/about", { headers: { cookie: await expired("visitor"), "if-none-match": etag } });
    assert.equal(response.status, 200);
    cookieOf(response);
  });

  test("What a later hook redirects keeps the cookies that it has set, and is one visitor with the login after it", async () => {
    const more = await during(async () => {
      const response = await get("/members-only");
      assert.equal(response.headers.location, "/session/login?returnTo=/members-only");
      const cookie = cookieOf(response);
      assert.match(cookie, /asked-for=/);
      const login = await get(response.headers.location, { headers: { cookie } });
      assert.equal(login.status, 302);
    });
    assert.equal(more.visitors, 1);
  });

  test("The data of a navigation that a later hook redirects keeps the cookies that it has set", async () => {
    const cookie = await expired("visitor");
    const { status, setCookies, body } = await get("/members-only/__data.json", { headers: { cookie, "sec-fetch-dest": "empty" } });
    assert.deepEqual([status, JSON.parse(body).type], [200, "redirect"]);
    assert.match(cookieAfter("", setCookies), /asked-for=/);
  });

  for (const [action, status] of [["fails", 422], ["redirects", 303]]) {
    test(`A form action that ${action} keeps the cookie`, async () => {
      const cookie = await expired("member");
      const headers = { cookie, origin: site.origin, "content-type": "application/x-www-form-urlencoded" };
      const response = await get(`/form?/${action}`, { method: "POST", headers });
      assert.equal(response.status, status);
      cookieOf(response, cookie);
      if (action === "fails") assert.equal(outputIn(response.body, "form"), "member");
    });
  }

  test("Data that a page streams is of the visitor whom the page has created", async () => {
    const { body } = await get("/streamed");
    assert.match(body, /Soon/);
    assert.match(body, /state:"visitor"/);
  });

  test("The session that a page has created is not sent to another site", async () => {
    const elsewhere = await listen(({ headers }, response) => response.end(JSON.stringify({ cookie: headers.cookie })));
    const url = elsewhere.replace("127.0.0.1", "localhost");
    const { body, setCookies } = await get(`/inner?elsewhere=${encodeURIComponent(url)}`);
    assert.ok(setCookies.length);
    assert.equal(outputIn(body, "outer"), "visitor");
    assert.deepEqual(read(body, "elsewhere"), {});
  });

  test("Requests of the server itself renew nothing, and set no cookie on a page that a cache may store", async () => {
    const cookie = await expired("visitor");
    const more = await during(async () => {
      await site.wix.change({ pauseGrants: true });
      const { status, setCookies, headers } = await get("/catalogue", { headers: { cookie } });
      assert.deepEqual([status, setCookies, headers["cache-control"]], [200, [], "public, max-age=60"]);
    });
    assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
  });

  test("A prerendered page was built for nobody, without the environment of the server, and creates its visitor itself", async (context) => {
    const [engine] = engines;
    const more = await during(async () => {
      const page = await get("/prerendered");
      assert.deepEqual([page.status, page.setCookies, outputIn(page.body, "server-state"), outputIn(page.body, "inner")], [200, [], "empty", "empty"]);
      const browser = await Browser.start(engine);
      context.after(() => browser.end());
      await browser.open(`${site.origin}/prerendered`);
      await browser.shows("page-state", "visitor");
      await browser.shows("page-cart", "0");
      await browser.open(`${site.origin}/about`);
      await browser.shows("server-state", "visitor");
    });
    assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  });
}
