// Login and logout on the server, with the login page of the stand-in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Person, openShop, subjectOf } from "./person.mjs";
import { SHOP, seconds } from "./wix.mjs";

const SECRET = "s".repeat(32);
const locationOf = (response) => [response.status, response.headers.get("location")];
const codeOf = async (response) => [response.status, (await response.json()).error.code];

for (const format of ["wix", "sealed"]) {
  test(`A visitor logs in, is the member, logs out and is the same visitor again (${format})`, async () => {
    const shop = await openShop(format === "sealed" ? { cookie: { format }, secrets: SECRET } : {});
    const person = new Person(shop);
    const visitor = await subjectOf((await person.load()).session);
    const begun = await person.begin({ query: "returnTo=/account%3Ftab%3Dorders%23top" });
    assert.equal(begun.status, 302);
    const url = new URL(begun.headers.get("location"));
    assert.deepEqual(["client_id", "redirect_uri", "response_mode", "code_challenge_method", "prompt"].map((name) => url.searchParams.get(name)), [shop.clientId, `${SHOP}/session/callback`, "query", "S256", "login"]);
    assert.equal(person.pending.length, 1);
    const callback = await person.fillIn(url.href, "ann");
    assert.deepEqual(locationOf(await person.open(callback)), [303, "/account?tab=orders#top"]);
    assert.deepEqual(person.pending, []);
    const { session, state } = await person.load();
    assert.deepEqual([state, await subjectOf(session)], ["member", `MEMBER ${shop.ids.ann}`]);

    const left = await person.logout({ query: "returnTo=/bye" });
    assert.equal(left.status, 303);
    assert.equal((await person.load()).state, "visitor");
    assert.equal(await person.visit(left.headers.get("location")), `${SHOP}/bye?wixMemberLoggedIn=false`);
    assert.deepEqual([...person.wixCookies], [], "the session at Wix has ended, too");
    const again = await person.load();
    assert.deepEqual([again.state, await subjectOf(again.session)], ["visitor", visitor]);
    assert.equal((await shop.seen()).tokenRequests.anonymous, 1);
  });
}

test("A person without a session logs in, and a visitor is kept beside the member", async () => {
  const shop = await openShop({ mint: false });
  const person = new Person(shop);
  assert.deepEqual(locationOf(await person.logIn("ann")), [303, "/"]);
  assert.equal((await person.load()).state, "member");
  await person.logout();
  assert.equal((await person.load()).state, "visitor");
  assert.equal((await shop.seen()).tokenRequests.anonymous, 1);
});

test("Responses that set cookies are private and vary by the cookie, and so are all others of these routes", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const begun = await person.begin();
  const responses = [begun, await person.open(await person.fillIn(begun.headers.get("location"), "ann")), await person.logout(), await person.begin({ query: "returnTo=//evil.example" }), await person.open(`${SHOP}/session/callback?code=a&state=b`), await person.open(`${SHOP}/session/callback`)];
  assert.deepEqual(responses.map(({ status }) => status), [302, 303, 303, 400, 303, 400]);
  for (const { headers } of responses) assert.deepEqual([headers.get("cache-control"), headers.get("vary")], ["private, no-store", "Cookie"]);
});

test("The cookie of a login is HttpOnly, Lax and short-lived, bound to this host, and sealed where there are secrets", async () => {
  for (const secrets of [undefined, SECRET]) {
    const shop = await openShop({ secrets });
    const person = new Person(shop);
    await person.begin();
    const cookie = person.setCookies.find((cookie) => cookie.includes("login-"));
    assert.match(cookie, /^__Host-login-[\w-]{16}=[^;]+; Path=\/; Max-Age=3600; SameSite=Lax; Secure; HttpOnly$/);
    assert.equal(cookie.includes("callback"), !secrets);
  }
});

