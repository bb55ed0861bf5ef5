// A storage that lies, or throws: the page goes on.
import { age } from "../aged.js";
import { equal, ok, refused, until } from "../assert.js";
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

const FORBIDDEN = {
  "TokenStorage.getItem throws": { storage: { getItem: fail("SecurityError"), setItem() {} } },
  "TokenStorage.getItem rejects": { storage: { getItem: reject("SecurityError"), setItem() {} } },
  "indexedDB.open throws": { patch: [IDBFactory.prototype, "open", fail("SecurityError")] },
  "indexedDB is not there": { define: [globalThis, "indexedDB", undefined] },
  "indexedDB is forbidden": { define: [globalThis, "indexedDB", fail("SecurityError")] },
  "sessionStorage is forbidden": { storage: "session", define: [globalThis, "sessionStorage", fail("SecurityError")] },
  "sessionStorage is not there": { storage: "session", define: [globalThis, "sessionStorage", undefined] },
};

for (const [what, { storage, patch, define }] of Object.entries(FORBIDDEN)) {
  test(`Where storage is forbidden the page goes on in memory, with one warning: ${what} (row 40)`, async (t) => {
    if (patch) replace(t, ...patch);
    if (define) redefine(t, ...define);
    const mine = await client();
    // A copy of its own: what a page finds that opens while the storage is broken.
    const auth = (await fresh()).createAuth(mine.options({ storage }));
    const warnings = warningsOf(auth);
    const first = await visitor(auth);
    equal([await visitor(auth), await visitor(auth)], [first, first]);
    await mine.revokeAccess();
    equal(await visitor(auth), first, "after a renewal");
    equal((await auth.session()).state, "visitor");
    await warned(warnings);
    equal(await mine.grants(), { anonymous: 1, refresh: 1 });
    await auth.signOut();
    ok((await visitor(auth)) !== first, "another visitor after a sign-out");
  });
}

/** What the browser does when the disk is full. */
function taken(put) {
  return function (...args) {
    const request = put.apply(this, args);
    this.transaction.abort();
    return request;
  };
}

/** Each as long as `t` says: what every page finds, those that open later as well. */
const UNREADABLE = {
  "indexedDB.open fails": (t) => replace(t, IDBFactory.prototype, "open", fail("UnknownError")),
  "a transaction cannot be opened": (t) => replace(t, IDBDatabase.prototype, "transaction", fail("InvalidStateError")),
  "a read is aborted": (t) => replace(t, IDBObjectStore.prototype, "get", taken(IDBObjectStore.prototype.get)),
};

for (const [what, spoil] of Object.entries(UNREADABLE)) {
  test(`What cannot be read is not empty: no visitor is made, and the member is there when it can: ${what} (§2.1)`, async (t) => {
    const mine = await client();
    const subject = (await age(mine.id, "member", -3600)).slice(0, 8);
    const heal = spoil(t);
    const auth = (await fresh()).createAuth(mine.options());
    const warnings = warningsOf(auth);
    await Promise.all([refused(visitor(auth), "storage_unavailable"), refused(visitor(auth), "storage_unavailable"), refused(auth.session(), "storage_unavailable")]);
    equal(await mine.grants(), { anonymous: 0, refresh: 0 });
    heal();
    equal((await auth.session()).state, "member");
    equal(await identity(auth), subject);
    equal(await identity((await fresh()).createAuth(mine.options())), subject, "after a reload");
    await warned(warnings);
  });

  test(`What cannot be read for two seconds is waited for: ${what} (§2.1)`, async (t) => {
    const mine = await client();
    const subject = (await age(mine.id, "member", -3600)).slice(0, 8);
    const heal = spoil(t);
    const auth = (await fresh()).createAuth(mine.options());
    const warnings = warningsOf(auth);
    const call = identity(auth);
    setTimeout(heal, 1500);
    equal(await call, subject);
    equal([await mine.grants(), warnings], [{ anonymous: 0, refresh: 0 }, []]);
  });

  test(`A page that knows its session goes on while it cannot be read: ${what} (§2.1)`, async (t) => {
    const mine = await client();
    const auth = mine.auth();
    const first = await visitor(auth);
    await mine.revokeAccess();
    const heal = spoil(t);
    equal([await visitor(auth), await visitor(auth)], [first, first]);
    heal();
    equal(await visitor((await fresh()).createAuth(mine.options())), first, "after a reload");
    equal((await mine.grants()).anonymous, 1);
  });
}

test("An IndexedDB that never answers is unknown after a time, and not empty (§2.1)", async (t) => {
  const mine = await client();
  const subject = (await age(mine.id, "member", -3600)).slice(0, 8);
  const heal = replace(t, IDBFactory.prototype, "open", () => ({}));
  const auth = (await fresh()).createAuth(mine.options());
  await refused(identity(auth), "storage_unavailable");
  heal();
  equal(await identity(auth), subject);
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});

