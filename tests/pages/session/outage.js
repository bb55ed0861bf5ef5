// The endpoint is away: retries within bounds.
import { equal, ok, refused, until } from "../assert.js";
import { beside } from "../runner.js";
import { client, echo, visitor } from "../world.js";

const busy = (more = {}) => ({ kind: "status", status: 503, body: "{}", contentType: "application/json", ...more });

beside("A 503 that passes is waited out: the call succeeds (row 30)", async () => {
  const mine = await client({ faults: { anonymous: busy({ times: 1 }) } });
  equal((await mine.auth().fetchWithAuth(echo())).status, 200);
  equal(await mine.grants(), { anonymous: 2, refresh: 0 });
});

beside("A 503 that does not pass ends the call within bounds, after few attempts with pauses (row 30)", async () => {
  const mine = await client({ faults: { anonymous: busy() } });
  const began = performance.now();
  await refused(mine.auth().fetchWithAuth(echo()), "token_endpoint_unavailable");
  ok(performance.now() - began < 15_000, "within 15 s");
  const attempts = (await mine.seen()).tokenRequestLog.map(({ at }) => at);
  ok(attempts.length <= 5, `at most five attempts, got ${attempts.length}`);
  const pauses = attempts.slice(1).map((at, index) => at - attempts[index]);
  ok(pauses.every((pause) => pause >= 200), `pauses between them, got ${pauses}`);
});

beside("Many calls during an outage share its attempts (row 30)", async () => {
  const mine = await client({ faults: { anonymous: busy() } });
  const auth = mine.auth();
  const codes = await Promise.all(Array.from({ length: 20 }, () => auth.fetchWithAuth(echo()).then(() => "", ({ code }) => code)));
  equal(codes, Array(20).fill("token_endpoint_unavailable"));
  const { anonymous } = await mine.grants();
  ok(anonymous <= 5, `at most five token requests, got ${anonymous}`);
});

for (const status of [429, 503]) {
  beside(`Retry-After of a ${status} is honoured: no token request before it is over (row 30)`, async () => {
    const mine = await client({ exposeHeaders: ["retry-after"], faults: { anonymous: busy({ status, retryAfter: "3", times: 1 }) } });
    const auth = mine.auth();
    await until(() => auth.fetchWithAuth(echo()).then(() => true, () => false), "a call to succeed", 15_000);
    const [first, second, ...more] = (await mine.seen()).tokenRequestLog.map(({ at }) => at);
    equal(more, []);
    ok(second - first >= 2900, `three seconds between the two, got ${second - first} ms`);
  });
}

beside("A Retry-After that is a date is honoured or ignored, and never hangs", async () => {
  const retryAfter = new Date(Date.now() + 3600_000).toUTCString();
  const mine = await client({ exposeHeaders: ["retry-after"], faults: { anonymous: busy({ retryAfter }) } });
  const began = performance.now();
  await refused(mine.auth().fetchWithAuth(echo()), "token_endpoint_unavailable");
  ok(performance.now() - began < 15_000, "within 15 s");
});

for (const retryAfter of ["1000000000", "99999999999999999999", "-5", "soon", ""]) {
  beside(`A Retry-After of ${JSON.stringify(retryAfter)} does not hang a call (row 30)`, async () => {
    const mine = await client({ exposeHeaders: ["retry-after"], faults: { anonymous: busy({ retryAfter }) } });
    const began = performance.now();
    await refused(mine.auth().fetchWithAuth(echo()), "token_endpoint_unavailable");
    ok(performance.now() - began < 15_000, "within 15 s");
  });
}

beside("A token request that is never answered ends after about ten seconds, and the session stays (§8.5 #38, row 30)", async () => {
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  await mine.revokeAccess();
  await mine.set({ faults: { refresh_token: { kind: "hang" }, anonymous: { kind: "hang" } } });
  const other = await client({ faults: { anonymous: { kind: "hang" } } });
  const began = performance.now();
  await refused(other.auth().fetchWithAuth(echo()), "token_endpoint_unavailable");
  const took = performance.now() - began;
  ok(took > 8000 && took < 25_000, `about ten seconds, took ${Math.round(took)} ms`);
  await auth.fetchWithAuth(echo()).catch(() => {});
  await mine.set({ faults: { refresh_token: null, anonymous: null } });
  equal(await visitor(auth), first);
});

beside("A hanging token request of one client does not hold up another", async () => {
  const hanging = await client({ faults: { anonymous: { kind: "hang" } } });
  const waiting = hanging.auth().fetchWithAuth(echo()).catch(() => {});
  const began = performance.now();
  equal((await (await client()).auth().fetchWithAuth(echo())).status, 200);
  ok(performance.now() - began < 3000, "at once");
  await waiting;
});

for (const [what, kind] of Object.entries({ "the answer is lost": "cut", "the answer is an error": "html" })) {
  beside(`A refresh that was processed although ${what}: the same visitor where refresh tokens stay, and a working page where they rotate (row 30, row 31)`, async () => {
    for (const rotation of ["static", "reuse-detection"]) {
      const mine = await client({ rotation, expiresIn: 61, ttl: 14_400 });
      const auth = mine.auth({ leeway: 0 });
      const first = await visitor(auth);
      await mine.revokeAccess();
      await mine.set({ expiresIn: 14_400, faults: { refresh_token: { kind, after: true, times: 1 } } });
      const again = await until(() => visitor(auth).catch(() => null), "a call to succeed", 20_000);
      if (rotation === "static") equal(again, first, "the visitor");
      equal((await auth.session()).state, "visitor");
    }
  });
}
