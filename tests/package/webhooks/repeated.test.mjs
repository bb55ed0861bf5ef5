// The same webhook again: replayed by somebody, or sent again by Wix.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { INSTANCE, SIGNERS, claims, domainEvent, jwt, post, publicKey, seconds } from "./sign.mjs";
import { open, settled } from "./wix.mjs";

const HOUR = 3600;
const [OK, RUNNING, FAILED] = [200, 409, 500];

/** A webhook whose handler does this, and counts. */
function hook(handler = () => {}, options = {}) {
  const mine = open({ publicKey });
  let count = 0;
  const receive = mine.backend.webhook((event) => {
    count++;
    return handler(event);
  }, options);
  return { ...mine, receive, send: async (body) => (await receive(post(body))).status, count: () => count };
}

/** A shared store, as a database would be. */
function database({ failing = () => false } = {}) {
  const entries = new Map();
  const has = (id) => (entries.get(id) ?? 0) > Date.now() / 1000;
  const work = (name, act) => async (...args) => {
    await settled();
    if (failing(name, ...args)) throw new Error(`no ${name}`);
    return act(...args);
  };
  return {
    entries,
    has: work("has", has),
    add: work("add", (id, until) => !has(id) && !!entries.set(id, until)),
    delete: work("delete", (id) => entries.delete(id)),
  };
}

/** The time is what the test says. */
function clock() {
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-29T00:00:00Z") });
  return { pass: (time_s) => mock.timers.setTime(Date.now() + time_s * 1000), stop: () => mock.timers.reset() };
}

test("A webhook that was handled is acknowledged again, and its handler does not run again", async () => {
  const mine = hook();
  const sent = jwt();
  assert.deepEqual([await mine.send(sent), await mine.send(sent), await mine.send(`${sent}\n`)], [OK, OK, OK]);
  assert.equal(mine.count(), 1);
  assert.deepEqual(mine.events.map(({ type, code }) => code ?? type), ["app", "answered", "webhook_repeated", "webhook_repeated"]);
});

test("Other characters that mean the same signature make no other webhook of it", async () => {
  const mine = hook();
  const sent = jwt();
  assert.equal(await mine.send(sent), OK);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let same = 0;
  for (const last of alphabet) {
    const other = sent.slice(0, -1) + last;
    if (Buffer.from(other.split(".")[2], "base64url").equals(Buffer.from(sent.split(".")[2], "base64url"))) same++;
    assert.ok([OK, 403].includes(await mine.send(other)));
  }
  assert.ok(same > 1, "the signature has bits that nobody reads");
  assert.equal(mine.count(), 1);
});

test("A webhook whose handler failed is handled when Wix sends it again, until it succeeds", async () => {
  let left = 3;
  const mine = hook(async () => {
    if (left--) throw new Error("not now");
  });
  const sent = jwt();
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt++) statuses.push(await mine.send(sent));
  assert.deepEqual([statuses, mine.count()], [[FAILED, FAILED, FAILED, OK, OK, OK], 4]);
});

test("Two webhooks of the same event in different JWTs are two, with the event's own ID to tell", async () => {
  const seen = [];
  const mine = hook(({ payload }) => seen.push(payload.id));
  const payload = domainEvent();
  for (const iat of [seconds(), seconds() - 60]) assert.equal(await mine.send(jwt(claims({ iat }, { payload }))), OK);
  assert.deepEqual(seen, [payload.id, payload.id]);
});

test("A JWT that has an ID is known by it", async () => {
  const mine = hook();
  for (const change of [{ jti: "a" }, { jti: "a", iat: seconds() - 5 }, { jti: "b" }, { jti: "" }, { jti: 5 }]) assert.equal(await mine.send(jwt(claims(change))), OK);
  assert.equal(mine.count(), 4);
});