test("On loopback without https it needs no prefix and no Secure", async () => {
  const origin = "http://127.0.0.1:3000";
  const shop = await openShop({ settings: { allowedRedirectUris: [`${origin}/session/callback`] } });
  const { login } = shop.sessions.routes;
  const response = await login(new Request(`${origin}/session/login`));
  const cookies = response.headers.getSetCookie();
  assert.ok(cookies.some((cookie) => /^login-[\w-]{16}=[^;]+; Path=\/; Max-Age=3600; SameSite=Lax; HttpOnly$/.test(cookie)));
  assert.equal(new URL(response.headers.get("location")).searchParams.get("redirect_uri"), `${origin}/session/callback`);
});

test("The redirect URI is that of the site as its visitors see it", async () => {
  const visible = { settings: { allowedRedirectUris: ["https://www.shop.example/session/callback", "https://www.shop.example/auth/back"] } };
  for (const [options, headers, path, expected] of [
    [{}, { "x-forwarded-proto": "https", "x-forwarded-host": "www.shop.example" }, "/session/login", "https://www.shop.example/session/callback"],
    [{}, { "x-forwarded-proto": "https, http", host: "www.shop.example" }, "/session/login/", "https://www.shop.example/session/callback"],
    [{ siteOrigin: "https://www.shop.example" }, { "x-forwarded-host": "other.example" }, "/session/login", "https://www.shop.example/session/callback"],
    [{ siteOrigin: "https://www.shop.example", callbackPath: "/auth/back" }, {}, "/login", "https://www.shop.example/auth/back"],
  ]) {
    const shop = await openShop({ ...visible, ...options });
    const response = await shop.sessions.routes.login(new Request(`http://127.0.0.1:3000${path}`, { headers }));
    assert.equal(new URL(response.headers.get("location")).searchParams.get("redirect_uri"), expected);
    const names = response.headers.getSetCookie().map((cookie) => /^[^=]+/.exec(cookie)[0]);
    assert.ok(names.some((name) => name.startsWith("__Host-login-")), "it is https");
    assert.ok(response.headers.getSetCookie().every((cookie) => cookie.includes("; Secure")));
  }
});

test("Two tabs log in at the same time, and each ends its own login", async () => {
  const shop = await openShop({ members: ["ann", "bob"] });
  const person = new Person(shop);
  await person.load();
  const cookie = person.header();
  // Both requests are sent before either response has arrived.
  const [first, second] = [await person.begin({ query: "returnTo=/one", cookie }), await person.begin({ query: "returnTo=/two", cookie })];
  assert.equal(person.pending.length, 2);
  assert.deepEqual(locationOf(await person.open(await person.fillIn(second.headers.get("location"), "ann"))), [303, "/two"]);
  assert.deepEqual(locationOf(await person.open(await person.fillIn(first.headers.get("location"), "bob"))), [303, "/one"]);
  assert.equal(await subjectOf((await person.load()).session), `MEMBER ${shop.ids.bob}`);
});

test("Logins that were left are forgotten, the earliest first, before their cookies are too long for a server", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const long = `returnTo=/${"a".repeat(1000)}`;
  const first = await person.begin({ query: long });
  for (let tab = 0; tab < 9; tab++) {
    await person.begin({ query: long });
    assert.ok(person.header().length < 8000);
  }
  assert.equal(person.pending.length, 3);
  const last = await person.begin();
  assert.deepEqual(locationOf(await person.open(await person.fillIn(first.headers.get("location"), "ann"))), [303, "/?loginError=state_mismatch"]);
  assert.deepEqual(locationOf(await person.open(await person.fillIn(last.headers.get("location"), "ann"))), [303, "/"]);
});

const ELSEWHERE = [
  "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "\n//evil.example", "/.//evil.example", "/a/..//evil.example",
  "https://evil.example", "https:evil.example", "http://evil.example/", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", " //evil.example", "evil.example", "account", "", "?a", "@evil.example", ".evil.example",
  "https://shop.example.evil.example/", "https://shop.example@evil.example/", "https://shop.example/", `/${"a".repeat(1600)}`,
];

