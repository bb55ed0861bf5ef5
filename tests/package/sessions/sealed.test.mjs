// A cookie that no script reads: sealed, and the page gets its tokens from a route.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createSessions } from "fetch-with-auth/server";

import { API, Browser, CLIENT_ID, SHOP, Wix, codeOf, seconds, whoIs } from "./wix.mjs";

const [NEW, OLD] = ["n".repeat(32), "o".repeat(32)];
const NAME = "__Host-session";
const open = (options = {}) => new Wix({ cookie: { format: "sealed" }, secrets: NEW, ...options });

const post = (browser, headers = {}) => {
  const request = browser.request({ path: "/session/token", method: "POST", headers: { "sec-fetch-dest": "empty", "sec-fetch-site": "same-origin", ...headers } });
  return browser.wix.sessions.routes.token(request);
};

test("A sealed session is one across pages, and its cookie is HttpOnly and without a token", async () => {
  const wix = open();
  const browser = new Browser(wix);
  const { session } = await browser.load();
  assert.deepEqual([session.state, await whoIs(session)], ["visitor", "visitor0"]);
  const [cookie] = browser.setCookies;
  assert.match(cookie, /^__Host-session=1[\w-]+; Path=\/; Max-Age=34560000; SameSite=Lax; Secure; HttpOnly$/);
  assert.ok(!Buffer.from(cookie.slice(16).split(";")[0], "base64url").toString("latin1").includes("JWS"));
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  assert.equal(await whoIs(await wix.sessions.read(browser.header())), "visitor0");
  assert.equal(wix.requests.length, 1);
  assert.equal(browser.setCookies.length, 1);
});

test("The first secret seals, and all of them open", async () => {
  const wix = open({ secrets: OLD });
  const browser = new Browser(wix);
  await browser.load();
  wix.restart({ secrets: [NEW, OLD] });
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  const newer = new Browser(wix);
  await newer.load();
  wix.restart({ secrets: [NEW] });
  assert.equal(await whoIs((await newer.load()).session), "visitor1");
  assert.equal((await wix.sessions.read(browser.header())).state, "empty");
});

test("What was changed, or sealed for another cookie or client, is no session", async () => {
  const wix = open();
  const browser = new Browser(wix);
  await browser.load();
  const value = browser.cookies.get(NAME);
  const other = value.slice(0, 60) + (value[60] === "A" ? "B" : "A") + value.slice(61);
  for (const changed of [other, value.slice(0, -4), value.slice(1), `${value}AAAA`, "", "1", "2", "9AAAA", "1%%%", `1${"A".repeat(99)}`]) {
    assert.equal((await wix.sessions.read(`${NAME}=${changed}`)).state, "empty", changed);
  }
  for (const options of [{ cookie: { format: "sealed", name: "__Host-other" } }, { clientId: "other" }]) {
    const { sessions } = new Wix({ cookie: { format: "sealed" }, secrets: NEW, ...options });
    const name = options.cookie?.name ?? NAME;
    const foreign = createSessions({ clientId: CLIENT_ID, cookie: { format: "sealed" }, secrets: NEW, ...options });
    for (const reader of [sessions, foreign]) {
      const { state } = await reader.read(`${name}=${value}`);
      assert.equal(state, reader === sessions && !options.clientId && !options.cookie ? "visitor" : "empty");
    }
  }
});

test("The same session is sealed for each cookie and each client with another nonce: none is used twice (NIST SP 800-38D, §8)", async () => {
  const nonces = new Set();
  const value = encodeURIComponent(JSON.stringify({ accessToken: { value: "OauthNG.JWS.ann", expiresAt: seconds() + 99 }, refreshToken: { value: "JWS.ann", role: "member" } }));
  const options = [{}, { cookie: { format: "sealed", name: "__Host-other" } }, { clientId: "other" }];
  for (const own of options) {
    const browser = new Browser(open(own), { session: value });
    await browser.load();
    nonces.add([...browser.cookies.values()].at(-1).slice(1, 17));
  }
  assert.equal(nonces.size, options.length);
});

test("A session that is too long for one cookie is in several of at most 4096 bytes, also when parallel responses mix", async () => {
  const wix = open();
  const long = "x".repeat(5000);
  const browser = new Browser(wix, { session: encodeURIComponent(JSON.stringify({
    accessToken: { value: `OauthNG.JWS.${long}`, expiresAt: seconds() + 100 }, refreshToken: { value: "JWS.ann-1", role: "member" },
  })) });
  const cookie = browser.header();
  const pages = await Promise.all([1, 2].map(() => browser.load({ cookie })));
  const set = pages.map(({ finished }) => finished.headers.getSetCookie());
  assert.deepEqual(set[0], set[1], "whichever part a browser keeps of which response");
  for (const part of set[0]) assert.ok(part.length <= 4096, `${part.length}`);
  assert.deepEqual([...browser.cookies.keys()], [NAME, `${NAME}.1`]);
  const { session } = await browser.load();
  assert.equal(session.state, "member");
  assert.equal(await (await session.fetchWithAuth(`${API}/x`)).text(), `OauthNG.JWS.${long}`);
  assert.equal((await wix.sessions.read(`${NAME}=${browser.cookies.get(NAME)}`)).state, "empty", "a part is missing");
});

