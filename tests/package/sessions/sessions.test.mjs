// One session for server and page: creation, renewal, and what a response may carry.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { createSessions } from "fetch-with-auth/server";

import { API, Browser, CLIENT_ID, SHOP, Wix, codeOf, seconds, whoIs } from "./wix.mjs";

test("A page, 20 prefetches and a bot: one visitor", async () => {
  const wix = new Wix();
  const browser = new Browser(wix);
  const { state } = await browser.load();
  assert.equal(state, "visitor");
  for (let number = 0; number < 20; number++) {
    const purpose = number % 2 ? { "sec-purpose": "prefetch" } : { "next-router-prefetch": "1" };
    assert.equal((await new Browser(wix).load({ headers: purpose })).state, "empty");
    assert.equal((await browser.load({ headers: purpose })).state, "visitor");
  }
  const bot = await new Browser(wix).load({ headers: { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" } });
  assert.equal(bot.state, "empty");
  assert.deepEqual(bot.finished.headers.getSetCookie(), []);
  assert.equal((await new Browser(wix).load({ method: "POST" })).state, "empty");
  assert.deepEqual(wix.requests, [{ client_id: CLIENT_ID, grant_type: "anonymous" }]);
});

test("The option mint decides for whom a visitor is created", async () => {
  const none = new Browser(new Wix({ mint: false }));
  assert.equal((await none.load()).state, "empty");
  const some = new Wix({ mint: async (request) => request.url.endsWith("/shop") });
  assert.equal((await new Browser(some).load({ headers: { "sec-fetch-dest": "empty" }, path: "/shop" })).state, "visitor");
  assert.equal((await new Browser(some).load({ path: "/blog" })).state, "empty");
});

test("A visitor who was created for a response without cookies is lost, and the option mint leaves out its path", async () => {
  const response = () => new Response("the same for everybody", { headers: { "cache-control": "public" } });
  const path = "/blog/first";
  for (const [mint, visitors] of [[true, 1], [({ url }, isNavigation) => isNavigation && !new URL(url).pathname.startsWith("/blog/"), 0]]) {
    const wix = new Wix({ mint });
    const browser = new Browser(wix);
    await browser.load({ path, response });
    assert.deepEqual([browser.setCookies, wix.requests.length], [[], visitors]);
    for (const headers of [{ "sec-purpose": "prefetch" }, { "user-agent": "Googlebot/2.1" }]) await browser.load({ headers });
    assert.equal(wix.requests.length, visitors);
    assert.equal((await browser.load()).state, "visitor");
  }
});

test("The minute before expiry belongs to the page that shares the cookie, but for its last ten seconds", async () => {
  for (const [left, options, state] of [[30, {}, "member"], [30, { leeway: 60 }, "expired"], [5, {}, "expired"], [5, { leeway: 0 }, "member"]]) {
    const wix = new Wix(options);
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", left, "member") });
    // The page has renewed, and navigates before its cookie is written.
    const { value } = browser.content.tokens.refreshToken;
    await wix.fetch(`${API}/oauth2/token`, { method: "POST", body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: value }) });
    assert.equal((await browser.load()).state, state);
  }
});

test("A sealed cookie, which only the server renews, is renewed from a minute before expiry on", async () => {
  const wix = new Wix({ cookie: { format: "sealed" }, secrets: "s".repeat(32) });
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", 30, "member") });
  await browser.load();
  assert.equal(wix.requests.length, 1);
});

test("The cookie has the shape of Wix-managed projects, and the page is the same visitor", async () => {
  const wix = new Wix();
  const browser = new Browser(wix);
  const { session } = await browser.load();
  const { clientId, tokens, fetchWithAuth } = browser.content;
  assert.equal(clientId, CLIENT_ID);
  assert.equal(tokens.accessToken.value, "OauthNG.JWS.visitor0-0");
  assert.ok(Math.abs(tokens.accessToken.expiresAt - seconds() - 14400) < 5);
  assert.deepEqual(tokens.refreshToken, { value: "JWS.visitor0-0", role: "visitor" });
  assert.equal(fetchWithAuth.generation, 1);
  assert.equal(fetchWithAuth.maxAge, 34_560_000, "for the page, which cannot read it of the attributes");
  assert.equal(await whoIs(session), "visitor0");
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  assert.equal(wix.requests.length, 1);
  const [cookie] = browser.setCookies;
  assert.match(cookie, /; Path=\/; Max-Age=34560000; SameSite=Lax; Secure$/);
  assert.ok(cookie.length < 4096);
});

test("The options of the cookie are its attributes, and loopback without https needs no Secure", async () => {
  const wix = new Wix({ cookie: { name: "own", maxAge: "session", domain: "shop.example", sameSite: "strict" } });
  const session = await wix.sessions.begin(new Request("http://127.0.0.1:3000/", { headers: new Browser(wix).request().headers }));
  const [cookie] = session.finish(new Response()).headers.getSetCookie();
  assert.match(cookie, /^own=[^;]+; Path=\/; Domain=shop.example; SameSite=Strict$/);
});

test("100 parallel requests at expiry: one refresh, nobody lost", async () => {
  for (const rotates of [true, false]) {
    for (const role of ["visitor", "member"]) {
      const wix = new Wix({ rotates });
      const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, role) });
      const cookie = browser.header();
      const pages = await Promise.all(Array.from({ length: 100 }, () => browser.load({ cookie })));
      for (const { state, session } of pages) {
        assert.equal(state, role);
        assert.equal(await whoIs(session), "ann");
      }
      assert.equal(wix.requests.length, 1);
      assert.equal(new Set(browser.setCookies).size, 1, "all set the same cookie");
      assert.equal(browser.content.tokens.refreshToken.role, role);
    }
  }
});