test("returnTo leads to a path of the site only", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  for (const given of ELSEWHERE) {
    const query = new URLSearchParams({ returnTo: given }).toString();
    assert.deepEqual(await codeOf(await person.begin({ query })), [400, "invalid_return_to"], given);
    assert.deepEqual(await codeOf(await person.logout({ query })), [400, "invalid_return_to"], given);
  }
  assert.deepEqual([shop.sent, person.setCookies], [[], []], "nothing was sent, and nothing stored");
});

test("What is encoded once more stays a path of the site", async () => {
  const shop = await openShop();
  for (const [given, expected] of [
    ["/%2F%2Fevil.example", "/%2F%2Fevil.example"], ["/%5Cevil.example", "/%5Cevil.example"], ["/%09/evil.example", "/%09/evil.example"], ["/a?next=//evil.example", "/a?next=//evil.example"],
    ["/caf\u00e9?a=\u00fc", "/caf%C3%A9?a=%C3%BC"], ["/a/../b", "/b"], ["/?loginError=old&a=1", "/?a=1"],
  ]) {
    const person = new Person(shop);
    const response = await person.logIn("ann", { query: new URLSearchParams({ returnTo: given }).toString() });
    assert.deepEqual(locationOf(response), [303, expected]);
    assert.equal(new URL(expected, SHOP).origin, SHOP);
  }
});

test("A cookie of a login that was made up leads nowhere else", async () => {
  const shop = await openShop();
  const state = "s".repeat(43);
  for (const path of ["//evil.example", "/.//evil.example", "/x/..//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
    const text = ["fetch-with-auth logins 1", state, "v".repeat(43), `${SHOP}/session/callback`, path, seconds()].join("\n");
    const person = new Person(shop, { [`__Host-login-${state.slice(0, 16)}`]: encodeURIComponent(text) });
    assert.deepEqual(locationOf(await person.open(`${SHOP}/session/callback?state=${state}&error=access_denied`)), [303, "/?loginError=login_refused"]);
  }
});

test("An unknown prompt or identity provider is refused before anything is sent to Wix, and known ones reach it", async () => {
  const shop = await openShop({ members: [] });
  const person = new Person(shop);
  for (const query of ["prompt=consent", "prompt=", "idp=other"]) assert.deepEqual(await codeOf(await person.begin({ query })), [400, "invalid_options"]);
  assert.deepEqual(shop.sent, []);
  const { searchParams } = new URL((await person.begin({ query: "prompt=none&idp=google" })).headers.get("location"));
  assert.deepEqual([searchParams.get("prompt"), searchParams.get("idp")], ["none", "0e6a50f5-b523-4e29-990d-f37fa2ffdd69"]);
});

test("Without a session at Wix a silent login comes back with an error, and with one it is the member", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const silent = async () => person.open(await person.visit((await person.begin({ query: "prompt=none&returnTo=/a" })).headers.get("location")));
  assert.deepEqual(locationOf(await silent()), [303, "/a?loginError=login_refused"]);
  await person.logIn("ann");
  person.cookies.clear();
  assert.deepEqual(locationOf(await silent()), [303, "/a"]);
  assert.equal(await subjectOf((await person.load()).session), `MEMBER ${shop.ids.ann}`);
});

test("A person who cancels comes back to where the login began, as the same visitor", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  await person.load();
  const { wixSession } = Object.fromEntries(person.cookies);
  const { headers } = await person.begin({ query: "returnTo=/cart%3Fa%3D1%23pay" });
  const callback = await person.fillIn(headers.get("location"), "ann", "cancel");
  assert.deepEqual(locationOf(await person.open(callback)), [303, "/cart?a=1&loginError=login_refused#pay"]);
  assert.deepEqual([person.cookies.get("wixSession"), person.pending], [wixSession, []]);
});

