// Wix down, slow, with HTML or 429, in randomised page loads: every page is served, and every
// session kept.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, Wix, whoIs } from "./wix.mjs";

const html = (status) => new Response("<html>Bad Gateway</html>", { status, headers: { "content-type": "text/html" } });

const FAULTS = {
  "no network": () => Promise.reject(new TypeError("fetch failed")),
  "HTML with 502": () => html(502),
  "HTML with 200": () => html(200),
  429: () => new Response("", { status: 429, headers: { "retry-after": "7" } }),
  503: () => Response.json({}, { status: 503 }),
  408: () => new Response("", { status: 408 }),
  "an empty body": () => new Response(""),
  "half of a body": () => new Response('{"access_token":"Oauth'),
  "a redirect": () => Response.redirect("https://login.example/", 302),
  "another error": () => Response.json({ error: "unauthorized_client" }, { status: 400 }),
};

for (const [what, fault] of Object.entries(FAULTS)) {
  test(`After ${what} the page is served and the cookie stays as it is`, async () => {
    for (const role of ["visitor", "member"]) {
      const wix = new Wix();
      const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, role) });
      const before = browser.header();
      wix.fault = fault;
      const { session, finished } = await browser.load();
      assert.deepEqual([session.state, session.stale, await finished.text()], [role, true, "page"]);
      assert.equal(browser.header(), before);
      const nobody = new Browser(wix);
      assert.equal((await nobody.load()).state, "empty");
      assert.deepEqual(nobody.setCookies, []);
    }
  });
}

test("A renewal that takes long is waited for three seconds, and the next page has its result", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  let respond;
  wix.fault = () => new Promise((resolve) => respond = () => resolve(undefined));
  const before = performance.now();
  const { session } = await browser.load();
  assert.ok(performance.now() - before < 4000);
  assert.deepEqual([session.state, session.stale, browser.setCookies], ["member", true, []]);
  respond();
  const next = await browser.load();
  assert.equal(next.session.stale, false);
  assert.deepEqual([wix.requests.length, browser.setCookies.length], [1, 1]);
});

for (const [what, waitUntil] of [["throws", () => { throw new TypeError("Illegal invocation"); }], ["rejects", async () => { throw new Error("gone"); }]]) {
  test(`Where waitUntil ${what}, the session is renewed, and the process goes on`, async () => {
    const wix = new Wix({ waitUntil });
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
    const cookie = browser.header();
    for (let page = 0; page < 2; page++) {
      const { session } = await browser.load({ cookie });
      assert.deepEqual([session.state, session.stale], ["member", false]);
    }
    assert.deepEqual([wix.requests.length, wix.revoked.size, browser.family], [1, 0, "ann"]);
    // A rejection that nobody handles is reported after microtasks, and fails the test.
    await new Promise(setImmediate);
  });
}

test("The token endpoint is not asked again before Retry-After has passed", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 1_790_000_000_000 });
  const wix = new Wix();
  const browsers = Array.from({ length: 9 }, (_, number) => new Browser(wix, { wixSession: wix.cookie(`v${number}`, -5) }));
  wix.fault = FAULTS[429];
  for (const browser of browsers) await browser.load();
  assert.equal(wix.requests.length, 1);
  wix.fault = undefined;
  context.mock.timers.tick(6000);
  await browsers[0].load();
  assert.equal(wix.requests.length, 1);
  context.mock.timers.tick(1000);
  for (const browser of browsers) assert.equal((await browser.load()).session.stale, false);
  assert.equal(wix.requests.length, 10);
});

/** Numbers from 0 to 1 that a seed determines: mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

for (const seed of [1, 2, 3]) {
  test(`1,000 randomised page loads while Wix fails (seed ${seed}): every page served, every session kept`, async (context) => {
    context.mock.timers.enable({ apis: ["Date"], now: 1_790_000_000_000 });
    const next = random(seed);
    const pick = (list) => list[Math.floor(next() * list.length)];
    const wix = new Wix();
    wix.fault = () => next() < 0.5 ? pick(Object.values(FAULTS))() : undefined;
    const people = Array.from({ length: 20 }, (_, number) => {
      const role = number % 2 ? "member" : "visitor";
      return { name: `p${number}`, role, browser: new Browser(wix, { wixSession: wix.cookie(`p${number}`, next() * 9000 - 4500, role) }) };
    });
    let served = 0;
    while (served < 1000) {
      context.mock.timers.tick(next() < 0.1 ? 5_000_000 : next() * 3000);
      const { name, role, browser } = pick(people);
      const cookie = browser.header();
      const count = 1 + Math.floor(next() * 4);
      const responses = [() => new Response("page"), () => new Response("page", { headers: { "cache-control": "public, max-age=60" } })];
      const pages = await Promise.all(Array.from({ length: count }, () => browser.load({ cookie, response: pick(responses) })));
      for (const { session, finished } of pages) {
        assert.equal(await finished.text(), "page");
        assert.equal(session.state, role);
        if (!session.stale) assert.equal(await whoIs(session), name);
      }
      assert.equal(browser.family, name);
      served += count;
    }
    assert.equal(wix.revoked.size, 0, "no refresh token was used twice");
  });
}
