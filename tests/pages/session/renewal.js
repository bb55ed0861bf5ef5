// The refresh grant: rotation, leeway, one at a time.
import { equal, ok, until } from "../assert.js";
import { test } from "../runner.js";
import { clock, DAY, HOUR } from "../clock.js";
import { app, client, echo, fresh, visitor } from "../world.js";

test("An expired token is refreshed, and the visitor stays", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  time.forward(5 * HOUR);
  equal([await visitor(auth), await mine.grants()], [first, { anonymous: 1, refresh: 1 }]);
});

test("The next page refreshes what the last one left", async (t) => {
  const time = clock(t);
  const mine = await client({ rotation: "rotate" });
  const first = await visitor(mine.auth());
  time.forward(5 * HOUR);
  equal(await visitor((await fresh()).createAuth(mine.options())), first);
  equal(await mine.grants(), { anonymous: 1, refresh: 1 });
});

test("A new refresh token replaces the old one (§8.5 #17, row 14)", async (t) => {
  const time = clock(t);
  for (const rotation of ["rotate", "reuse-detection"]) {
    const mine = await client({ rotation });
    const auth = mine.auth();
    const first = await visitor(auth);
    for (const round of [1, 2, 3]) {
      time.forward(5 * HOUR);
      equal(await visitor(auth), first, `${rotation}, round ${round}`);
    }
    const { tokenRequestLog, reuseDetected, visitors } = await mine.seen();
    equal(tokenRequestLog.slice(1).map(({ body }) => body.refresh_token), [0, 1, 2], "a different one each time");
    equal([reuseDetected, visitors], [0, 1]);
  }
});

test("An answer without a refresh token keeps the old one (§8.5 #34, row 14)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  await mine.set({ omitRefreshToken: true });
  for (const round of [1, 2]) {
    time.forward(5 * HOUR);
    equal(await visitor(auth), first, `round ${round}`);
  }
  const { tokenRequestLog } = await mine.seen();
  equal(tokenRequestLog.slice(1).map(({ body }) => body.refresh_token), [0, 0], "the same one each time");
});

test("A visitor without a refresh token becomes a new visitor at expiry", async (t) => {
  const time = clock(t);
  const mine = await client({ omitRefreshToken: true });
  const auth = mine.auth();
  await visitor(auth);
  time.forward(5 * HOUR);
  equal((await auth.fetchWithAuth(echo())).status, 200);
  equal(await mine.grants(), { anonymous: 2, refresh: 0 });
});

test("Fifty parallel calls at expiry: one refresh, no reuse (§8.5 #15)", async (t) => {
  const time = clock(t);
  const mine = await client({ rotation: "reuse-detection", grantDelay: 50 });
  const auth = mine.auth();
  const first = await visitor(auth);
  time.forward(5 * HOUR);
  const visitors = await Promise.all(Array.from({ length: 50 }, () => visitor(auth)));
  equal([...new Set(visitors)], [first]);
  equal([await mine.grants(), (await mine.seen()).reuseDetected], [{ anonymous: 1, refresh: 1 }, 0]);
});

test("Several instances and copies of the module at expiry: one refresh, no reuse", async (t) => {
  const time = clock(t);
  const mine = await client({ rotation: "reuse-detection", grantDelay: 50 });
  const copies = [await fresh(), await fresh()];
  const auths = [mine.auth(), mine.auth(), ...copies.map((copy) => copy.createAuth(mine.options()))];
  const first = await visitor(auths[0]);
  time.forward(5 * HOUR);
  equal([...new Set(await Promise.all([...auths, ...auths].map(visitor)))], [first]);
  equal([await mine.grants(), (await mine.seen()).reuseDetected], [{ anonymous: 1, refresh: 1 }, 0]);
});