test("The callback of another browser signs nobody in: login CSRF", async () => {
  const shop = await openShop({ members: ["ann", "mallory"] });
  const [ann, mallory] = [new Person(shop), new Person(shop)];
  await ann.load();
  const callback = await mallory.fillIn((await mallory.begin()).headers.get("location"), "mallory");
  const { wixSession } = Object.fromEntries(ann.cookies);
  assert.deepEqual(locationOf(await ann.open(callback)), [303, "/?loginError=state_mismatch"]);
  // Not even while Ann has begun a login herself.
  await ann.begin();
  assert.deepEqual(locationOf(await ann.open(callback)), [303, "/?loginError=state_mismatch"]);
  const own = new URL(callback);
  own.searchParams.set("state", decodeURIComponent(ann.cookies.get(ann.pending[0])).split("\n")[1]);
  assert.deepEqual(locationOf(await ann.open(own.href)), [303, "/?loginError=token_request_refused"]);
  assert.equal(ann.cookies.get("wixSession"), wixSession);
  assert.equal((await shop.seen()).codes.redeemed, 0);
  assert.deepEqual(locationOf(await mallory.open(callback)), [303, "/"], "and it stays Mallory's");
});

test("A callback that is opened twice at once is one login, and once it has ended it signs nobody in or out", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  await person.load();
  const { headers } = await person.begin({ query: "returnTo=/a" });
  const callback = await person.fillIn(headers.get("location"), "ann");
  const cookie = person.header();
  const open = () => person.at("callback", { query: new URL(callback).search.slice(1), cookie });
  const responses = await Promise.all([open(), open(), open()]);
  responses.push(await open());
  assert.deepEqual(new Set(responses.map((response) => response.headers.get("location"))), new Set(["/a"]));
  assert.equal(new Set(responses.map((response) => response.headers.getSetCookie().join())).size, 1, "all set the same cookies");
  assert.deepEqual(await shop.seen().then(({ codes }) => [codes.redeemed, codes.refused]), [1, 0]);
  assert.deepEqual(locationOf(await person.open(callback)), [303, "/?loginError=state_mismatch"]);
  assert.equal(await subjectOf((await person.load()).session), `MEMBER ${shop.ids.ann}`);
});

test("On another server, or half a minute later, a callback that is opened again changes no session", async (context) => {
  const shop = await openShop();
  const person = new Person(shop);
  const { headers } = await person.begin({ query: "returnTo=/a" });
  const callback = await person.fillIn(headers.get("location"), "ann");
  const cookie = person.header();
  await person.open(callback);
  const open = () => person.at("callback", { query: new URL(callback).search.slice(1), cookie });
  const { wixSession } = Object.fromEntries(person.cookies);
  shop.restart();
  assert.deepEqual(locationOf(await open()), [303, "/a?loginError=token_request_refused"]);
  assert.equal(person.cookies.get("wixSession"), wixSession);
  const other = new Person(shop);
  const begun = await other.begin();
  const second = await other.fillIn(begun.headers.get("location"), "ann");
  const before = other.header();
  await other.open(second);
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() + 30_000 });
  assert.deepEqual(locationOf(await other.at("callback", { query: new URL(second).search.slice(1), cookie: before })), [303, "/?loginError=token_request_refused"]);
});

test("A member who logs in as another is that one, and until then remains", async () => {
  const shop = await openShop({ members: ["ann", "bob"] });
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  await person.logIn("ann");
  const begun = await person.begin();
  assert.equal(await subjectOf((await person.load()).session), `MEMBER ${shop.ids.ann}`);
  // Wix shows the login page although Ann is logged in there.
  await person.open(await person.fillIn(begun.headers.get("location"), "bob"));
  assert.equal(await subjectOf((await person.load()).session), `MEMBER ${shop.ids.bob}`);
  await person.visit((await person.logout()).headers.get("location"));
  assert.equal(await subjectOf((await person.load()).session), visitor);
});

test("An expired member logs in again, and has the same visitor afterwards", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  await person.logIn("ann");
  person.expire();
  shop.fault = (path) => path === "/oauth2/token" && Response.json({ error: "invalid_grant" }, { status: 400 });
  assert.equal((await person.load()).state, "expired");
  shop.fault = undefined;
  assert.deepEqual(locationOf(await person.logIn("ann")), [303, "/"]);
  assert.equal((await person.load()).state, "member");
  await person.logout();
  assert.equal(await subjectOf((await person.load()).session), visitor);
});

