// Wherever the session is kept, members come in and go.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { app, createAuth, fresh, visitor } from "../world.js";
import { account, callback, person } from "./person.js";

/** A storage of the app's own, which takes its time. */
function slow() {
  const kept = new Map();
  const later = (act) => async (...args) => {
    await new Promise((done) => setTimeout(done, 5));
    return act(...args);
  };
  return { getItem: later((key) => kept.get(key) ?? null), setItem: later((key, value) => kept.set(key, value)), removeItem: later((key) => kept.delete(key)), kept };
}

const PLACES = {
  "IndexedDB": () => "browser",
  "sessionStorage": () => "session",
  "localStorage": () => localStorage,
  "a storage of the app's own that takes its time": slow,
};

for (const [what, place] of Object.entries(PLACES)) {
  test(`A login begins in one page and ends in the next, and the visitor stays: kept in ${what}`, async () => {
    const mine = await person();
    const storage = place();
    const [one, two] = [createAuth(mine.options({ storage })), (await fresh()).createAuth(mine.options({ storage, frameTimeout: 8 }))];
    const first = await visitor(one);
    await two.handleRedirect(await callback(mine, one));
    equal([(await two.session()).state, (await account(two, app)).email], ["member", mine.email]);
    await two.signOut();
    equal(await visitor(two), first);
    equal((await two.login(mine.who)).loginState, "SUCCESS");
    equal((await account(two, app)).email, mine.email);
  });
}

test("In memory a login works within the page, and is gone with it", async () => {
  const mine = await person();
  const auth = createAuth(mine.options({ storage: "memory", frameTimeout: 8 }));
  const first = await visitor(auth);
  equal((await auth.login(mine.who)).loginState, "SUCCESS");
  equal((await account(auth, app)).email, mine.email);
  await auth.signOut();
  equal(await visitor(auth), first);
  equal((await createAuth(mine.options({ storage: "memory" })).session()).state, "empty");
});

for (const way of ["by redirect", "with a form"]) {
  test(`Where the storage is broken a login works in memory, with one warning: ${way} (row 40)`, async (t) => {
    const own = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
    t.after(() => (IDBFactory.prototype.open = own));
    const mine = await person();
    const auth = (await fresh()).createAuth(mine.options({ frameTimeout: 8 }));
    const warnings = [];
    auth.onWarning(({ code }) => warnings.push(code));
    const first = await visitor(auth);
    if (way === "with a form") equal((await auth.login(mine.who)).loginState, "SUCCESS");
    else await auth.handleRedirect(await callback(mine, auth));
    equal([(await auth.session()).state, (await account(auth, app)).email], ["member", mine.email]);
    await auth.signOut();
    equal(await visitor(auth), first);
    equal(warnings, ["storage_unavailable"]);
  });
}

test("Clients of one origin keep their members apart (§8.5 #39)", async () => {
  const [one, two] = [await person(), await person()];
  const auths = [one.auth({ frameTimeout: 8 }), two.auth({ frameTimeout: 8 })];
  const [, stranger] = [await visitor(auths[0]), await visitor(auths[1])];
  await auths[0].login(one.who);
  equal([(await auths[0].session()).state, (await auths[1].session()).state, await visitor(auths[1])], ["member", "visitor", stranger]);
  await auths[1].login(two.who);
  await auths[0].signOut();
  ok((await account(auths[1], app)).email === two.email, "the other client's member");
});