test("What a shorter session leaves over of a longer one is removed, and does not count", async () => {
  const wix = open();
  const browser = new Browser(wix);
  await browser.load();
  browser.cookies.set(`${NAME}.1`, "left-over");
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  const renewing = new Browser(wix, { session: encodeURIComponent(JSON.stringify({ accessToken: { value: "OauthNG.JWS.a", expiresAt: seconds() + 99 }, refreshToken: { value: "JWS.a", role: "visitor" } })), [`${NAME}.1`]: "left-over" });
  await renewing.load();
  assert.deepEqual([...renewing.cookies.keys()], [NAME]);
});

test("100 parallel requests at expiry with a sealed cookie: one refresh, one cookie, nobody lost", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_790_000_000_000 });
  const wix = open();
  const browser = new Browser(wix);
  await browser.load();
  context.mock.timers.tick(14_400_000);
  const cookie = browser.header();
  const pages = await Promise.all(Array.from({ length: 100 }, () => browser.load({ cookie })));
  for (const { session } of pages) assert.equal(await whoIs(session), "visitor0");
  assert.equal(wix.requests.length, 2);
  assert.equal(new Set(browser.setCookies.slice(1)).size, 1);
});

test("The cookies of before are taken over into the sealed one, wixSession too", async () => {
  const wix = open();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", 100, "member") });
  await browser.load();
  assert.deepEqual([...browser.cookies.keys()], [NAME]);
  assert.equal(await whoIs((await browser.load()).session), "ann");
});

test("The token route gives the page the access token of its session, and never the refresh token", async () => {
  for (const wix of [open(), new Wix()]) {
    const browser = new Browser(wix);
    await browser.load();
    const response = await post(browser);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("cache-control"), /no-store/);
    const { accessToken, expiresIn, state, ...rest } = await response.json();
    assert.deepEqual([accessToken, state, rest], ["OauthNG.JWS.visitor0-0", "visitor", {}]);
    assert.ok(expiresIn > 14390 && expiresIn <= 14400, `${expiresIn}`);
  }
});

test("The token route creates the visitor of a page that was rendered before, and renews", async () => {
  const wix = open();
  const browser = new Browser(wix);
  const response = await post(browser);
  browser.keep(response);
  assert.equal((await response.json()).accessToken, "OauthNG.JWS.visitor0-0");
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  const old = new Browser(new Wix(), {});
  old.cookies.set("wixSession", old.wix.cookie("ann", -5));
  assert.match((await (await post(old)).json()).accessToken, /^OauthNG\.JWS\.ann-/);
});

test("The token route gives nothing to another site, a GET, or a session without a token", async () => {
  const wix = open();
  const browser = new Browser(wix);
  await browser.load();
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" }]) {
    const response = await post(browser, headers);
    assert.deepEqual([response.status, await response.json()], [403, { error: { code: "foreign_origin" } }]);
  }
  const bare = (headers) => wix.sessions.routes.token(new Request(`${SHOP}/t`, { method: "POST", headers: { cookie: browser.header(), ...headers } }));
  assert.equal((await bare({ origin: SHOP })).status, 200);
  assert.equal((await bare({ origin: "https://evil.example" })).status, 403);
  assert.equal((await bare({})).status, 403);
  const get = await wix.sessions.routes.token(browser.request({ headers: { "sec-fetch-site": "same-origin" } }));
  assert.deepEqual([get.status, get.headers.get("allow")], [405, "POST"]);
  const member = new Browser(new Wix());
  member.cookies.set("wixSession", member.wix.cookie("ann", -5, "member"));
  member.wix.fault = () => new Response("", { status: 503 });
  const unavailable = await post(member);
  assert.deepEqual([unavailable.status, unavailable.headers.get("retry-after"), unavailable.headers.getSetCookie()], [503, "1", []]);
  member.wix.restart();
  member.wix.fault = undefined;
  member.wix.revoked.add("ann");
  const expired = await post(member);
  member.keep(expired);
  assert.deepEqual([expired.status, (await expired.json()).error.code], [401, "sign_in_required"]);
  assert.equal((await member.load()).state, "expired");
});

test("A sealed cookie needs secrets, the prefix __Host- and no domain", () => {
  const sealed = (cookie, secrets) => createSessions({ clientId: CLIENT_ID, cookie: { format: "sealed", ...cookie }, secrets });
  for (const [make, option] of [
    [() => sealed({}), "secrets"], [() => sealed({}, "short"), "secrets"], [() => sealed({}, []), "secrets"], [() => sealed({}, [NEW, "short"]), "secrets"],
    [() => sealed({ name: "session" }, NEW), "cookie.name"], [() => sealed({ domain: "shop.example" }, NEW), "cookie.domain"],
  ]) assert.throws(make, (error) => error.code === "invalid_options" && error.message.includes(`\`${option}\``), option);
  assert.throws(() => sealed({}, "short-secret"), (error) => !error.message.includes("short-secret"));
});
