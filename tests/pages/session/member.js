// Members, whose tokens come from the control endpoint until there is a way to sign in: a member
// never becomes a visitor.
import { equal, ok, refused } from "../assert.js";
import { beside } from "../runner.js";
import { stored } from "../vault.js";
import { app, echo, visitor } from "../world.js";
import { aged } from "../aged.js";
import { FAULTS, TRUNCATED } from "./faults.js";

beside("A member is distinguished from a visitor, and calls are signed with the member's token", async () => {
  const mine = await aged("member", { ended: -3600 });
  equal((await mine.session()).state, "member");
  equal((await mine.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});

for (const [what, { fault, settings }] of Object.entries({ ...FAULTS, "an answer that ends in its middle": { fault: TRUNCATED } })) {
  beside(`A member never becomes a visitor: ${what} at expiry (§8.5 #16, row 30)`, async () => {
    const mine = await aged("member", { ...settings, faults: { refresh_token: fault } });
    const { name } = await mine.fetchWithAuth(echo()).catch((error) => error);
    equal(name, "AuthError");
    equal((await mine.session()).state, "member");
    ok((await stored(mine.id)).includes("\nmember\n"), "stored as a member");
    await mine.set({ faults: { refresh_token: null } });
    await visitor(mine);
    equal((await mine.session()).state, "member", "afterwards");
    const { visitors, tokenRequestLog } = await mine.seen();
    equal(visitors, 0);
    equal([...new Set(tokenRequestLog.map(({ grant, body }) => `${grant} ${body.refresh_token}`))], ["refresh_token 0"]);
  });
}

beside("A member whose session ended is asked to sign in, not turned into a visitor (§8.5 #16)", async () => {
  const mine = await aged("member");
  const heard = [];
  mine.onSessionChange(({ state }) => heard.push(state));
  await mine.revokeAll();
  for (const round of [1, 2]) await refused(mine.fetchWithAuth(echo()), "sign_in_required", `call ${round}`);
  equal((await mine.session()).state, "expired");
  equal(heard.at(-1), "expired", "what listeners heard");
  equal(await mine.grants(), { anonymous: 0, refresh: 1 });
  await mine.signOut();
  equal((await mine.fetchWithAuth(echo())).status, 200);
  equal((await mine.session()).state, "visitor");
});

beside("A member's refused token is renewed as a member's", async () => {
  const mine = await aged("member", { ended: -3600 });
  const before = await visitor(mine);
  await mine.revokeAccess();
  equal(await visitor(mine), before);
  equal([await mine.grants(), (await mine.session()).state], [{ anonymous: 0, refresh: 1 }, "member"]);
});