test("A request that was sent with the old cookie and comes late is the same session, and detects no reuse", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  await browser.load();
  const late = await browser.load({ cookie });
  assert.equal(late.state, "member");
  assert.equal(wix.requests.length, 1);
  assert.equal(wix.revoked.size, 0);
});

test("Without the memory of the renewal, reuse would have ended the session", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  await browser.load();
  wix.restart();
  const { state } = await browser.load({ cookie });
  assert.equal(state, "expired");
  assert.deepEqual([...wix.revoked], ["ann"]);
});

test("A renewal whose response could carry no cookie is not lost: the next response does", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5) });
  const first = await browser.load({ response: () => new Response("", { headers: { "cache-control": "public, max-age=60" } }) });
  assert.equal(await whoIs(first.session), "ann");
  assert.deepEqual(browser.setCookies, []);
  await browser.load();
  assert.equal(browser.setCookies.length, 1);
  assert.equal(wix.requests.length, 1);
});

test("Thirty seconds after the new tokens were sent the old one counts no longer, and before they are sent it does", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_790_000_000_000 });
  for (const [headers, requests] of [[{}, 2], [{ "cache-control": "public" }, 1]]) {
    const wix = new Wix({ rotates: false });
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5) });
    const cookie = browser.header();
    await browser.load({ response: () => new Response("", { headers }) });
    context.mock.timers.tick(29_000);
    await browser.load({ cookie, response: () => new Response("", { headers }) });
    assert.equal(wix.requests.length, 1);
    context.mock.timers.tick(1000);
    assert.equal(await whoIs((await browser.load({ cookie })).session), "ann");
    assert.equal(wix.requests.length, requests);
  }
});

test("A token that expires while a request is answered is used to its end", async (context) => {
  const wix = new Wix({ leeway: 0 });
  const { session } = await new Browser(wix, { wixSession: wix.cookie("ann", 100) }).load();
  const begin = Date.now();
  context.mock.method(Date, "now", () => begin + 200_000);
  assert.deepEqual([session.stale, await whoIs(session)], [false, "ann"]);
});

