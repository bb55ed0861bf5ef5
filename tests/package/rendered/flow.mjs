// What a person meets on a site whose server renders, whatever the framework: the same for each project of
// tests/package/rendered-*, whose pages are described there.
import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { until } from "../loopback.js";
import { ask, cookieAfter, outputIn } from "./ask.mjs";
import { Browser, engines } from "./browser.mjs";
import { Cache } from "./cache.mjs";
import { addItem } from "./cart.js";
import { Recorder } from "./recorder.mjs";
import { run, serve } from "./server.mjs";
import { Wix } from "./wix.mjs";

const PREFETCH_HEADERS = [{ "sec-purpose": "prefetch" }, { purpose: "prefetch" }, { "next-router-prefetch": "1", rsc: "1", "sec-fetch-dest": "empty" }];
const BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const PASSWORD = "correct horse battery";
// Cookies of a session or a login.
const OURS = /^(__Host-)?(wixSession|session|login-)/;
// Of the stand-in, as of Wix. A word boundary keeps other texts out.
const TOKEN = /\b(OauthNG\.)?JWS\.[\w-]{8,}/;

/**
 * Declares the tests of a project. `build` and `start` are words of programs; `cacheable` is a path whose response a
 * cache may store; `cookie` is the format of its session; `only` names engines; `also` declares what is to be tested of
 * this framework alone, and is given the running site; `varies` says whether a response has the `Vary` of the server.
 */
