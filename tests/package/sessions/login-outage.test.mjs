// Logins and logouts while Wix is down or refuses: everybody comes back, and no session is lost.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Person, openShop, subjectOf } from "./person.mjs";
import { SHOP } from "./wix.mjs";

const locationOf = (response) => [response.status, response.headers.get("location")];
const API_PATH = "/_api/redirects-api/v1/redirect-session";

const FAULTS = {
  "no network": [() => Promise.reject(new TypeError("fetch failed")), "unavailable"],
  "HTML with 502": [() => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }), "unavailable"],
  429: [() => new Response("", { status: 429, headers: { "retry-after": "7" } }), "unavailable"],
  "HTML with 200": [() => new Response("<html>"), "invalid"],
  "an empty body": [() => new Response(""), "invalid"],
  "a redirect": [() => new Response("", { status: 302, headers: { location: "https://login.example/" } }), "invalid"],
  "another error": [() => Response.json({ error: "unauthorized_client" }, { status: 400 }), "refused"],
};

/** A visitor and a member, each with what its browser has. */
const people = async (shop) => {
  const [visitor, member] = [new Person(shop), new Person(shop)];
  await visitor.load();
  await member.load();
  await member.logIn("ann");
  return [visitor, member];
};

// Each has a client of its own, and most of their time is that of pauses.
describe("While Wix fails", { concurrency: true }, () => {
  for (const [what, [fault, kind]] of Object.entries(FAULTS)) {
    test(`A login that cannot begin because of ${what} leads back, and the session stays`, async () => {
      const shop = await openShop();
      for (const person of await people(shop)) {
        const before = person.header();
        shop.fault = (path) => path === API_PATH && fault();
        const code = kind === "unavailable" ? "api_unavailable" : "api_refused";
        assert.deepEqual(locationOf(await person.begin({ query: "returnTo=/cart%3Fa%3D1" })), [303, `/cart?a=1&loginError=${code}`]);
        assert.equal(person.header(), before);
        shop.fault = undefined;
      }
    });

    test(`A login that cannot end because of ${what} leads back, and the session stays`, async () => {
      const shop = await openShop();
      for (const person of await people(shop)) {
        const { wixSession } = Object.fromEntries(person.cookies);
        const subject = await subjectOf((await person.load()).session);
        const { headers } = await person.begin({ query: "returnTo=/cart" });
        const callback = await person.fillIn(headers.get("location"), "ann");
        shop.sent.length = 0;
        shop.fault = (path) => path === "/oauth2/token" && fault();
        const code = { unavailable: "token_endpoint_unavailable", invalid: "invalid_token_response", refused: "token_request_refused" }[kind];
        assert.deepEqual(locationOf(await person.open(callback)), [303, `/cart?loginError=${code}`]);
        assert.equal(shop.sent.length, kind === "unavailable" ? 3 : 1);
        shop.fault = undefined;
        assert.deepEqual([person.cookies.get("wixSession"), person.pending], [wixSession, []]);
        assert.equal(await subjectOf((await person.load()).session), subject);
      }
    });

    test(`A logout ends the session here, whatever Wix does: ${what}`, async () => {
      const shop = await openShop();
      const [visitor, member] = await people(shop);
      shop.fault = (path) => path === API_PATH && fault();
      const code = kind === "unavailable" ? "api_unavailable" : "api_refused";
      assert.deepEqual(locationOf(await member.logout({ query: "returnTo=/bye" })), [303, `/bye?logoutError=${code}`]);
      assert.equal((await member.load()).state, "visitor");
      const before = visitor.header();
      await visitor.logout();
      assert.equal(visitor.header(), before);
      // Sent once more it ends the session at Wix, too.
      shop.fault = undefined;
      assert.equal(await member.visit((await member.logout()).headers.get("location")), `${SHOP}/?wixMemberLoggedIn=false`);
    });
  }

  test("A code that is refused ends nobody's session", async () => {
    const shop = await openShop();
    for (const person of await people(shop)) {
      const { wixSession } = Object.fromEntries(person.cookies);
      const { headers } = await person.begin();
      const callback = new URL(await person.fillIn(headers.get("location"), "ann"));
      callback.searchParams.set("code", "another");
      assert.deepEqual(locationOf(await person.open(callback.href)), [303, "/?loginError=token_request_refused"]);
      assert.equal(person.cookies.get("wixSession"), wixSession);
    }
  });

  test("The token endpoint recovers while a code is redeemed, and the login succeeds", async () => {
    const shop = await openShop();
    const person = new Person(shop);
    const callback = await person.fillIn((await person.begin()).headers.get("location"), "ann");
    let times = 0;
    shop.fault = (path) => path === "/oauth2/token" && times++ < 2 && new Response("", { status: 503 });
    assert.deepEqual(locationOf(await person.open(callback)), [303, "/"]);
    assert.equal((await person.load()).state, "member");
  });

  test("Without a visitor's token no login begins, and the expired session stays", async () => {
    const shop = await openShop();
    const person = new Person(shop);
    await person.load();
    person.expire();
    const before = person.header();
    shop.fault = (path) => path === "/oauth2/token" && new Response("", { status: 503 });
    assert.deepEqual(locationOf(await person.begin({ query: "returnTo=/a" })), [303, "/a?loginError=token_endpoint_unavailable"]);
    assert.equal(person.header(), before);
    assert.deepEqual(locationOf(await new Person(shop).begin()), [303, "/?loginError=token_endpoint_unavailable"]);
    assert.ok(!shop.sent.includes(API_PATH));
  });

  test("A logout waits for Wix for three seconds at most", async () => {
    const shop = await openShop();
    const person = new Person(shop);
    await person.load();
    await person.logIn("ann");
    shop.fault = (path, { signal }) => path === API_PATH && new Promise((resolve, reject) => signal.addEventListener("abort", reject));
    const before = performance.now();
    assert.deepEqual(locationOf(await person.logout()), [303, "/?logoutError=api_unavailable"]);
    assert.ok(performance.now() - before < 4500);
    shop.fault = undefined;
    assert.equal((await person.load()).state, "visitor");
  });

  test("A member whose token is refused logs out with the visitor's", async () => {
    const shop = await openShop();
    const person = new Person(shop);
    await person.load();
    await person.logIn("ann");
    let refused = 0;
    shop.fault = (path) => path === API_PATH && refused++ === 0 && new Response("", { status: 401 });
    assert.equal(await person.visit((await person.logout()).headers.get("location")), `${SHOP}/?wixMemberLoggedIn=false`);
    assert.equal(refused, 2);
  });
});