test("A token is renewed within the leeway, and used meanwhile if that fails", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", 5) });
  wix.fault = () => new Response("", { status: 503 });
  const { session } = await browser.load();
  assert.equal(session.stale, false);
  assert.equal(await whoIs(session), "ann");
  assert.deepEqual(browser.setCookies, []);
  wix.restart();
  wix.fault = undefined;
  await browser.load();
  assert.equal(browser.setCookies.length, 1);
});

test("What a page loads renews nothing", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5) });
  for (const dest of ["image", "script", "style"]) await browser.load({ headers: { "sec-fetch-dest": dest } });
  assert.equal(wix.requests.length, 0);
});

test("invalid_grant makes a member expired and forgets a visitor, with one token request", async () => {
  for (const [role, state] of [["member", "expired"], ["visitor", "empty"]]) {
    const wix = new Wix();
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, role) });
    wix.revoked.add("ann");
    const { session } = await browser.load();
    assert.equal(session.state, state);
    assert.equal(wix.requests.length, 1);
    assert.equal(await codeOf(session.fetchWithAuth(`${API}/x`)), `SessionError ${state === "expired" ? "sign_in_required" : "no_session"}`);
    const { state: next } = await browser.load();
    assert.equal(next, role === "member" ? "expired" : "visitor", "an expired member becomes no visitor");
  }
});

test("No cookie is set with a response that a cache stores for everybody", async () => {
  const wix = new Wix();
  for (const headers of [
    { "cache-control": "public, max-age=0, must-revalidate" }, { "cache-control": "s-maxage=31536000" }, { "cache-control": "max-age=5" },
    { "cdn-cache-control": "max-age=60" }, { "x-nextjs-prerender": "1" }, { age: "1" },
  ]) {
    const browser = new Browser(wix);
    const response = new Response("page", { headers });
    const { finished } = await browser.load({ response: () => response });
    assert.equal(finished, response);
    assert.deepEqual(finished.headers.getSetCookie(), []);
  }
});

test("A response with a cookie is private, varies by it, and is otherwise the same", async () => {
  const wix = new Wix();
  const headers = [["vary", "Accept"], ["set-cookie", "a=1"], ["set-cookie", "b=2"], ["cache-control", "private, max-age=60"], ["x-own", "1"]];
  const given = new Response("page", { status: 404, statusText: "None", headers });
  const { finished } = await new Browser(wix).load({ response: () => given });
  assert.deepEqual([finished.status, finished.statusText, await finished.text()], [404, "None", "page"]);
  assert.equal(finished.headers.get("cache-control"), "private, no-store");
  assert.equal(finished.headers.get("vary"), "Accept, Cookie");
  assert.equal(finished.headers.get("x-own"), "1");
  assert.deepEqual(finished.headers.getSetCookie().map((cookie) => cookie.slice(0, 4)), ["a=1", "b=2", "wixS"]);
  for (const vary of ["Cookie", "*", "accept, cookie"]) {
    const { finished } = await new Browser(wix).load({ response: () => new Response("", { headers: { vary } }) });
    assert.equal(finished.headers.get("vary"), vary);
  }
});

test("One response that is returned to two persons gives neither the cookie of the other", async () => {
  const wix = new Wix();
  const shared = new Response(null, { status: 404 });
  const [ann, bob] = [new Browser(wix), new Browser(wix)];
  await ann.load({ response: () => shared });
  await bob.load({ response: () => shared });
  assert.deepEqual([ann.family, bob.family], ["visitor0", "visitor1"]);
  assert.deepEqual([ann.setCookies.length, bob.setCookies.length], [1, 1]);
  assert.deepEqual(shared.headers.getSetCookie(), []);
});

test("A response of fetch, a redirect and an error without a network are finished as well", async () => {
  const wix = new Wix();
  const { finished } = await new Browser(wix).load({ response: () => Response.redirect(`${SHOP}/next`, 303) });
  assert.deepEqual([finished.status, finished.headers.get("location")], [303, `${SHOP}/next`]);
  assert.equal(finished.headers.getSetCookie().length, 1);
  const error = Response.error();
  assert.equal((await new Browser(wix).load({ response: () => error })).finished, error);
});