test("What arrives while the same webhook is being handled is refused, and acknowledged afterwards", async () => {
  let end;
  const mine = hook(() => new Promise((done) => end = done));
  const sent = jwt();
  const first = mine.send(sent);
  while (!end) await settled();
  assert.deepEqual(await Promise.all(Array.from({ length: 100 }, () => mine.send(sent))), Array(100).fill(RUNNING));
  end();
  assert.deepEqual([await first, await mine.send(sent), mine.count()], [OK, OK, 1]);
});

test("A hundred at once: one is handled", async () => {
  for (const store of [undefined, database()]) {
    const mine = hook(settled, { store });
    const sent = jwt();
    const statuses = await Promise.all(Array.from({ length: 100 }, () => mine.send(sent)));
    assert.equal(mine.count(), 1);
    assert.ok(statuses.includes(OK) && statuses.every((status) => status === OK || status === RUNNING), `${statuses}`);
  }
});

test("A hundred different ones at once are all handled", async () => {
  const mine = hook(settled);
  assert.deepEqual(await Promise.all(Array.from({ length: 100 }, () => mine.send(jwt()))), Array(100).fill(OK));
  assert.equal(mine.count(), 100);
});

test("Replays are known for as long as the JWT would be accepted, and refused after that", async () => {
  const time = clock();
  try {
    for (const [change, age] of [[() => ({}), 49 * HOUR], [() => ({ exp: seconds() + HOUR }), HOUR - 1]]) {
      const mine = hook();
      const sent = jwt(claims(change()));
      assert.equal(await mine.send(sent), OK);
      for (const step of [1, age / 2, age / 2 - 1, 59]) {
        time.pass(step);
        assert.equal(await mine.send(sent), OK);
      }
      // Whichever the last moment is at which it is accepted.
      for (let step = 0; step < 30; step++) {
        time.pass(0.1);
        await mine.send(sent);
      }
      for (const step of [3, HOUR, 1000 * HOUR]) {
        time.pass(step);
        assert.equal(await mine.send(sent), 403);
      }
      assert.equal(mine.count(), 1);
    }
  } finally {
    time.stop();
  }
});

test("Each of the attempts that Wix makes, over 47 hours, is handled if those before failed", async () => {
  const time = clock();
  try {
    const mine = hook(() => { throw new Error("not now"); });
    const sent = jwt();
    const MINUTES = [0, 1, 10, 60, 120, 120, 120, 240, 240, 240, 480, 480, 720];
    for (const minutes of MINUTES) {
      time.pass(minutes * 60);
      assert.equal(await mine.send(sent), FAILED);
    }
    assert.equal(mine.count(), 13);
  } finally {
    time.stop();
  }
});

test("Two servers with a store of theirs handle a webhook once, whichever gets it", async () => {
  const store = database();
  const [one, two] = [hook(settled, { store }), hook(settled, { store })];
  const sent = jwt();
  assert.deepEqual([await one.send(sent), await two.send(sent), await one.send(sent)], [OK, OK, OK]);
  const other = jwt();
  const both = await Promise.all([one.send(other), two.send(other)]);
  assert.ok(both.includes(OK) && both.every((status) => status === OK || status === RUNNING), `${both}`);
  assert.equal(one.count() + two.count(), 2);
});

test("One that another server has finished between two looks into the store is not handled again", async () => {
  const store = database();
  let looks = 0;
  const mine = hook(undefined, { store: { ...store, has: () => looks++ > 0 } });
  assert.deepEqual([await mine.send(jwt()), mine.count(), store.entries.size], [OK, 0, 0]);
});

test("After a failure on one server another one handles it", async () => {
  const store = database();
  const [one, two] = [hook(() => { throw new Error("not here"); }, { store }), hook(undefined, { store })];
  const sent = jwt();
  assert.deepEqual([await one.send(sent), await two.send(sent), await one.send(sent)], [FAILED, OK, OK]);
  assert.deepEqual([one.count(), two.count()], [1, 1]);
});