test("An expired member logs out, and is the visitor again", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  await person.logIn("ann");
  person.expire();
  shop.fault = (path) => path === "/oauth2/token" && Response.json({ error: "invalid_grant" }, { status: 400 });
  assert.equal((await person.load()).state, "expired");
  shop.fault = undefined;
  const left = await person.logout();
  assert.equal(await person.visit(left.headers.get("location")), `${SHOP}/?wixMemberLoggedIn=false`);
  assert.equal(await subjectOf((await person.load()).session), visitor);
});

test("A login begins with a visitor whose token has expired, is refused, or whose session has ended", async () => {
  for (const rotation of ["static", "reuse-detection"]) {
    const shop = await openShop({ settings: { rotation } });
    const person = new Person(shop);
    await person.load();
    person.expire();
    assert.deepEqual(locationOf(await person.logIn("ann")), [303, "/"]);
    // The member is signed in now, and its visitor has tokens that Wix does not know any more.
    const control = `${process.env.API}/_control/clients/${shop.clientId}`;
    await fetch(`${control}/revoke-access`, { method: "POST" });
    assert.deepEqual(locationOf(await person.logIn("ann")), [303, "/"]);
    await fetch(`${control}/revoke-all`, { method: "POST" });
    assert.deepEqual(locationOf(await person.logIn("ann")), [303, "/"]);
    await person.logout();
    assert.match(await subjectOf((await person.load()).session), /^VISITOR/);
    assert.equal((await shop.seen()).tokenRequests.anonymous, 2);
    assert.equal((await shop.seen()).reuseDetected, 0);
  }
});

test("Only a POST of the site itself logs out: CSRF", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  await person.logIn("ann");
  const before = person.header();
  shop.sent.length = 0;
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" }, { "sec-fetch-site": undefined, origin: "https://evil.example" }, { "sec-fetch-site": undefined, origin: "null" }, { "sec-fetch-site": undefined }]) {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value));
    assert.deepEqual(await codeOf(await person.at("logout", { method: "POST", headers: given })), [403, "foreign_origin"]);
  }
  for (const method of ["GET", "HEAD", "PUT"]) assert.equal((await person.at("logout", { method, headers: { "sec-fetch-site": "same-origin" } })).status, 405);
  assert.deepEqual([person.header(), shop.sent], [before, []]);
  // A browser that does not send Sec-Fetch-Site.
  assert.equal((await person.at("logout", { method: "POST", headers: { origin: SHOP } })).status, 303);
  assert.equal((await person.load()).state, "visitor");
});

test("A form of a logout that is sent twice leaves the visitor and its cart", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  await person.logIn("ann");
  await person.logout();
  assert.equal((await person.logout()).status, 303);
  assert.equal(await subjectOf((await person.load()).session), visitor);
});

test("Only a GET begins or ends a login, and no prefetch, fetch, image or script begins one", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  for (const route of ["login", "callback"]) for (const method of ["POST", "HEAD"]) {
    const response = await person.at(route, { method });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET"]);
  }
  for (const headers of [{ "sec-purpose": "prefetch" }, { "next-router-prefetch": "1" }, { rsc: "1" }, { "sec-fetch-dest": "empty" }, { "sec-fetch-dest": "image" }, { "sec-fetch-dest": "script" }]) {
    assert.deepEqual(await codeOf(await person.begin({ headers })), [403, "not_a_navigation"]);
  }
  assert.deepEqual([shop.sent, person.setCookies], [[], []]);
});

