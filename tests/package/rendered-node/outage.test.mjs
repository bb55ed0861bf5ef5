// Wix down, slow, with HTML or 429, while people load pages of a real server: every page is served, and every session
// and cart kept.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ask, cookieAfter } from "./rendered/ask.mjs";
import { addItem } from "./rendered/cart.js";
import { serve } from "./rendered/server.mjs";
import { Wix } from "./rendered/wix.mjs";

const PEOPLE = 20;
const LOADS = 1000;
const LOADS_OF_A_FAULT = 20;
const FAULTS = [
  null, null, null, { kind: "html" }, { kind: "html", status: 200 }, { kind: "status", status: 429, retryAfter: 1 }, { kind: "status", status: 503 }, { kind: "cut" }, { kind: "truncated" },
  { kind: "status", status: 400, body: { error: "unauthorized_client" } },
];
const FAST_CLOCK = "data:text/javascript,const now = Date.now; const start = now(); Date.now = () => start + 100 * (now() - start)";

let wix, server;
before(async () => {
  // An access token lives for forty seconds of a server whose clock is fast, so that many pages renew one, and pauses
  // after failures pass; the Wix API honours it for longer.
  wix = await Wix.create(process.env.API, { rotation: "reuse-detection", expiresIn: 40, ttl: 14_400 });
  server = await serve(["node", "--import", FAST_CLOCK, "server.mjs"], { WIX_CLIENT_ID: wix.clientId, WIX_ORIGIN: wix.api });
});
after(() => server?.end());

/** Numbers from 0 to 1 that a seed determines: mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test("1,000 randomised page loads while Wix is down, slow, with HTML or 429: every page served, every session kept", async () => {
  const next = random(11);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const people = await Promise.all(Array.from({ length: PEOPLE }, async (_, number) => {
    const role = number % 2 ? "member" : "visitor";
    const { access_token, refresh_token } = await wix.tokens(role);
    const items = 1 + number % 3;
    for (let added = 0; added < items; added++) await addItem(wix.signed(access_token), wix.api);
    return { role, items, cookie: wix.cookie(access_token, refresh_token, role, -5) };
  }));
  // One renewal gets no response at all: its page is served after three seconds.
  await wix.change({ faults: { refresh_token: { kind: "hang", times: 1 } } });
  let served = 0;
  let signed = 0;
  const visit = async (person) => {
    while (served < LOADS) {
      const paths = Array.from({ length: 1 + Math.floor(next() * 4) }, () => pick(["/api/cart", "/api/cart", "/about", "/public"]));
      const { cookie } = person;
      const pages = await Promise.all(paths.map((path) => ask(server.origin, path, { headers: { cookie } })));
      for (const [number, { status, body, setCookies }] of pages.entries()) {
        assert.equal(status, 200, body);
        person.cookie = cookieAfter(person.cookie, setCookies);
        if (paths[number] !== "/api/cart") continue;
        const { state, items } = JSON.parse(body);
        assert.equal(state, person.role);
        if (items !== "") signed += 1;
        assert.ok(items === "" || items === person.items, `${items} items, and not ${person.items}`);
      }
      const before = served;
      served += pages.length;
      if (Math.floor(before / LOADS_OF_A_FAULT) === Math.floor(served / LOADS_OF_A_FAULT)) continue;
      await wix.change({ grantDelay: pick([0, 0, 200]), faults: { refresh_token: pick(FAULTS) } });
    }
  };
  await Promise.all(people.map(visit));
  await wix.change({ grantDelay: 0, faults: { refresh_token: null } });
  const { reuseDetected, tokenRequests } = await wix.report();
  assert.equal(reuseDetected, 0);
  assert.ok(tokenRequests.refresh_token > 25 && signed > 20, `${tokenRequests.refresh_token} refreshes, ${signed} signed calls`);
  assert.equal(tokenRequests.anonymous, undefined, "nobody has become another visitor");
});