test("Within the leeway a token is renewed before it ends (§8.5 #18)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  time.forward(4 * HOUR - 90);
  await auth.fetchWithAuth(echo());
  equal((await mine.grants()).refresh, 0, "refreshes before the leeway");
  time.forward(60);
  await auth.fetchWithAuth(echo());
  await until(async () => (await mine.grants()).refresh === 1, "a refresh within the leeway");
  await until(async () => (await auth.session()).expiresAt > Date.now() / 1000 + 3 * HOUR, "the new end");
});

test("The leeway is an option", async (t) => {
  const time = clock(t);
  const mine = await client();
  const [early, late] = [mine.auth({ leeway: HOUR, storage: "memory" }), mine.auth({ leeway: 0, storage: "memory" })];
  for (const auth of [early, late]) await auth.fetchWithAuth(echo());
  time.forward(3 * HOUR + 60);
  await late.fetchWithAuth(echo());
  equal((await mine.grants()).refresh, 0);
  await early.fetchWithAuth(echo());
  await until(async () => (await mine.grants()).refresh === 1, "a refresh within the longer leeway");
});

test("A token is never sent in or after its last second (§8.5 #18)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth({ leeway: 0 });
  await auth.fetchWithAuth(echo());
  const { expiresAt } = await auth.session();
  time.forward(expiresAt - Date.now() / 1000 + 0.1);
  await auth.fetchWithAuth(echo());
  equal((await mine.grants()).refresh, 1);
});

for (const [what, fault] of Object.entries({
  "503": { kind: "status", status: 503, body: "{}", contentType: "application/json" },
  "the network cut": { kind: "cut" },
  "no answer at all": { kind: "hang" },
  "a refusal": { kind: "status", status: 400, body: '{"error":"invalid_client"}', contentType: "application/json" },
})) {
  test(`While the token is still valid, a failing refresh costs the caller nothing: ${what}`, async (t) => {
    const time = clock(t);
    const mine = await client();
    const auth = mine.auth();
    const first = await visitor(auth);
    await mine.set({ faults: { refresh_token: fault } });
    time.forward(4 * HOUR - 30);
    for (let call = 0; call < 10; call += 1) {
      const began = performance.now();
      equal(await visitor(auth), first);
      ok(performance.now() - began < 1000, `quickly, took ${Math.round(performance.now() - began)} ms`);
    }
    const { refresh } = await mine.grants();
    ok(refresh <= 3, `no storm: at most 3 token requests, got ${refresh}`);
  });
}

test("The wall clock jumps a day ahead: one refresh, no storm, the same visitor (row 39)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  time.forward(DAY);
  for (let call = 0; call < 20; call += 1) equal(await visitor(auth), first);
  equal(await mine.grants(), { anonymous: 1, refresh: 1 });
});

test("The wall clock jumps a day back: no storm, the same visitor (row 39)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  time.forward(-DAY);
  for (let call = 0; call < 20; call += 1) equal(await visitor(auth), first);
  const { anonymous, refresh } = await mine.grants();
  ok(anonymous === 1 && refresh <= 1, `at most one refresh, got ${refresh}`);
  await mine.revokeAccess();
  equal(await visitor(auth), first, "and a refused token is renewed");
});

test("The wall clock jumps to and fro: no loss (row 39)", async (t) => {
  const time = clock(t);
  const mine = await client({ rotation: "reuse-detection" });
  const auth = mine.auth();
  const first = await visitor(auth);
  for (const jump of [DAY, -DAY, -DAY, DAY, 100 * DAY, -100 * DAY, -20_000 * DAY, 20_000 * DAY]) {
    time.forward(jump);
    equal(await visitor(auth), first, `after ${jump / DAY} days`);
  }
  const { reuseDetected, visitors } = await mine.seen();
  equal([reuseDetected, visitors], [0, 1]);
});

test("A token that the server lets die early is renewed when it is refused", async () => {
  const mine = await client({ ttl: 0.2 });
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  const dead = performance.now() + 300;
  await mine.set({ ttl: null });
  await until(() => performance.now() > dead, "the token to die");
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal([await mine.grants(), (await mine.seen()).visitors], [{ anonymous: 1, refresh: 1 }, 1]);
});