test("A URL that is no authorization response is no callback", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  const state = "s".repeat(43);
  for (const query of ["", "code=a", `state=${state}`, `code=a&code=b&state=${state}`, `state=${state}&state=${state}&code=a`]) {
    assert.deepEqual(await codeOf(await person.at("callback", { query })), [400, "no_callback"], query);
  }
  for (const query of [`code=a&state=${state}`, "code=a&state=../../x", "code=a&state=%3B%20a", `error=x&state=${state}`]) {
    assert.deepEqual(locationOf(await person.at("callback", { query })), [303, "/?loginError=state_mismatch"], query);
  }
  assert.deepEqual([shop.sent, person.setCookies], [[], []]);
});

test("No token, code or verifier is in a URL that a browser is sent to, but the code in that of the callback", async () => {
  const shop = await openShop();
  const person = new Person(shop);
  await person.load();
  const secrets = () => [...person.cookies.values()].flatMap((value) => decodeURIComponent(value).match(/[\w.-]{30,}/g) ?? []).filter((text) => text !== shop.clientId);
  const before = secrets();
  const begun = await person.begin();
  const [, state, verifier] = decodeURIComponent(person.cookies.get(person.pending[0])).split("\n");
  const callback = await person.fillIn(begun.headers.get("location"), "ann");
  const ended = await person.open(callback);
  const after = secrets();
  const left = await person.logout();
  const back = await person.visit(left.headers.get("location"));
  const urls = [begun.headers.get("location"), callback, ended.headers.get("location"), left.headers.get("location"), back, ...(await shop.seen()).requests.map(({ url }) => url)];
  assert.ok(before.length > 1 && after.length > 3 && urls.length > 8);
  for (const url of urls) {
    for (const secret of [...before, ...after, verifier]) assert.ok(!decodeURIComponent(url).includes(secret) || secret === state, `${secret} in ${url}`);
  }
  assert.match(callback, /[?&]code=/);
});

test("The cookie of another project on this host is neither used nor replaced by a login", async () => {
  const shop = await openShop();
  const foreign = encodeURIComponent(JSON.stringify({ clientId: "other", tokens: { accessToken: { value: "OauthNG.JWS.other", expiresAt: seconds() + 99 }, refreshToken: { value: "JWS.other", role: "member" } } }));
  const person = new Person(shop, { wixSession: foreign });
  assert.deepEqual(locationOf(await person.begin({ query: "returnTo=/a" })), [303, "/a?loginError=session_not_stored"]);
  assert.deepEqual(locationOf(await person.logout({ query: "returnTo=/a" })), [303, "/a"]);
  assert.deepEqual([shop.sent, person.setCookies], [[], []]);
});

test("With SameSite=Strict no URL of the site leads to another site by the callback", async () => {
  const { sessions } = await openShop({ cookie: { sameSite: "strict" } });
  for (const path of ["//evil.example/session/callback", "/.//evil.example/session/callback", "/\\\\evil.example/session/callback"]) {
    const url = `${SHOP}${path}?code=1&state=2`;
    const response = await sessions.routes.callback(new Request(url, { headers: { "sec-fetch-site": "cross-site" } }));
    const [, again] = /content="0;url=([^"]+)"/.exec(await response.text());
    assert.equal(new URL(again.replaceAll("&amp;", "&"), response.url || url).href, `${new Request(url).url}&from_here=1`);
  }
});

test("With SameSite=Strict the callback is opened from the site once more, so that the visitor is kept", async () => {
  const shop = await openShop({ cookie: { sameSite: "strict" } });
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  const callback = await person.fillIn((await person.begin()).headers.get("location"), "ann");
  const page = await person.open(callback);
  assert.equal(page.status, 200);
  assert.deepEqual([page.headers.get("referrer-policy"), page.headers.get("content-security-policy")], ["no-referrer", "default-src 'none'"]);
  const [, again] = /content="0;url=([^"]+)"/.exec(await page.text());
  const url = new URL(again.replaceAll("&amp;", "&"), SHOP);
  assert.deepEqual(locationOf(await person.at("callback", { query: url.search.slice(1), headers: { "sec-fetch-site": "same-origin" } })), [303, "/"]);
  await person.logout();
  assert.equal(await subjectOf((await person.load()).session), visitor);
});
