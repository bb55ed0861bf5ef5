// A storage that lies, or throws: the page goes on.
import { equal, ok, until } from "../assert.js";
import { test } from "../runner.js";
import { forget, store, stored } from "../vault.js";
import { app, client, echo, fresh, visitor } from "../world.js";

const RECORDS = {
  "nonsense": () => "nonsense",
  "the empty string": () => "",
  "JSON of somebody else": () => '{"user":"ann","version":999}',
  "JSON null": () => "null",
  "an older version": (record) => record.replace(/\d+/, "0"),
  "a record cut in its middle": (record) => record.slice(0, record.length / 2),
  "a record with a tail": (record) => `${record}${record}`,
  "a number": () => 5,
  "an object": () => ({ access_token: "x" }),
  "bytes": () => new Uint8Array(10),
  "a very long string": () => "x".repeat(5_000_000),
};

for (const [what, damage] of Object.entries(RECORDS)) {
  test(`A damaged record is an empty session: ${what} (row 40)`, async () => {
    const other = await client();
    await visitor(other.auth());
    const record = await stored(other.id);
    const mine = await client();
    await store(mine.id, damage(record));
    const auth = mine.auth();
    equal((await auth.session()).state, "empty");
    equal((await auth.fetchWithAuth(`${app}/api/cart`)).status, 200);
    equal((await auth.session()).state, "visitor");
    equal(typeof (await stored(mine.id)), "string", "the new record");
    equal((await mine.grants()).anonymous, 1);
  });
}

test("A TokenStorage that hands back nonsense is an empty session (row 40)", async () => {
  for (const value of ["nonsense", 5, {}, true]) {
    const auth = (await client()).auth({ storage: { getItem: () => value, setItem() {}, removeItem() {} } });
    equal((await auth.session()).state, "empty", String(value));
    equal((await auth.fetchWithAuth(echo())).status, 200, String(value));
  }
});

const fail = (name) => () => { throw new DOMException("not here", name); };
const reject = (name) => () => Promise.reject(new DOMException("not here", name));

/** What the browser does when the disk is full. */
function taken(put) {
  return function (...args) {
    const request = put.apply(this, args);
    this.transaction.abort();
    return request;
  };
}

const STORAGES = {
  "TokenStorage.getItem throws": { storage: { getItem: fail("SecurityError"), setItem() {}, removeItem() {} } },
  "TokenStorage.getItem rejects": { storage: { getItem: reject("SecurityError"), setItem() {}, removeItem() {} } },
  "TokenStorage.setItem throws": { storage: { getItem: () => null, setItem: fail("QuotaExceededError"), removeItem() {} } },
  "TokenStorage.setItem rejects": { storage: { getItem: () => null, setItem: reject("QuotaExceededError"), removeItem() {} } },
  "indexedDB.open throws": { patch: [IDBFactory.prototype, "open", fail("SecurityError")] },
  "indexedDB is not there": { define: [globalThis, "indexedDB", undefined] },
  "a write is taken back, as for want of space": { patch: [IDBObjectStore.prototype, "put", taken(IDBObjectStore.prototype.put)] },
  "sessionStorage is forbidden": { storage: "session", define: [globalThis, "sessionStorage", fail("SecurityError")] },
  "sessionStorage is full": { storage: "session", patch: [Storage.prototype, "setItem", fail("QuotaExceededError")] },
};

for (const [what, { storage, patch, define }] of Object.entries(STORAGES)) {
  test(`The page goes on in memory, with one warning: ${what} (row 40)`, async (t) => {
    if (patch) replace(t, ...patch);
    if (define) redefine(t, ...define);
    const mine = await client();
    // A copy of its own: what a page finds that opens while the storage is broken.
    const auth = (await fresh()).createAuth(mine.options({ storage }));
    const warnings = [];
    auth.onWarning((warning) => warnings.push(warning));
    const first = await visitor(auth);
    equal([await visitor(auth), await visitor(auth)], [first, first]);
    await mine.revokeAccess();
    equal(await visitor(auth), first, "after a renewal");
    equal((await auth.session()).state, "visitor");
    await until(() => warnings.length > 0, "a warning", 2000);
    equal(warnings.map(({ code }) => code), ["storage_unavailable"]);
    ok(warnings[0].cause !== undefined, "its cause");
    equal(await mine.grants(), { anonymous: 1, refresh: 1 });
  });
}

test("Parallel calls share one visitor while the storage is broken (§8.5 #15, row 40)", async (t) => {
  replace(t, IDBFactory.prototype, "open", fail("SecurityError"));
  const mine = await client({ grantDelay: 50 });
  const auth = (await fresh()).createAuth(mine.options());
  equal(new Set(await Promise.all(Array.from({ length: 20 }, () => visitor(auth)))).size, 1);
});

test("A sign-out is obeyed while the storage is broken (row 40)", async (t) => {
  replace(t, IDBFactory.prototype, "open", fail("SecurityError"));
  const auth = (await fresh()).createAuth((await client()).options());
  const first = await visitor(auth);
  await auth.signOut();
  equal((await auth.session()).state, "empty");
  ok((await visitor(auth)) !== first, "another visitor");
});

test("A warning listener that throws, or was taken away, harms nothing", async () => {
  const broken = { getItem: () => null, setItem: fail("QuotaExceededError"), removeItem() {} };
  const auth = (await client()).auth({ storage: broken });
  const heard = [];
  const leave = auth.onWarning(() => heard.push("left"));
  leave();
  equal((await auth.fetchWithAuth(echo())).status, 200);
  equal(heard, []);
});

test("A record that vanishes while the page is open: the next page is a new visitor, this one goes on", async () => {
  const mine = await client();
  const auth = mine.auth();
  await visitor(auth);
  await forget(mine.id);
  equal((await auth.fetchWithAuth(`${app}/api/cart`)).status, 200);
  equal((await (await fresh()).createAuth(mine.options()).fetchWithAuth(`${app}/api/cart`)).status, 200);
});

function replace(t, object, name, value) {
  const own = object[name];
  object[name] = value;
  t.after(() => (object[name] = own));
}

/** A function stands for a getter that throws. */
function redefine(t, object, name, value) {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, get: typeof value === "function" ? value : () => value });
  t.after(() => Object.defineProperty(object, name, own));
}
