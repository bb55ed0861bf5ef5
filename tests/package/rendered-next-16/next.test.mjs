// Next 16: its proxy, server components, route handlers, server actions and a client component.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cookieAfter, outputIn } from "./rendered/ask.mjs";
import { Browser, engines } from "./rendered/browser.mjs";
import { addItem } from "./rendered/cart.js";
import { rendered } from "./rendered/flow.mjs";

// Of pages, Next replaces it.
const varies = ({ vary }) => !/^rsc,/.test(vary);

rendered("Next 16", { build: ["next", "build"], start: ["next", "start", "--hostname", "127.0.0.1", "--port", "PORT"], also, varies });

const FETCH = { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors", "sec-fetch-site": "same-origin" };

function also(site) {
  /** Somebody with one item in the cart, whose access token has expired. */
  async function shopper(role) {
    const { wix } = site;
    const { access_token, refresh_token } = await wix.tokens(role);
    await addItem(wix.signed(access_token), wix.api);
    return wix.cookie(access_token, refresh_token, role, -5);
  }

  test("A page and the token route share a renewal: 100 parallel requests of both at expiry are one refresh", async () => {
    const { wix, get } = site;
    const cookie = await shopper("member");
    const { more } = await wix.during(async () => {
      const requests = Array.from({ length: 100 }, (_, number) => number % 2
        ? get("/about", { headers: { cookie } })
        : get("/session/token", { method: "POST", headers: { ...FETCH, cookie } }));
      for (const [number, { status, body }] of (await Promise.all(requests)).entries()) {
        assert.equal(status, 200, body);
        assert.equal(number % 2 ? outputIn(body, "server-state") : JSON.parse(body).state, "member");
      }
    });
    assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
  });

  test("A server component that redirects does so with the cookie, as the visitor that it saw", async () => {
    const { wix, get } = site;
    const { more } = await wix.during(async () => {
      const { status, headers, setCookies } = await get("/moved");
      assert.deepEqual([status, headers.location, setCookies.length], [307, "/about?visitor", 1]);
      const { body } = await get("/api/cart", { headers: { cookie: cookieAfter("", setCookies) } });
      assert.deepEqual(JSON.parse(body), { state: "visitor", items: 0 });
    });
    assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  });

  test("A route that the proxy runs before gives no cache a response with the cookie", async () => {
    const { get } = site;
    const own = { "cache-control": "public, max-age=60", "cdn-cache-control": "max-age=60", "x-accel-expires": "60" };
    const ours = { "cache-control": "private, no-store", "cdn-cache-control": "no-store", "x-accel-expires": "0" };
    for (const [headers, number, expected] of [[{}, 1, ours], [FETCH, 0, own]]) {
      const { setCookies, headers: received } = await get("/cdn", { headers });
      assert.equal(setCookies.length, number);
      assert.deepEqual(Object.fromEntries(Object.keys(own).map((name) => [name, received[name]])), expected);
    }
  });

  test("A page that was rendered before, and that the proxy runs before, is whole and private where it has the cookie", async () => {
    const { get } = site;
    const { headers: { etag, "cache-control": control }, setCookies, body } = await get("/static", { headers: FETCH });
    assert.deepEqual([setCookies, outputIn(body, "server-state")], [[], "empty"]);
    assert.match(control, /s-maxage/);
    const known = { "if-none-match": etag };
    assert.equal((await get("/static", { headers: { ...FETCH, ...known } })).status, 304);
    for (const cookie of ["", await shopper("visitor")]) {
      const { status, setCookies, headers } = await get("/static", { headers: { cookie, ...known } });
      assert.deepEqual([status, setCookies.length, headers["cache-control"]], [200, 1, "private, no-store"]);
    }
  });

  test("A page of the Pages Router replaces the Cache-Control of the proxy: it has to be left out by the matcher", async () => {
    const { get, exchanges } = site;
    const { headers, setCookies } = await get("/old");
    assert.deepEqual([headers["cache-control"], setCookies.length], ["public, max-age=60", 1]);
    // The test after this one looks for what nobody expects.
    exchanges.splice(exchanges.findIndex(({ url }) => url === "/old"), 1);
  });

  test("A route that the matcher leaves out reads the session, and renews nothing", async () => {
    const { wix, get } = site;
    const cookie = await shopper("member");
    const { more } = await wix.during(async () => {
      const { body, setCookies } = await get("/cart.json", { headers: { cookie } });
      assert.deepEqual([JSON.parse(body), setCookies], [{ state: "member", stale: true }, []]);
    });
    assert.equal(more.refresh, 0);
  });

  test("Nobody is somebody else by headers that Next uses between the proxy and a page", async () => {
    const { wix, get } = site;
    const { access_token, refresh_token } = await wix.tokens("member");
    const theirs = wix.cookie(access_token, refresh_token, "member", 600);
    const internal = {
      "x-middleware-override-headers": "cookie", "x-middleware-request-cookie": theirs, "x-middleware-set-cookie": theirs, "set-cookie": theirs,
      "x-middleware-next": "1", "x-middleware-subrequest": Array(5).fill("proxy").join(":"),
    };
    const asked = async (headers) => JSON.parse((await get("/api/cart", { headers: { ...FETCH, ...headers } })).body);
    assert.equal((await asked({ cookie: theirs })).state, "member");
    assert.equal((await asked(internal)).state, "empty");
    const own = { cookie: await shopper("visitor") };
    assert.deepEqual(await asked({ ...internal, ...own }), { state: "visitor", items: 1 });
  });

  test("A page that was rendered before, and that the matcher leaves out, creates its visitor itself, which the server then knows", async (context) => {
    const { wix, origin } = site;
    const browser = await Browser.start(engines[0]);
    context.after(() => browser.end());
    const { more } = await wix.during(async () => {
      await browser.open(`${origin}/public/shop`);
      await browser.shows("page-state", "visitor");
      await browser.click("#add");
      await browser.shows("page-cart", "1");
      await browser.open(`${origin}/`);
      for (const [id, text] of [["server-state", "visitor"], ["server-cart", "1"]]) await browser.shows(id, text);
    });
    assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  });

  for (const engine of engines) {
    test(`In ${engine}: links create nobody and begin no login until one is followed, and an action is the visitor's at expiry`, async (context) => {
      const { wix, origin, exchanges } = site;
      const browser = await Browser.start(engine);
      context.after(() => browser.end());
      const { more } = await wix.during(async () => {
        const first = exchanges.length;
        await browser.open(`${origin}/links`);
        const prefetched = () => exchanges.slice(first).filter(({ headers }) => headers.rsc);
        await browser.until(true, async () => prefetched().some(({ url }) => url.startsWith("/session/login")) && prefetched().some(({ url }) => url.startsWith("/about?3")), "prefetches");
        for (const { url, status, received } of prefetched()) assert.deepEqual([status, received["set-cookie"]], [url.startsWith("/session/") ? 403 : 200, undefined], url);

        await browser.run("document.cookie = arguments[0]", await shopper("visitor"));
        await browser.click("#count button");
        await browser.until("?visitor=1", () => browser.run("return location.search"), "the action");

        await browser.open(`${origin}/links`);
        await browser.click("#login");
        await browser.until(true, () => browser.run("return !!document.querySelector('#email')"), "the login page");
      });
      assert.deepEqual(more, { anonymous: 1, refresh: 1, visitors: 2, reuseDetected: 0 });
    });
  }
}
