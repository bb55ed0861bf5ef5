// fetch-with-auth/svelte with Svelte itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { configure } from "fetch-with-auth";
import { sessionStore } from "fetch-with-auth/svelte";
import { get } from "svelte/store";
import { complaints, element, open, pause, until } from "./page.mjs";
import { compiled } from "./svelte.mjs";
import { expire, failing, logIn, make, options, visit } from "./wix.mjs";

// Before there is a document.
const { render } = await import("svelte/server");
const Server = (await import(await compiled("server"))).default;
const onServer = (initial) => render(Server, { props: { session: sessionStore({ initial }) } }).body;
const [html, unknown] = [onServer({ state: "visitor" }), onServer()];

open();
const { default: Shown, hydrate, mount, unmount } = await import(await compiled("client"));

function show(session) {
  const box = element();
  const app = mount(Shown, { target: box, props: { session } });
  return { shows: (text) => until(() => box.textContent === text, `"${text}", but "${box.textContent}"`), remove: () => unmount(app) };
}

test("Before `configure` a subscription throws `not_configured`; what is no instance is refused", () => {
  assert.throws(() => sessionStore().subscribe(() => {}), { name: "AuthError", code: "not_configured" });
  assert.throws(() => sessionStore({ auth: {} }).subscribe(() => {}), { name: "AuthError", code: "invalid_options" });
});

test("A name that no option has is refused with `invalid_options`, and so is an instance in the place of options", () => {
  assert.throws(() => sessionStore({ intial: { state: "visitor" } }), { name: "AuthError", code: "invalid_options", message: "`intial` is not an option; the options are auth, initial." });
  assert.throws(() => sessionStore(make()), { name: "AuthError", code: "invalid_options" });
});

for (const [name, from, initial, before] of [["what the server knew", html, { state: "visitor" }], ["nothing known", unknown], ["a page that knows otherwise already", html, { state: "visitor" }, true]]) {
  test(`Hydration keeps the server's elements, then shows the session here: ${name}`, async () => {
    const auth = make();
    const other = before && show(sessionStore({ auth }));
    await other?.shows("empty");
    const box = element(from);
    const first = box.querySelector("i");
    complaints.length = 0;
    const app = hydrate(Shown, { target: box, props: { session: sessionStore({ auth, initial }) } });
    await until(() => box.textContent === "empty");
    assert.deepEqual([box.querySelector("i"), complaints], [first, []]);
    await logIn(auth);
    await until(() => box.textContent === "member");
    unmount(app);
    other?.remove();
  });
}

test("Components show each change: visitor, login, logout, expiry", async () => {
  const auth = make();
  const { shows, remove } = show(sessionStore({ auth }));
  await shows("empty");
  await visit(auth);
  await shows("visitor");
  await logIn(auth);
  await shows("member");
  await auth.signOut();
  await shows("visitor");
  await expire(auth);
  await shows("expired");
  remove();
});

test("All stores of an instance share one subscription, which ends with the last subscriber", async () => {
  const auth = make();
  const store = sessionStore({ auth });
  const shown = [show(store), show(store), show(sessionStore({ auth }))];
  for (const each of shown) await each.shows("empty");
  assert.deepEqual(auth.calls, { session: 1, followed: 1, left: 0 });
  shown[0].remove();
  shown[1].remove();
  await pause(20);
  assert.equal(auth.calls.left, 0);
  shown[2].remove();
  await pause(20);
  assert.equal(auth.calls.left, 1);
});

test("It is a store of Svelte: `get` has the value, and nobody is called after it has left", async () => {
  const auth = make();
  const store = sessionStore({ auth, initial: { state: "visitor" } });
  assert.deepEqual(get(store), { state: "visitor" });
  const seen = [];
  const leave = store.subscribe((session) => seen.push(session.state));
  await until(() => seen.length === 2);
  leave();
  await logIn(auth);
  await pause(20);
  assert.deepEqual(seen, ["visitor", "empty"]);
});

test("A subscriber that throws is reported, and the others are called", async () => {
  const auth = make();
  const store = sessionStore({ auth });
  const native = globalThis.queueMicrotask;
  const reported = new Promise((resolve) => {
    globalThis.queueMicrotask = (task) => native(() => {
      try {
        task();
      } catch (error) {
        resolve(error);
      }
    });
  });
  const seen = [];
  let times = 0;
  const leave = [store.subscribe(() => {
    if (times++) throw new Error("mine");
  }), store.subscribe((session) => seen.push(session.state))];
  assert.equal((await reported).message, "mine");
  globalThis.queueMicrotask = native;
  assert.deepEqual(seen, [undefined, "empty"]);
  for (const each of leave) each();
});

test("If the session cannot be read, `error` says why beside `initial`; it is asked again until it is known", async () => {
  const auth = failing();
  const seen = [];
  const leave = sessionStore({ auth, initial: { state: "member" } }).subscribe((session) => seen.push(session));
  await until(() => seen.at(-1).error);
  assert.deepEqual(seen, [{ state: "member" }, { state: "member", error: auth.error }]);
  auth.succeed();
  await until(() => seen.at(-1).state === "empty");
  assert.ok(!("error" in seen.at(-1)));
  leave();
});

test("What was asked for before a change does not replace it", async () => {
  let report;
  let answer;
  const auth = {
    onSessionChange: (listener) => (report = listener, () => {}),
    session: () => new Promise((resolve) => answer = resolve),
  };
  const seen = [];
  const leave = sessionStore({ auth }).subscribe(({ state }) => seen.push(state));
  report({ state: "member", reason: "signed_in" });
  answer({ state: "visitor" });
  await pause(20);
  assert.deepEqual(seen, [undefined, "member"]);
  leave();
});

test("Without `auth` it is the default instance when it is subscribed to", async () => {
  const store = sessionStore();
  const auth = configure(options);
  const { shows, remove } = show(store);
  await shows("empty");
  await logIn(auth);
  await shows("member");
  remove();
});