test("What a store keeps is an opaque ID and a time, and no part of the event", async () => {
  const store = database();
  const content = claims();
  await hook(undefined, { store }).send(jwt(content));
  const [[id, until]] = store.entries;
  assert.match(id, /^[\w-]{43}$/);
  assert.deepEqual([store.entries.size, until], [1, content.iat + 49 * HOUR + 61]);
});

test("A webhook of a server that has died while it handled it is handled by another after ten minutes", async () => {
  const time = clock();
  try {
    const store = database();
    const died = hook(() => new Promise(() => {}), { store });
    const other = hook(undefined, { store });
    const sent = jwt();
    void died.send(sent);
    while (!died.count()) await settled();
    assert.equal(await other.send(sent), RUNNING);
    time.pass(590);
    assert.equal(await other.send(sent), RUNNING);
    time.pass(11);
    assert.deepEqual([await other.send(sent), other.count()], [OK, 1]);
  } finally {
    time.stop();
  }
});

for (const name of ["has", "add"]) {
  test(`While a store fails nothing runs, and Wix sends it again: ${name}`, async () => {
    let failing = true;
    const mine = hook(undefined, { store: database({ failing: (called) => failing && called === name }) });
    const sent = jwt();
    assert.deepEqual([await mine.send(sent), mine.count()], [FAILED, 0]);
    failing = false;
    assert.deepEqual([await mine.send(sent), await mine.send(sent), mine.count()], [OK, OK, 1]);
  });
}

test("What was handled is acknowledged although it cannot be remembered, which the log hears", async () => {
  const mine = hook(undefined, { store: database({ failing: (name, id) => name === "add" && !id.endsWith(".running") }) });
  assert.deepEqual([await mine.send(jwt()), mine.count()], [OK, 1]);
  assert.ok(mine.events.some(({ type, error }) => type === "failed" && error.message === "no add"));
});

test("A store that fails to delete is heard by the log, and changes no answer", async () => {
  const fails = { store: database({ failing: (name) => name === "delete" }) };
  const mine = hook(undefined, fails);
  const sent = jwt();
  assert.deepEqual([await mine.send(sent), await mine.send(sent), mine.count()], [OK, OK, 1]);
  assert.ok(mine.events.some(({ type, error }) => type === "failed" && error.message === "no delete"));
});

test("A replay of another site's webhook, or a forged one, is not remembered in the name of ours", async () => {
  const mine = hook();
  const content = claims({ jti: "same" });
  const foreign = claims({ jti: "same" }, { instanceId: "other" });
  assert.equal(await mine.send(jwt(foreign)), 403);
  assert.equal(await mine.send(jwt(content, { sign: SIGNERS.other })), 403);
  assert.deepEqual([await mine.send(jwt(content)), mine.count()], [OK, 1]);
});

test("What is remembered in memory is bounded: the oldest are forgotten first", async () => {
  const mine = hook(undefined, { maxRemembered: 3 });
  const [a, b, c, d] = [jwt(), jwt(), jwt(), jwt()];
  const ran = async (sent) => {
    const before = mine.count();
    assert.equal(await mine.send(sent), OK);
    return mine.count() > before;
  };
  for (const sent of [a, b, c]) assert.equal(await ran(sent), true);
  for (const sent of [c, b]) assert.equal(await ran(sent), false);
  assert.equal(await ran(d), true);
  assert.deepEqual([await ran(c), await ran(d)], [false, false]);
  assert.equal(await ran(a), true, "it was forgotten");
});

test("What has expired makes place in memory", async () => {
  const time = clock();
  try {
    const mine = hook(undefined, { maxRemembered: 4, maxAge: 60 });
    for (let round = 0; round < 5; round++) {
      const sent = [jwt(), jwt()];
      for (const body of [...sent, ...sent]) assert.equal(await mine.send(body), OK);
      assert.equal(mine.count(), 2 * (round + 1));
      time.pass(130);
    }
  } finally {
    time.stop();
  }
});
