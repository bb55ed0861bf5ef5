// Members, whose tokens come from the control endpoint until there is a way to sign in: a member
// never becomes a visitor.
import { equal, ok, refused } from "../assert.js";
import { test } from "../runner.js";
import { clock, DAY } from "../clock.js";
import { app, client, control, createAuth, echo, visitor } from "../world.js";
import { FAULTS } from "./faults.js";

/** A page in which this member signed in before. */
async function member(settings) {
  const mine = await client(settings);
  const { access_token, refresh_token, memberId } = await control("POST", `/clients/${mine.id}/member`);
  const now = Math.floor(Date.now() / 1000);
  const map = new Map();
  const record = ["fetch-with-auth 1", 1, "member", access_token, refresh_token, now, now + 14_400].join("\n");
  map.set(`fetch-with-auth:${mine.id}`, record);
  const storage = { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), removeItem: (key) => void map.delete(key) };
  const auth = createAuth(mine.options({ storage }));
  return { ...mine, ...auth, memberId, record: () => [...map.values()][0] ?? "" };
}

test("A member is told from a visitor, and calls are signed with the member's token", async () => {
  const mine = await member();
  equal((await mine.session()).state, "member");
  equal((await mine.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});

for (const [what, { fault, settings }] of Object.entries(FAULTS)) {
  test(`A member never becomes a visitor: ${what} at expiry (§8.5 #16, row 30)`, async (t) => {
    const time = clock(t);
    const mine = await member(settings);
    const before = await visitor(mine);
    await mine.set({ faults: { refresh_token: fault } });
    time.forward(DAY);
    const outcome = await mine.fetchWithAuth(echo()).then(({ status }) => status, ({ name }) => name);
    equal(outcome, "AuthError");
    equal((await mine.session()).state, "member");
    ok(mine.record().includes("\nmember\n"), "stored as a member");
    time.forward(DAY);
    await mine.set({ faults: { refresh_token: null } });
    equal(await visitor(mine), before, "afterwards");
    equal((await mine.grants()).anonymous, 0, "visitor grants");
  });
}

test("A member whose session ended is asked to sign in, not turned into a visitor (§8.5 #16)", async (t) => {
  const time = clock(t);
  const mine = await member();
  const heard = [];
  mine.onSessionChange(({ state }) => heard.push(state));
  await mine.fetchWithAuth(echo());
  await mine.revokeAll();
  time.forward(DAY);
  for (const round of [1, 2]) await refused(mine.fetchWithAuth(echo()), "sign_in_required", `call ${round}`);
  equal((await mine.session()).state, "expired");
  equal(heard.at(-1), "expired", "what listeners heard");
  equal(await mine.grants(), { anonymous: 0, refresh: 1 });
  await mine.signOut();
  equal((await mine.fetchWithAuth(echo())).status, 200);
  equal((await mine.session()).state, "visitor");
});

test("A member's refused token is renewed as a member's", async () => {
  const mine = await member();
  const before = await visitor(mine);
  await mine.revokeAccess();
  equal(await visitor(mine), before);
  equal([await mine.grants(), (await mine.session()).state], [{ anonymous: 0, refresh: 1 }, "member"]);
});
