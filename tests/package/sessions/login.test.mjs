// Login and logout on the server, with the login page of the stand-in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Person, openShop, subjectOf } from "./person.mjs";
import { SHOP } from "./wix.mjs";

const locationOf = (response) => [response.status, response.headers.get("location")];

test("A visitor logs in, is the member, logs out and is the same visitor again", async () => {
  const shop = await openShop();
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
  const again = await person.load();
  assert.deepEqual([again.state, await subjectOf(again.session)], ["visitor", visitor]);
  assert.equal((await shop.seen()).tokenRequests.anonymous, 1);
});
