// Requests that were sent before a login or logout, and whose responses arrive after it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Person, openShop, subjectOf } from "./person.mjs";

/** Holds token requests until `release` is called; `begun` resolves with the first one. */
function hold(shop) {
  let release, isBegun;
  const released = new Promise((resolve) => (release = resolve));
  const begun = new Promise((resolve) => (isBegun = resolve));
  shop.fault = async (path, init) => {
    if (path !== "/oauth2/token" || new URLSearchParams(`${init.body}`).get("grant_type") !== "refresh_token") return;
    isBegun();
    await released;
  };
  return { begun, release };
}

async function member(shop) {
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  await person.logIn("ann");
  return { person, visitor };
}

for (const rotation of ["static", "reuse-detection"]) {
  test(`A member who has signed out does not come back by a request with the old cookie (${rotation})`, async () => {
    const { person, visitor } = await member(await openShop({ settings: { rotation } }));
    const cookie = person.header();
    await person.logout();
    const late = await person.load({ cookie });
    assert.deepEqual([late.state, await subjectOf(late.session)], ["visitor", visitor]);
    const next = await person.load();
    assert.deepEqual([next.state, await subjectOf(next.session)], ["visitor", visitor]);
  });

  test(`A member who signs out during a renewal does not come back by its result (${rotation})`, async () => {
    const shop = await openShop({ settings: { rotation } });
    const { person, visitor } = await member(shop);
    person.expire();
    const { begun, release } = hold(shop);
    const page = person.load();
    await begun;
    await person.logout();
    release();
    await page;
    assert.equal(person.content.tokens.refreshToken.role, "visitor");
    const next = await person.load();
    assert.deepEqual([next.state, await subjectOf(next.session)], ["visitor", visitor]);
  });
}

test("A page whose response arrives after a login does not replace the member, beside whom the same visitor is kept", async () => {
  const shop = await openShop({ settings: { rotation: "reuse-detection" } });
  const person = new Person(shop);
  const visitor = await subjectOf((await person.load()).session);
  const { headers } = await person.begin();
  const callback = await person.fillIn(headers.get("location"), "ann");
  person.expire();
  const page = await shop.sessions.begin(person.request());
  assert.equal((await shop.seen()).tokenRequests.refresh_token, 1, "it has renewed the visitor");
  await person.open(callback);
  person.keep(page.finish(new Response("page")));
  const next = await person.load();
  assert.deepEqual([next.state, await subjectOf(next.session)], ["member", `MEMBER ${shop.ids.ann}`]);
  await person.logout();
  assert.equal(await subjectOf((await person.load()).session), visitor);
  assert.equal((await shop.seen()).reuseDetected, 0);
});
