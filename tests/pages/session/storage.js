// Where the session is kept.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { stored } from "../vault.js";
import { client, echo, fresh, visitor } from "../world.js";

const entries = () => new Map();
const sync = (map) => ({ getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), removeItem: (key) => void map.delete(key) });
const slow = (map) => {
  const later = (act) => async (...args) => {
    await new Promise((done) => setTimeout(done, 5));
    return act(...args);
  };
  return Object.fromEntries(Object.entries(sync(map)).map(([name, act]) => [name, later(act)]));
};

/** The next page load: another copy of the module, another instance. */
const reopened = async (mine, options) => (await fresh()).createAuth(mine.options(options));

test("By default the session is kept in IndexedDB, as one string under the client ID", async () => {
  const mine = await client();
  const first = await visitor(mine.auth());
  const record = await stored(mine.id);
  equal(typeof record, "string");
  ok(record.includes("JWS."), "the tokens are in it");
  equal(await visitor(await reopened(mine)), first);
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test('storage: "browser" is the default by name, and another instance of the page shares it', async () => {
  const mine = await client();
  const first = await visitor(mine.auth({ storage: "browser" }));
  equal([await visitor(mine.auth()), await visitor(mine.auth({ storage: "browser" }))], [first, first]);
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test('storage: "session" is kept in sessionStorage and survives a reload', async () => {
  const mine = await client();
  const first = await visitor(mine.auth({ storage: "session" }));
  ok(sessionStorage.getItem(`fetch-with-auth:${mine.id}`)?.includes("JWS."), "under its key");
  equal(await stored(mine.id), undefined, "in IndexedDB");
  equal(await visitor(await reopened(mine, { storage: "session" })), first);
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test('storage: "memory" is kept nowhere that a page shares (row 34)', async () => {
  const mine = await client();
  const auth = mine.auth({ storage: "memory" });
  const first = await visitor(auth);
  equal(await visitor(auth), first);
  equal([await stored(mine.id), sessionStorage.getItem(`fetch-with-auth:${mine.id}`), localStorage.length], [undefined, null, 0]);
  equal(await caches.keys(), [], "caches");
  ok((await visitor(await reopened(mine, { storage: "memory" }))) !== first, "another page is another visitor");
});

for (const [manner, make] of [["synchronous", sync], ["asynchronous", slow]]) {
  test(`A TokenStorage may be ${manner} (§8.5 #36)`, async () => {
    const mine = await client();
    const map = entries();
    const first = await visitor(mine.auth({ storage: make(map) }));
    equal([...map.keys()], [`fetch-with-auth:${mine.id}`]);
    equal(typeof [...map.values()][0], "string");
    equal(await visitor(await reopened(mine, { storage: make(map) })), first);
    await mine.revokeAccess();
    equal(await visitor(mine.auth({ storage: make(map) })), first);
    equal(await mine.grants(), { anonymous: 1, refresh: 1 });
  });

  test(`Fifty parallel first calls with a ${manner} TokenStorage: one visitor (§8.5 #15, #36)`, async () => {
    const mine = await client({ grantDelay: 50 });
    const auth = mine.auth({ storage: make(entries()) });
    equal(new Set(await Promise.all(Array.from({ length: 50 }, () => visitor(auth)))).size, 1);
    equal(await mine.grants(), { anonymous: 1, refresh: 0 });
  });

  test(`Sign-out empties a ${manner} TokenStorage`, async () => {
    const mine = await client();
    const map = entries();
    const auth = mine.auth({ storage: make(map) });
    await visitor(auth);
    await auth.signOut();
    ok(![...map.values()].some((value) => value.includes("JWS.")), "no token is left");
  });
}

test("A TokenStorage is called as a method of itself", async () => {
  class Mine {
    #map = new Map();
    getItem(key) { return this.#map.get(key) ?? null; }
    setItem(key, value) { this.#map.set(key, value); }
    removeItem(key) { this.#map.delete(key); }
  }
  const auth = (await client()).auth({ storage: new Mine() });
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("An empty TokenStorage may say undefined", async () => {
  const auth = (await client()).auth({ storage: { getItem: () => undefined, setItem() {}, removeItem() {} } });
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("No cookie and no localStorage entry is written (row 33)", async () => {
  await visitor((await client()).auth());
  equal([document.cookie, localStorage.length], ["", 0]);
});