test("What is no Response, or has no Headers, is an error of its request, and loses no other renewal", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  const session = await wix.sessions.begin(browser.request());
  for (const response of [undefined, {}, { status: 200, headers: {} }]) assert.throws(() => session.finish(response), { name: "TypeError" });
  const { url, method } = browser.request();
  for (const name of ["sec-fetch-dest", "user-agent", "sec-purpose"]) {
    const headers = new Headers(browser.request().headers);
    headers.get = (asked) => asked === name ? asked.broken() : Headers.prototype.get.call(headers, asked);
    await wix.sessions.begin({ url, method, headers });
  }
  assert.equal((await browser.load({ cookie })).state, "member");
  assert.deepEqual([wix.requests.length, wix.revoked.size], [1, 0]);
});

test("A page that a server has fetched, and decoded, does not say that it is encoded", async () => {
  const inner = createServer((request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("page")));
  await once(inner.listen(0, "127.0.0.1"), "listening");
  try {
    const fetched = await fetch(`http://127.0.0.1:${inner.address().port}`);
    const { finished } = await new Browser(new Wix()).load({ response: () => fetched });
    assert.equal(finished.headers.getSetCookie().length, 1);
    assert.deepEqual([finished.headers.get("content-encoding"), finished.headers.get("content-length"), await finished.text()], [null, null, "page"]);
  } finally {
    inner.close();
  }
});

test("forward has the session for what renders the page, and the other headers as they are", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { theme: "dark" });
  const { session } = await browser.load({ headers: { "x-own": "1" } });
  assert.equal(session.forward.get("x-own"), "1");
  assert.match(session.forward.get("cookie"), /^theme=dark; wixSession=[^;]+$/);
  const inner = await wix.sessions.read(session.forward);
  assert.deepEqual([inner.state, await whoIs(inner)], ["visitor", "visitor0"]);
  const unchanged = await browser.load();
  assert.equal(unchanged.session.forward.get("cookie"), browser.header());
});

test("forward asks for a whole response if the session has changed: one that was stored sets no cookie", async () => {
  const wix = new Wix();
  const browser = new Browser(wix);
  const stored = { "if-none-match": '"a"', "if-modified-since": "Sun, 29 Nov 2026 12:00:00 GMT", range: "bytes=0-1", "if-range": '"a"' };
  // The conditions of a write.
  const write = { "if-match": '"a"', "if-unmodified-since": "Sun, 29 Nov 2026 12:00:00 GMT" };
  const left = async (headers) => {
    const { session } = await browser.load({ headers });
    return Object.keys(headers).filter((name) => session.forward.has(name));
  };
  assert.deepEqual(await left({ ...stored, ...write }), Object.keys(write));
  assert.deepEqual(await left({ ...stored, ...write }), Object.keys({ ...stored, ...write }));
  const { session } = await new Browser(wix).load({ headers: { "if-none-match": "*" } });
  assert.equal(session.forward.get("if-none-match"), "*");
});

test("read knows the session in every form of cookies, and never renews or writes", async () => {
  const wix = new Wix();
  const value = wix.cookie("ann", 100);
  const decoded = decodeURIComponent(value);
  for (const cookies of [
    `a=b; wixSession=${value}`, new Headers({ cookie: `wixSession=${value}` }), new Map([["wixSession", value]]),
    { get: (name) => name === "wixSession" ? { name, value: decoded } : undefined }, Promise.resolve({ get: (name) => name === "wixSession" ? decoded : null }),
  ]) {
    const session = await wix.sessions.read(cookies);
    assert.deepEqual([session.state, await whoIs(session)], ["visitor", "ann"]);
  }
  for (const cookies of ["", null, undefined, new Headers(), new Map()]) assert.equal((await wix.sessions.read(cookies)).state, "empty");
  const stale = await wix.sessions.read(`wixSession=${wix.cookie("bob", -5)}`);
  assert.deepEqual([stale.state, stale.stale], ["visitor", true]);
  assert.equal(await codeOf(stale.fetchWithAuth(`${API}/x`)), "SessionError renewal_unavailable");
  assert.deepEqual(stale.finish(new Response()).headers.getSetCookie(), []);
  assert.equal(wix.requests.length, 0);
});

