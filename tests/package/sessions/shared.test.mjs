// Sessions that several processes share: the option `shared`.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createSessions } from "fetch-with-auth/server";

import { Browser, CLIENT_ID, Wix, whoIs } from "./wix.mjs";

const secrets = ["0123456789abcdef0123456789abcdef"];

/** A lock and a store, as a database has them; `seen` is all that they were given. */
class Shared {
  seen = [];
  values = new Map();
  #last = new Map();

  lock = (name, task) => {
    this.seen.push(name);
    const done = Promise.resolve(this.#last.get(name)).then(task);
    this.#last.set(name, done.catch(() => {}));
    return done;
  };

  read = async (key) => {
    this.seen.push(key);
    return this.values.get(key);
  };

  write = async (key, value, seconds) => {
    assert.ok(seconds > 0 && Number.isInteger(seconds));
    this.seen.push(key, value);
    this.values.set(key, value);
  };
}

/** Another process with the same Wix. */
const another = (wix, options) => createSessions({ clientId: CLIENT_ID, fetch: (input, init) => wix.fetch(input, init), secrets, ...options });

test("100 parallel requests to two processes at expiry: one refresh, nobody lost", async () => {
  for (const format of ["wix", "sealed"]) {
    const shared = new Shared();
    const wix = new Wix({ secrets, shared, cookie: { format } });
    const first = wix.sessions;
    const second = another(wix, { shared, cookie: { format } });
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
    const cookie = browser.header();
    const pages = await Promise.all(Array.from({ length: 100 }, (_, index) => {
      wix.sessions = index % 2 ? first : second;
      return browser.load({ cookie });
    }));
    for (const { state, session } of pages) {
      assert.equal(state, "member");
      assert.equal(await whoIs(session), "ann");
    }
    assert.equal(wix.requests.length, 1);
    assert.equal(wix.revoked.size, 0);
    assert.ok(shared.seen.length > 0);
    for (const text of shared.seen) assert.doesNotMatch(text, /JWS|ann/, "no token");
  }
});

test("Without it, the second process has only the token that was used, and the session is lost", async () => {
  const wix = new Wix({ secrets });
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  await browser.load({ cookie });
  wix.sessions = another(wix, {});
  await browser.load({ cookie });
  assert.equal(wix.revoked.size, 1);
});

const FAILURES = {
  "a lock that rejects": { lock: () => Promise.reject(new Error("down")) },
  "a lock that throws": { lock() { throw new Error("down"); } },
  "a store that cannot be read": { read: () => Promise.reject(new Error("down")) },
  "a store with a value that nobody sealed": { read: async () => "{}" },
};
for (const [name, failing] of Object.entries(FAILURES)) {
  test(`With ${name}, nothing is renewed and the session stays`, async () => {
    const wix = new Wix({ secrets, shared: Object.assign(new Shared(), failing) });
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
    const { state, session } = await browser.load();
    assert.equal(state, "member");
    assert.equal(session.stale, true);
    assert.deepEqual(wix.requests, []);
    assert.deepEqual(browser.setCookies, []);
  });
}

test("A lock or a store that does not respond delays a page by three seconds, and renews nothing", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const hanging of ["lock", "read"]) {
    let isCalled;
    const called = new Promise((resolve) => (isCalled = resolve));
    const shared = Object.assign(new Shared(), { [hanging]: () => (isCalled(), new Promise(() => {})) });
    const wix = new Wix({ secrets, shared });
    const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
    const loaded = browser.load();
    await called;
    context.mock.timers.tick(3000);
    const { state, session } = await loaded;
    assert.deepEqual([state, session.stale], ["member", true]);
    // The lock and the store have timed out by then.
    context.mock.timers.tick(15_000);
    await new Promise(setImmediate);
    assert.deepEqual(wix.requests, []);
  }
});

test("With a store that loses what is written, the other process presents the used token", async () => {
  const shared = Object.assign(new Shared(), { write: async () => {} });
  const wix = new Wix({ secrets, shared });
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  await browser.load({ cookie });
  wix.sessions = another(wix, { shared });
  await browser.load({ cookie });
  assert.equal(wix.revoked.size, 1);
});

test("A part that is missing, or no secrets, is an error that names it", () => {
  const { lock, read, write } = new Shared();
  const options = (shared, more) => () => createSessions({ clientId: CLIENT_ID, secrets, shared, ...more });
  assert.throws(options({ lock }), { code: "invalid_options", message: /`shared\.read`/ });
  assert.throws(options({ lock, read }), { code: "invalid_options", message: /`shared\.write`/ });
  assert.throws(options({ read, write }), { code: "invalid_options", message: /`shared\.lock`/ });
  assert.throws(options(null), { code: "invalid_options", message: /`shared\.lock`/ });
  assert.throws(options({ lock, read, write }, { secrets: undefined }), { code: "invalid_options", message: /`secrets`/ });
});