export function rendered(name, { build, start, cacheable = "/public", cookie: format = "wix", env = {}, only = engines, also, varies = () => true }) {
  describe(name, () => {
    let wix, server, recorder;
    // What docs/rendering.md says of this project.
    const figures = { engines: [] };
    const get = (path, options) => ask(recorder.origin, path, options);

    /** The header Cookie of somebody whose access token has expired. */
    async function expired(role) {
      const cookie = await wix.expired(role);
      if (format === "wix") return cookie;
      // What a page loads renews nothing: the cookie is sealed as it is.
      const { setCookies } = await get("/about", { headers: { cookie, "sec-fetch-dest": "image" } });
      return cookieAfter(cookie, setCookies);
    }

    before(async () => {
      wix = await Wix.create(process.env.API, { rotation: "reuse-detection" });
      const environment = { WIX_CLIENT_ID: wix.clientId, WIX_ORIGIN: wix.api, COOKIE: format, ...env };
      if (build) await run(build, environment);
      server = await serve(start, environment);
      recorder = await Recorder.start(server.origin);
      await wix.change({ allowedRedirectUris: [`${recorder.origin}/session/callback`], allowedRedirectDomains: [recorder.origin] });
    });

    after(async () => {
      recorder?.end();
      await server?.end();
      await appendFile("figures.md", row(name, figures));
    });

    for (const engine of only) {
      test(`In ${engine}: page and server are one visitor, with one cart`, async (context) => {
        const browser = await Browser.start(engine);
        context.after(() => browser.end());
        const email = `${engine}@example.com`;
        await wix.addMember({ email, password: PASSWORD });
        const { more } = await wix.during(async () => {
          await context.test("the first paint knows the visitor", async () => {
            await browser.open(`${recorder.origin}/`);
            const { body } = recorder.document("/");
            assert.deepEqual([outputIn(body, "server-state"), outputIn(body, "server-cart")], ["visitor", "0"]);
            await browser.shows("page-state", "visitor");
            await browser.shows("page-cart", "0");
          });
          await context.test("the page adds to the cart, and the server sees it", async () => {
            await browser.click("#add");
            await browser.shows("page-cart", "1");
            await browser.open(`${recorder.origin}/`);
            const { body } = recorder.document("/");
            assert.deepEqual([outputIn(body, "server-state"), outputIn(body, "server-cart")], ["visitor", "1"]);
            await browser.shows("page-cart", "1");
            const script = "return fetch('/api/cart').then(response => response.text())";
            assert.deepEqual(JSON.parse(await browser.run(script)), { state: "visitor", items: 1 });
          });
          // WebKit has no prefetch by a link.
          if (engine !== "safari") {
            await context.test("its prefetches create nobody and lose nobody", async () => {
              const seen = () => recorder.exchanges.filter(({ url, headers }) => url.startsWith(`/about?${engine}`) && headers["sec-purpose"]).length;
              await browser.run(PREFETCHES, `/about?${engine}`);
              await browser.until(20, async () => seen(), "prefetches");
            });
          }
          await context.test("a login makes both the member, and a logout both the same visitor again", () => logInAndOut(browser, email));
        });
        assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
        figures.engines.push(ENGINE_NAMES[engine]);
        figures.visitors = more.visitors;
        figures.logIn = "yes";
      });
    }

    async function logInAndOut(browser, email) {
      const shows = async (state, cart) => {
        for (const who of ["server", "page"]) {
          await browser.shows(`${who}-state`, state);
          await browser.shows(`${who}-cart`, cart);
        }
        assert.equal(await browser.run("return location.origin"), recorder.origin);
      };
      await browser.open(`${recorder.origin}/`);
      await shows("visitor", "1");
      await browser.click("#login");
      await browser.until(true, () => browser.run("return !!document.querySelector('#email')"), "the login page");
      await browser.type("#email", email);
      await browser.type("#password", PASSWORD);
      await browser.click("button.first");
      await shows("member", "1");
      await browser.click("#logout button");
      await shows("visitor", "1");
    }

    for (const role of ["visitor", "member"]) {
      test(`100 parallel requests of a ${role} at expiry: one refresh, and nobody is lost`, async () => {
        const { access_token, refresh_token } = await wix.tokens(role);
        await addItem(wix.signed(access_token), wix.api);
        const cookie = wix.cookie(access_token, refresh_token, role, -5);
        let kept = cookie;
        const { more } = await wix.during(async () => {
          const all = await Promise.all(Array.from({ length: 100 }, (_, number) => get(number % 2 ? "/" : "/api/cart", { headers: { cookie } })));
          for (const [number, { status, body }] of all.entries()) {
            assert.equal(status, 200, body);
            const found = number % 2 ? [outputIn(body, "server-state"), Number(outputIn(body, "server-cart"))] : Object.values(pick(JSON.parse(body)));
            assert.deepEqual(found, [role, 1]);
          }
          const cookies = new Set(all.map(({ setCookies }) => setCookies.map((text) => text.split(";")[0]).sort().join("; ")));
          assert.equal(cookies.size, 1, "all set the same cookie");
          kept = cookieAfter(cookie, all.at(-1).setCookies);
          assert.notEqual(kept, cookie);
          // With the new cookie, and with the old one that a slow request still had.
          for (const later of [kept, cookie]) {
            assert.deepEqual(pick(JSON.parse((await get("/api/cart", { headers: { cookie: later } })).body)), { state: role, items: 1 });
          }
        });
        assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
        figures.refreshes = more.refresh;
      });
    }

    test("A renewal survives the request that began it: its person is gone, and the next page has the result", async () => {
      const { access_token, refresh_token } = await wix.tokens("member");
      const cookie = wix.cookie(access_token, refresh_token, "member", -5);
      const refreshes = async () => (await wix.report()).tokenRequests.refresh_token;
      const before = await refreshes();
      const { more } = await wix.during(async () => {
        await wix.change({ pauseGrants: true });
        const gone = new AbortController();
        const first = get("/about", { headers: { cookie }, signal: gone.signal });
        await until(async () => await refreshes() > before, () => "no renewal was begun");
        gone.abort();
        await assert.rejects(first, { name: "AbortError" });
        await wix.change({ pauseGrants: false });
        const { body } = await get("/api/cart", { headers: { cookie } });
        assert.deepEqual(pick(JSON.parse(body)), { state: "member", items: 0 });
      });
      assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
    });

    test("A renewal that takes longer than a page waits ends after it, and the next page has the result", async () => {
      const cookie = await expired("member");
      const { more } = await wix.during(async () => {
        await wix.change({ pauseGrants: true });
        const { status, setCookies } = await get("/about", { headers: { cookie } });
        assert.deepEqual([status, setCookies], [200, []]);
        await wix.change({ pauseGrants: false });
        const { body } = await get("/api/cart", { headers: { cookie } });
        assert.deepEqual(pick(JSON.parse(body)), { state: "member", items: 0 });
      });
      assert.deepEqual(more, { anonymous: 0, refresh: 1, visitors: 0, reuseDetected: 0 });
    });

    test("A page, 20 prefetches and a bot are one visitor", async () => {
      const { more } = await wix.during(async () => {
        for (let number = 0; number < 20; number++) {
          const { status, setCookies, body } = await get("/about", { headers: PREFETCH_HEADERS[number % 3] });
          assert.ok(status < 500, body);
          assert.deepEqual(setCookies, []);
        }
        const bot = await get("/", { headers: { "user-agent": BOT } });
        assert.deepEqual([bot.status, bot.setCookies, outputIn(bot.body, "server-state"), outputIn(bot.body, "server-cart")], [200, [], "empty", ""]);
        const page = await get("/");
        assert.equal(outputIn(page.body, "server-state"), "visitor");
        const cookie = cookieAfter("", page.setCookies);
        for (const headers of PREFETCH_HEADERS) await get("/about", { headers: { ...headers, cookie } });
      });
      assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
      figures.created = more.visitors;
    });

    test("A response that a cache may store has no cookie", async () => {
      for (const headers of [{}, { cookie: await expired("visitor") }, { cookie: await expired("member") }]) {
        const { status, setCookies, headers: received } = await get(cacheable, { headers });
        assert.equal(status, 200);
        assert.deepEqual(setCookies, []);
        assert.doesNotMatch(received["cache-control"] ?? "", /private|no-store/);
        figures.cacheable = setCookies.length;
      }
    });

    test("A cache in front never gives the cookie or the cart of one person to another", async (context) => {
      const cache = await Cache.start(recorder.origin);
      context.after(() => cache.end());
      const { access_token, refresh_token } = await wix.tokens("visitor");
      await addItem(wix.signed(access_token), wix.api);
      const paths = ["/", "/about", "/api/cart", cacheable];
      const ann = { cookie: wix.cookie(access_token, refresh_token, "visitor", -5) };
      const anns = [];
      for (const path of paths) anns.push(...(await ask(cache.origin, path, { headers: ann })).setCookies);
      assert.ok(anns.length, "ann is sent her cookie");
      const bobs = [];
      for (const path of paths) {
        const { body, setCookies } = await ask(cache.origin, path);
        bobs.push(...setCookies);
        if (path === "/") assert.deepEqual([outputIn(body, "server-state"), outputIn(body, "server-cart")], ["visitor", "0"]);
        if (path === "/api/cart") assert.notEqual(JSON.parse(body).items, 1);
      }
      for (const cookie of bobs) assert.ok(!anns.some((other) => other.split(";")[0] === cookie.split(";")[0] && !/=(;|$)/.test(cookie)), "bob is sent what was ann's");
      assert.deepEqual(cache.hits, [cacheable], "what is for everybody is stored, and nothing else");
      figures.givenAway = 0;
    });

    also?.({
      get,
      expired,
      document: (path) => recorder.document(path),
      get wix() {
        return wix;
      },
      get origin() {
        return recorder.origin;
      },
      get exchanges() {
        return recorder.exchanges;
      },
    });

    test("While Wix is down every page is served, and the cookie stays as it is", async () => {
      const fault = { kind: "html" };
      const cookies = { visitor: await expired("visitor"), member: await expired("member") };
      await wix.change({ faults: { anonymous: fault, refresh_token: fault } });
      for (const [role, cookie] of Object.entries(cookies)) {
        const all = await Promise.all(["/", "/about", cacheable].map((path) => get(path, { headers: { cookie } })));
        for (const { status, setCookies } of all) assert.deepEqual([status, setCookies], [200, []]);
        figures.down = "all";
        assert.equal(outputIn(all[0].body, "server-state"), role);
      }
      const { status, setCookies, body } = await get("/");
      assert.deepEqual([status, setCookies, outputIn(body, "server-state")], [200, [], "empty"]);
      await wix.change({ faults: { anonymous: null, refresh_token: null } });
    });

    test("No token is in anything that was received, and a response that sets a session is private", () => {
      assert.ok(recorder.exchanges.length > 100);
      for (const { method, url, headers, received, body } of recorder.exchanges) {
        const what = `${method} ${url} ${JSON.stringify(headers)}`;
        if (!url.startsWith("/session/token")) assert.doesNotMatch(body, TOKEN, what);
        assert.doesNotMatch(url, TOKEN);
        const { "set-cookie": setCookies, ...others } = received;
        assert.doesNotMatch(JSON.stringify(others), TOKEN, what);
        if (!setCookies?.some((text) => OURS.test(text))) continue;
        assert.match(received["cache-control"], /^private, (no-cache, )?no-store\b/, what);
        if (varies(received)) assert.match(received.vary ?? "", /(^|, ?)(cookie|\*)(,|$)/i, what);
      }
      assert.doesNotMatch(server.log(), TOKEN, "the log of the server");
    });
  });
}

const ENGINE_NAMES = { chrome: "Chromium", firefox: "Firefox", safari: "WebKit" };

/** A figure that was not measured is a question mark. */
function row(name, { engines, visitors, refreshes, created, cacheable, givenAway, down, logIn }) {
  const cells = [name, engines.join(", "), visitors, logIn, refreshes, created, cacheable, givenAway, down];
  return `| ${cells.map((cell) => cell ?? "?").join(" | ")} |\n`;
}

const pick = ({ state, items }) => ({ state, items });

const PREFETCHES = `for (let number = 0; number < 20; number++) {
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = arguments[0] + number;
  document.head.append(link);
}`;
