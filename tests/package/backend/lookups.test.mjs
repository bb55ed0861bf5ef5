// How much token-info is asked.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Permissions, createBackend, getContext } from "fetch-with-auth/backend";

const member = (id) => Response.json({ active: true, subjectType: "MEMBER", subjectId: id, clientId: "app", exp: 4e9 });
const inactive = () => Response.json({ active: false });
const settled = () => new Promise((done) => setImmediate(done));

/** A backend, and what token-info is asked, answered by hand or by this. */
function open(answer, options) {
  const asked = [];
  let most = 0;
  let open = 0;
  const fetch = (url, { body }) => {
    most = Math.max(most, ++open);
    const { token } = JSON.parse(body);
    const answered = answer ? Promise.resolve().then(() => answer(token)) : new Promise((resolve, reject) => asked.push({ token, resolve, reject }));
    if (answer) asked.push({ token });
    return answered.finally(() => open--);
  };
  const backend = createBackend({ appId: "app", sites: "any", fetch, log() {}, ...options });
  const endpoint = backend.api(Permissions.Anyone, () => new Response(getContext().identity.memberId));
  const call = async (token) => {
    const response = await endpoint(new Request("https://shop.example/", { headers: { authorization: token } }));
    return [response.status, response.headers.get("retry-after"), await response.text()];
  };
  return { asked, call, most: () => most };
}

test("5,000 garbage tokens at once are asked about 32 at a time, and all are answered: 401, or 503 where too many wait", async () => {
  const { asked, call, most } = open((token) => (token == "ann" ? member("ann") : inactive()));
  assert.deepEqual(await call("ann"), [200, null, "ann"]);
  const calls = Array.from({ length: 5000 }, (_, number) => call(`garbage${number}`));
  assert.deepEqual(await call("ann"), [200, null, "ann"]);
  const responses = await Promise.all(calls);
  const count = (status) => responses.filter(([found]) => found == status).length;
  assert.deepEqual([count(401), count(503), most(), asked.length], [1032, 3968, 32, 1033]);
  assert.ok(responses.every(([status, after]) => status == 401 || after == "1"));
  assert.deepEqual(await call("ann"), [200, null, "ann"]);
  assert.equal((await call("bob"))[0], 401);
});

test("The option limits.lookups says how many, and who waits is answered in turn", async () => {
  const { asked, call, most } = open(undefined, { limits: { lookups: 2 } });
  const calls = ["a", "b", "c", "d", "c"].map(call);
  for (const names of [["a", "b"], ["c", "d"]]) {
    await settled();
    assert.deepEqual(asked.map(({ token }) => token), names);
    for (const { token, resolve } of asked.splice(0)) resolve(member(token));
  }
  assert.deepEqual((await Promise.all(calls)).map(([, , text]) => text), ["a", "b", "c", "d", "c"]);
  assert.equal(most(), 2);
});

for (const lookups of [0, -1, 1.5, "many", Infinity]) {
  test(`limits.lookups is a whole number: ${lookups}`, () => {
    assert.throws(() => open(undefined, { limits: { lookups } }), { code: "invalid_options", message: /^`limits\.lookups` must be / });
  });
}

for (const status of [429, 500, 503]) {
  test(`After ${status} with Retry-After: 60 twenty requests make no further one, and each says how long to wait`, async () => {
    const { asked, call } = open(() => new Response("{}", { status, headers: { "retry-after": "60" } }));
    assert.deepEqual((await call("a")).slice(0, 2), [503, "60"]);
    const responses = await Promise.all(Array.from({ length: 20 }, (_, number) => call(`t${number % 5}`)));
    for (const [status, after] of responses) assert.ok(status == 503 && after >= 50 && after <= 60, `${status} ${after}`);
    assert.equal(asked.length, 1);
  });
}

const DATES = { "a date in the past": new Date(0), "a date in 2099": new Date("2099-01-01") };
const AFTER = {
  Infinity: 1, "-Infinity": 1, "-5": 1, 0: 1, soon: 1, "": 1, "1e9": 1, "1.5": 2, 301: 300, ["9".repeat(400)]: 300, ...Object.fromEntries(
    Object.entries(DATES).map(([what, date], index) => [`${what}\n${date.toUTCString()}`, [1, 300][index]]),
  ),
};
for (const [after, seconds] of Object.entries(AFTER)) {
  const value = after.split("\n").at(-1);
  test(`Retry-After is bounded in both directions: ${value.slice(0, 40)}`, async () => {
    const { call } = open(() => new Response("{}", { status: 503, headers: { "retry-after": value } }));
    const [status, retryAfter] = await call("a");
    assert.ok(status == 503 && Math.abs(retryAfter - seconds) <= 1 && retryAfter >= 1, `${retryAfter}, expected ${seconds}`);
  });
}

test("Retry-After may be a date", async () => {
  mock.timers.enable({ apis: ["Date"], now: 1e12 });
  const { call } = open(() => new Response("{}", { status: 503, headers: { "retry-after": new Date(1e12 + 60_000).toUTCString() } }));
  assert.deepEqual((await call("a")).slice(0, 2), [503, "60"]);
  mock.timers.reset();
});

test("When the pause is over token-info is asked again", async () => {
  mock.timers.enable({ apis: ["Date"], now: 1e12 });
  let status = 429;
  const { asked, call } = open((token) => (status == 200 ? member(token) : new Response("{}", { status, headers: { "retry-after": "60" } })));
  assert.equal((await call("a"))[0], 503);
  status = 200;
  mock.timers.setTime(1e12 + 59_000);
  assert.deepEqual((await call("a")).slice(0, 2), [503, "1"]);
  assert.equal(asked.length, 1);
  mock.timers.setTime(1e12 + 60_000);
  assert.deepEqual(await call("a"), [200, null, "a"]);
  mock.timers.reset();
});

test("Who waits when token-info wants no more questions is refused at once", async () => {
  const { asked, call } = open(undefined, { limits: { lookups: 1 } });
  const calls = ["a", "b", "c"].map(call);
  await settled();
  asked[0].resolve(new Response("{}", { status: 429, headers: { "retry-after": "60" } }));
  for (const [status, after] of await Promise.all(calls)) assert.ok(status == 503 && after > 50, `${status} ${after}`);
  assert.equal(asked.length, 1);
});

test("Nobody waits for longer than ten seconds for their turn, and they may come again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, call } = open(undefined, { limits: { lookups: 1 } });
  const first = call("a");
  const second = call("b");
  await settled();
  mock.timers.tick(9_999);
  // Token-info is given up as well, and somebody else's turn comes.
  mock.timers.tick(1);
  assert.deepEqual([(await first)[0], (await second)[0]], [503, 503]);
  mock.timers.reset();
  const again = call("b");
  await settled();
  asked.at(-1).resolve(member("b"));
  assert.deepEqual(await again, [200, null, "b"]);
});

test("A lookup that fails lets the next one go", async () => {
  const { asked, call } = open(undefined, { limits: { lookups: 1 } });
  const calls = ["a", "b"].map(call);
  await settled();
  asked[0].reject(new TypeError("no network"));
  assert.equal((await calls[0])[0], 503);
  await settled();
  asked[1].resolve(member("b"));
  assert.deepEqual(await calls[1], [200, null, "b"]);
});
