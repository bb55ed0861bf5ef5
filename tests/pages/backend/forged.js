// Who the page says it is counts for nothing.
import { equal } from "../assert.js";
import { store, stored } from "../vault.js";
import { echo, fresh } from "../world.js";
import { said, test } from "./backend.js";

test("A session that was changed by hand to say member is still the visitor that its token is of", async ({ backend }) => {
  const mine = await backend();
  await mine.auth().fetchWithAuth(echo());
  const text = await stored(mine.id);
  await store(mine.id, text.replace("\nvisitor\n", "\nmember\n"));
  const auth = (await fresh()).createAuth(mine.options());
  equal((await auth.session()).state, "member", "what the page believes");
  equal(await said(mine.shop(auth).member()), ["permission_denied", 403]);
  equal(await said(mine.shop(auth).restock("vase")), ["permission_denied", 403]);
  equal((await mine.shop(auth).anyone()).type, "visitor");
  equal((await auth.fetchWithAuth(`${mine.base}/endpoint/restock`, { method: "POST", body: "vase" })).status, 403);
  equal(await mine.changes(), []);
});

test("Headers, arguments and queries that claim an identity change nothing", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  const claims = { type: "member", memberId: "somebody", subjectType: "MEMBER", role: "Admin" };
  const names = ["x-wix-identity", "x-member-id", "wix-site-id", "x-forwarded-user", "x-elevate", "x-permission"];
  const headers = { "content-type": "application/json", ...Object.fromEntries(names.map((name) => [name, JSON.stringify(claims)])) };
  for (const path of ["/api/shop/member", "/endpoint/member"]) {
    const answer = await auth.fetchWithAuth(`${mine.base}${path}?${new URLSearchParams(claims)}`, { method: "POST", headers, body: JSON.stringify([claims]) });
    equal(answer.status, 403, path);
  }
});

test("A token that is no longer good elevates nothing (§8.5 #44)", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  await mine.revokeAccess();
  for (const path of ["/api/shop/restock", "/endpoint/restock", "/api/shop/leaks"]) equal((await mine.call(path, token, { body: '["vase"]' })).code, "token_invalid", path);
  equal([await mine.changes(), await mine.grant("client_credentials")], [[], 0]);
});

const ends = Math.floor(Date.now() / 1000) + 3600;
const ANSWERS = {
  "inactive, and all else right": { active: false },
  "inactive, in a text": { active: "false" },
  "with no word about active": { active: undefined },
  "active by another name": { active: "yes" },
  "over": { exp: 1 },
  "without an end": { exp: undefined },
  "of a subject that nobody knows": { subjectType: "UNKNOWN" },
  "of nobody": { subjectId: undefined },
  "of another client": { clientId: "another" },
};

for (const [what, changed] of Object.entries(ANSWERS)) {
  test(`Whom token-info calls inactive elevates nothing: ${what} (§8.5 #44)`, async ({ backend }) => {
    const mine = await backend();
    const body = { active: true, subjectType: "MEMBER", subjectId: "a-member", exp: ends, clientId: mine.id, instanceId: "an-instance", ...changed };
    await mine.set({ faults: { "token-info": { kind: "status", status: 200, contentType: "application/json", body } } });
    const { status } = await mine.call("/api/shop/restock", await mine.token("member"), { body: '["vase"]' });
    equal([status, await mine.changes(), await mine.grant("client_credentials")], [401, [], 0]);
  });
}