const UNWRITABLE = {
  "IndexedDB takes a write back, as for want of space": { spoil: (t) => replace(t, IDBObjectStore.prototype, "put", taken(IDBObjectStore.prototype.put)) },
  "sessionStorage is full": { storage: "session", spoil: (t) => replace(t, Storage.prototype, "setItem", fail("QuotaExceededError")) },
  "TokenStorage.setItem rejects": custom(reject("QuotaExceededError")),
  "TokenStorage.setItem throws": custom(fail("QuotaExceededError")),
};

function custom(broken) {
  const map = new Map();
  const setItem = (key, text) => void map.set(key, text);
  const storage = { getItem: (key) => map.get(key), setItem };
  return { storage, spoil: (t) => replace(t, storage, "setItem", broken) };
}

for (const [what, { storage, spoil }] of Object.entries(UNWRITABLE)) {
  test(`A page goes on with a visitor that could not be stored, with one warning, and stores it at the next chance: ${what} (§2.3)`, async (t) => {
    const mine = await client();
    const heal = spoil(t);
    const auth = (await fresh()).createAuth(mine.options({ storage }));
    const warnings = warningsOf(auth);
    const first = await visitor(auth);
    equal([await visitor(auth), (await auth.session()).state], [first, "visitor"]);
    await warned(warnings);
    heal();
    await auth.session();
    await until(async () => (await mine.auth({ storage }).session()).state === "visitor", "the visitor in storage", 8000);
    equal(await visitor(mine.auth({ storage })), first, "for another page");
    equal((await mine.grants()).anonymous, 1);
  });

  test(`A rotated refresh token that could not be stored is stored at the next chance, so that no reload uses the spent one: ${what} (§2.3)`, async (t) => {
    const mine = await client({ rotation: "reuse-detection" });
    const auth = (await fresh()).createAuth(mine.options({ storage }));
    const first = await visitor(auth);
    await mine.revokeAccess();
    const heal = spoil(t);
    equal(await visitor(auth), first, "after a renewal");
    heal();
    await mine.revokeAccess();
    equal(await visitor(auth), first, "after another");
    await mine.revokeAccess();
    equal(await visitor((await fresh()).createAuth(mine.options({ storage }))), first, "after a reload");
    equal(await mine.grants(), { anonymous: 1, refresh: 3 });
  });

  test(`A sign-out that could not be stored is a sign-out, also after a reload: ${what} (§2.2)`, async (t) => {
    const mine = await client();
    const auth = (await fresh()).createAuth(mine.options({ storage }));
    const first = await visitor(auth);
    t.after(() => localStorage.removeItem(`fetch-with-auth:${mine.id} signed out`));
    const heal = spoil(t);
    // Where the mark cannot be stored either, the page says so.
    const outcome = await auth.signOut().then(() => "", ({ code }) => code);
    if (storage === "session") equal(outcome, "sign_out_not_stored");
    else equal(outcome, "");
    equal((await auth.session()).state, "empty");
    if (storage !== "session") equal((await (await fresh()).createAuth(mine.options({ storage })).session()).state, "empty", "after a reload");
    heal();
    ok((await visitor(auth)) !== first, "another visitor");
    ok((await visitor((await fresh()).createAuth(mine.options({ storage })))) !== first, "another visitor after a reload");
  });
}

test("Parallel calls share one visitor while the storage is forbidden (§8.5 #15, row 40)", async (t) => {
  replace(t, IDBFactory.prototype, "open", fail("SecurityError"));
  const mine = await client({ grantDelay: 50 });
  const auth = (await fresh()).createAuth(mine.options());
  equal(new Set(await Promise.all(Array.from({ length: 20 }, () => visitor(auth)))).size, 1);
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

function warningsOf(auth) {
  const warnings = [];
  auth.onWarning((warning) => warnings.push(warning));
  return warnings;
}

async function warned(warnings) {
  await until(() => warnings.length > 0, "a warning", 2000);
  equal(warnings.map(({ code }) => code), ["storage_unavailable"]);
  ok(warnings[0].cause !== undefined, "its cause");
}

/** The person whom the backend takes this instance for, visitor or member. */
async function identity(auth) {
  const answer = await (await auth.fetchWithAuth(`${app}/api/cart`)).json();
  return answer.member ?? answer.visitor;
}

/** What undoes it, for one test at most. */
function replace(t, object, name, value) {
  const own = object[name];
  const undo = () => (object[name] = own);
  object[name] = value;
  t.after(undo);
  return undo;
}

/** A function stands for a getter that throws. */
function redefine(t, object, name, value) {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, get: typeof value === "function" ? value : () => value });
  t.after(() => Object.defineProperty(object, name, own));
}
