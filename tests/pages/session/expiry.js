// expires_in: as a number, a numeric string, missing, or absurd.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { clock, DAY, HOUR } from "../clock.js";
import { client, echo, visitor } from "../world.js";

for (const expiresIn of [14_400, "14400", 14_400.5, " 14400 "]) {
  test(`expires_in may be ${JSON.stringify(expiresIn)}`, async () => {
    const auth = (await client({ expiresIn, ttl: 14_400 })).auth();
    await auth.fetchWithAuth(echo());
    const { expiresAt } = await auth.session();
    ok(Math.abs(expiresAt - Date.now() / 1000 - 14_400) < 60, `in four hours, got ${expiresAt}`);
  });
}

const ABSURD = [null, 0, -1, -1e12, 1e12, 1e308, "abc", "", "12abc", "1e400", "NaN", "Infinity", true, [], {}, [14_400]];

for (const expiresIn of ABSURD) {
  test(`expires_in of ${JSON.stringify(expiresIn)} neither lasts for ever nor causes a storm (§8.5 #19)`, async (t) => {
    const mine = await client({ expiresIn, ttl: 14_400 });
    const auth = mine.auth();
    const first = await visitor(auth);
    for (let call = 0; call < 10; call += 1) equal(await visitor(auth), first, `call ${call}`);
    const { anonymous, refresh } = await mine.grants();
    ok(anonymous === 1 && refresh <= 1, `no storm, got ${anonymous} and ${refresh} token requests`);
    const { expiresAt } = await auth.session();
    ok(expiresAt === undefined || (Number.isFinite(expiresAt) && expiresAt > 0 && expiresAt <= Date.now() / 1000 + 366 * DAY), `an end in sight, got ${expiresAt}`);
    const time = clock(t);
    time.forward(366 * DAY);
    equal(await visitor(auth), first, "a year later");
    ok((await mine.grants()).refresh > refresh, "renewed by then");
  });
}

test("A token that lasts less than the leeway is used while it lasts, without a storm", async () => {
  const mine = await client({ expiresIn: 30 });
  const auth = mine.auth();
  const first = await visitor(auth);
  for (let call = 0; call < 20; call += 1) equal(await visitor(auth), first);
  const { anonymous, refresh } = await mine.grants();
  ok(anonymous === 1 && refresh <= 2, `no storm, got ${refresh} refreshes`);
});

test("The end of a token counts from its receipt, whatever the server's clock says", async (t) => {
  const time = clock(t);
  time.forward(-5 * HOUR);
  const auth = (await client()).auth();
  await auth.fetchWithAuth(echo());
  const { expiresAt } = await auth.session();
  ok(Math.abs(expiresAt - Date.now() / 1000 - 14_400) < 60, `four hours by this page's clock, got ${expiresAt}`);
});