test("read of an old cookie has the tokens that replaced it", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5) });
  const cookie = browser.header();
  await browser.load();
  const session = await wix.sessions.read(cookie);
  assert.deepEqual([session.stale, await whoIs(session)], [false, "ann"]);
});

test("fetchWithAuth signs to the audience and the Wix API only", async () => {
  const wix = new Wix({ audience: ["https://api.shop.example"] });
  const { session } = await new Browser(wix).load();
  const { fetchWithAuth } = session;
  await fetchWithAuth("https://api.shop.example/x");
  await fetchWithAuth(new Request(`${API}/y`, { method: "POST", body: "b" }));
  assert.deepEqual(wix.calls, [["https://api.shop.example/x", "OauthNG.JWS.visitor0-0"], [`${API}/y`, "OauthNG.JWS.visitor0-0"]]);
  assert.equal(await codeOf(fetchWithAuth(`${SHOP}/x`)), "SessionError foreign_origin");
  assert.equal(await codeOf(fetchWithAuth("https://www.wixapis.com.evil.example/x")), "SessionError foreign_origin");
  assert.equal(await codeOf(fetchWithAuth(`${API}/x`, { headers: { authorization: "own" } })), "SessionError authorization_present");
  assert.equal(await codeOf(fetchWithAuth(`${API}/x`, { mode: "no-cors" })), "SessionError no_cors");
  assert.equal(wix.calls.length, 2);
});

test("The cookie of another project on this host is neither used nor replaced", async () => {
  const wix = new Wix();
  const foreign = encodeURIComponent(JSON.stringify({ clientId: "other", tokens: { accessToken: { value: "OauthNG.JWS.other", expiresAt: seconds() + 99 }, refreshToken: { value: "JWS.other", role: "member" } } }));
  const browser = new Browser(wix, { wixSession: foreign });
  const { state } = await browser.load();
  assert.equal(state, "empty");
  assert.deepEqual([browser.setCookies, wix.requests], [[], []]);
});

test("An option that cannot be used is an error that names it", () => {
  for (const [options, text] of [
    [undefined, "options"], [{}, "clientId"], [{ clientId: "c", cookie: { name: "a b" } }, "cookie.name"], [{ clientId: "c", cookie: { maxAge: 1.5 } }, "cookie.maxAge"],
    [{ clientId: "c", cookie: { format: "jwt" } }, "cookie.format"], [{ clientId: "c", cookie: { sameSite: "Lax" } }, "cookie.sameSite"], [{ clientId: "c", cookie: { domain: "a;b" } }, "cookie.domain"],
    [{ clientId: "c", cookie: { domain: "shop.example" } }, "cookie.name"], [{ clientId: "c", cookie: { domain: "shop.example", name: "wixSession" } }, "cookie.name"],
    [{ clientId: "c", adopt: "session" }, "adopt"], [{ clientId: "c", mint: "all" }, "mint"], [{ clientId: "c", audience: ["https://*.example"] }, "audience[0]"],
    [{ clientId: "c", apiOrigin: "http://wix.example" }, "apiOrigin"], [{ clientId: "c", siteOrigin: "https://shop.example/path" }, "siteOrigin"], [{ clientId: "c", callbackPath: "//evil.example" }, "callbackPath"], [{ clientId: "c", leeway: -1 }, "leeway"], [{ clientId: "c", fetch: 1 }, "fetch"], [{ clientId: "c", secret: "x" }, "secret"],
  ]) {
    assert.throws(() => createSessions(options), (error) => error.name === "SessionError" && error.code === "invalid_options" && error.message.includes(`\`${text}\``), text);
  }
});
