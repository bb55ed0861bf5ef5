// fetch-with-auth/react with React itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { configure, defaultAuth } from "fetch-with-auth";
import { complaints, element, open, pause, until } from "./page.mjs";
import { expire, failing, logIn, make, options, visit } from "./wix.mjs";

open();
const { Component, StrictMode, createElement: h, startTransition, useLayoutEffect, useState } = await import("react");
const { createRoot, hydrateRoot } = await import("react-dom/client");
const { renderToString } = await import("react-dom/server");
const { SessionProvider, useAuth, useSession } = await import("fetch-with-auth/react");

const State = () => h("i", null, String(useSession().state));

/** Rendered into the page; `text()` is what it shows. */
function show(content) {
  const box = element();
  const root = createRoot(box);
  root.render(content);
  return { box, root, text: () => box.textContent, shows: (text) => until(() => box.textContent === text, `"${text}", but "${box.textContent}"`) };
}

class Boundary extends Component {
  state = {};
  static getDerivedStateFromError = (error) => ({ error });
  render() {
    return this.state.error ? `${this.state.error.name} ${this.state.error.code}` : this.props.children;
  }
}

test("Before `configure` it throws `not_configured` in a page, which an error boundary gets", async () => {
  assert.equal(defaultAuth(), undefined);
  await show(h(Boundary, null, h(State))).shows("AuthError not_configured");
  await show(h(Boundary, null, h(SessionProvider, null))).shows("AuthError not_configured");
  await show(h(Boundary, null, h(() => useAuth() && null))).shows("AuthError not_configured");
});

test("What is no instance is refused with `invalid_options`", async () => {
  await show(h(Boundary, null, h(SessionProvider, { auth: { clientId: "mine" } }, h(State)))).shows("AuthError invalid_options");
});

test("A name that no option has is refused with `invalid_options`, and what build tools add to each element is not", async () => {
  const auth = make();
  const given = [{ intial: { state: "visitor" } }, { auth, session: undefined }];
  for (const props of given) await show(h(Boundary, null, h(SessionProvider, props, h(State)))).shows("AuthError invalid_options");
  assert.throws(() => renderToString(h(SessionProvider, given[0])), { message: "`intial` is not an option; the options are auth, initial." });
  await show(h(SessionProvider, { auth, initial: { state: "member" }, "data-source": "main.jsx:7" }, "shown")).shows("shown");
});

test("On a server `initial` is rendered, and no session is read or followed; an instance is not needed there", () => {
  const auth = make();
  const initial = { state: "member", expiresAt: 7 };
  assert.equal(renderToString(h(SessionProvider, { initial }, h(State))), "<i>member</i>");
  assert.equal(renderToString(h(SessionProvider, { auth, initial }, h(State))), "<i>member</i>");
  assert.equal(renderToString(h(SessionProvider, { auth, initial: null }, h(State))), "<i>undefined</i>");
  assert.equal(renderToString(h(State)), "<i>undefined</i>");
  assert.deepEqual(auth.calls, { session: 0, followed: 0, left: 0 });
});

test("On a server `useAuth` throws `not_configured` if there is no instance", () => {
  assert.throws(() => renderToString(h(() => useAuth() && null)), { name: "AuthError", code: "not_configured" });
});

test("Of `initial` only `state` and `expiresAt` are read", () => {
  const initial = { state: "member", expiresAt: 7, accessToken: "secret", reason: "signed_in" };
  assert.equal(renderToString(h(SessionProvider, { initial }, h(() => JSON.stringify(useSession())))).replaceAll("&quot;", '"'), '{"state":"member","expiresAt":7}');
});

for (const [name, initial, before] of [
  ["what the server knew", { state: "visitor" }],
  ["nothing known", undefined],
  ["a page that knows otherwise already", { state: "member" }, true],
]) {
  test(`Hydration matches the server's HTML, then shows the session here: ${name}`, async () => {
    const auth = make();
    await logIn(auth);
    await auth.signOut();
    // Somebody else on the page has it already.
    const other = before && show(h(SessionProvider, { auth }, h(State)));
    await other?.shows("empty");
    const seen = [];
    const Seen = () => {
      const { state } = useSession();
      useLayoutEffect(() => void seen.push(state));
      return h("i", null, String(state));
    };
    // The object is another one at each rendering.
    const App = () => h(SessionProvider, { auth, initial: initial && { ...initial } }, h(Seen), h(Seen));
    const html = renderToString(h(App));
    const box = element(html);
    const first = box.querySelector("i");
    complaints.length = 0;
    const errors = [];
    const root = hydrateRoot(box, h(App), { onRecoverableError: (error) => errors.push(error) });
    await until(() => box.textContent === "emptyempty");
    assert.equal(seen[0], initial?.state, "the first rendering is the server's");
    assert.equal(box.querySelector("i"), first, "the server's elements are kept");
    assert.deepEqual([errors, complaints], [[], []]);
    root.unmount();
    other?.root.unmount();
  });
}

test("Components show each change: visitor, login, logout, expiry", async () => {
  const auth = make();
  const { shows, root } = show(h(SessionProvider, { auth }, h(State)));
  await shows("empty");
  await visit(auth);
  await shows("visitor");
  await logIn(auth);
  await shows("member");
  await auth.signOut();
  await shows("visitor");
  await expire(auth);
  await shows("expired");
  root.unmount();
});

test("Until the session is known, `state` is undefined, or that of `initial`", async () => {
  for (const initial of [undefined, { state: "member" }]) {
    const seen = [];
    const Seen = () => void seen.push(useSession().state);
    const { root } = show(h(SessionProvider, { auth: make(), initial }, h(Seen)));
    await until(() => seen.at(-1) === "empty");
    assert.deepEqual(seen, [initial?.state, "empty"]);
    root.unmount();
  }
});

test("All components share one subscription, and the session is read once for all of them", async () => {
  const auth = make();
  const { shows, root } = show(h("div", null, h(SessionProvider, { auth }, h(State), h(State)), h(SessionProvider, { auth }, h(State))));
  await shows("emptyemptyempty");
  assert.deepEqual(auth.calls, { session: 1, followed: 1, left: 0 });
  root.unmount();
  await pause(20);
  assert.deepEqual(auth.calls, { session: 1, followed: 1, left: 1 });
});

test("StrictMode subscribes once and reads the session once", async () => {
  const auth = make();
  const { shows, root } = show(h(StrictMode, null, h(SessionProvider, { auth }, h(State))));
  await shows("empty");
  await pause(20);
  assert.deepEqual(auth.calls, { session: 1, followed: 1, left: 0 });
  root.unmount();
  await pause(20);
  assert.equal(auth.calls.left, 1);
});

test("A SessionProvider keeps the session known while components come and go", async () => {
  const auth = make();
  const seen = [];
  const Seen = () => h("i", null, String(seen[seen.push(useSession().state) - 1]));
  const app = (content) => h(SessionProvider, { auth }, content);
  const { shows, root } = show(app(h(Seen)));
  await shows("empty");
  root.render(app("none"));
  await shows("none");
  await pause(20);
  seen.length = 0;
  root.render(app(h(Seen)));
  await shows("empty");
  assert.deepEqual([[...new Set(seen)], auth.calls.followed], [["empty"], 1]);
  root.unmount();
});

test("After everything was unmounted, nothing outdated is shown", async () => {
  const auth = make();
  const first = show(h(SessionProvider, { auth }, h(State)));
  await first.shows("empty");
  first.root.unmount();
  await pause(20);
  await logIn(auth);
  const seen = [];
  const Seen = () => void seen.push(useSession().state);
  const second = show(h(SessionProvider, { auth }, h(Seen)));
  await until(() => seen.at(-1) === "member");
  assert.ok(!seen.includes("empty"), `${seen}`);
  second.root.unmount();
});

test("The snapshot is the same object until something changes, and no promise is made while rendering", async () => {
  const auth = make();
  const seen = new Set();
  const Seen = () => void seen.add(useSession());
  const app = () => h(SessionProvider, { auth, initial: { state: "visitor" } }, h(Seen));
  const { root } = show(app());
  await until(() => seen.size === 2);
  for (let times = 0; times < 5; times++) {
    root.render(app());
    await pause(5);
  }
  assert.deepEqual([[...seen], auth.calls.session], [[{ state: "visitor" }, { state: "empty" }], 1]);
  assert.ok([...seen].every(Object.isFrozen));
  root.unmount();
});

test("A change during a concurrent rendering tears nothing: every commit shows one session", async () => {
  const auth = make();
  await logIn(auth);
  const commits = [];
  let rendered = 0;
  const Slow = () => {
    const { state } = useSession();
    rendered++;
    for (const end = performance.now() + 3; performance.now() < end;);
    return h("i", null, `${state} `);
  };
  let enlarge;
  let box;
  const App = () => {
    const [count, setCount] = useState(1);
    enlarge = setCount;
    useLayoutEffect(() => void (box && commits.push([...new Set(box.textContent.trim().split(" "))].join())));
    return Array.from({ length: count }, (_, key) => h(Slow, { key }));
  };
  const shown = show(h(SessionProvider, { auth }, h(App)));
  await shown.shows("member ");
  box = shown.box;
  rendered = 0;
  startTransition(() => enlarge(60));
  await until(() => rendered > 5);
  assert.ok(rendered < 60, "React has yielded in the middle");
  await auth.signOut();
  await until(() => box.querySelectorAll("i").length === 60 && !box.textContent.includes("member"));
  assert.ok(commits.length && commits.every((commit) => !commit.includes(",")), commits.join(" | "));
  shown.root.unmount();
});

test("If the session cannot be read, `error` says why beside `initial`; it is asked again until it is known", async () => {
  const auth = failing();
  const seen = [];
  const Seen = () => void seen.push(useSession());
  const { root } = show(h(SessionProvider, { auth, initial: { state: "member" } }, h(Seen)));
  await until(() => seen.at(-1)?.error);
  assert.deepEqual(seen.at(-1), { state: "member", error: auth.error });
  await until(() => auth.calls.session === 2);
  auth.succeed();
  await until(() => seen.at(-1).state === "empty");
  assert.deepEqual([seen.at(-1), auth.calls.session, auth.calls.followed], [{ state: "empty" }, 3, 1]);
  await pause(20);
  root.unmount();
});

test("After a failure a change is shown at once, and nobody asks any more after the last has left", async () => {
  const auth = failing();
  const { shows, root } = show(h(SessionProvider, { auth }, h(State)));
  await until(() => auth.calls.session === 1);
  // Our own stub fails, the instance below knows it.
  await visit(auth);
  await logIn(auth);
  await shows("member");
  root.unmount();
  const lost = failing();
  const other = show(h(SessionProvider, { auth: lost }, h(State)));
  await until(() => lost.calls.session === 1);
  other.root.unmount();
  await pause(1500);
  assert.deepEqual([auth.calls.session, lost.calls.session], [1, 1]);
});

test("`useAuth` is the instance of the provider, the same each time", async () => {
  const auth = make();
  const seen = new Set();
  const Seen = () => void seen.add(useAuth());
  const { root } = show(h(StrictMode, null, h(SessionProvider, { auth }, h(Seen))));
  await until(() => seen.size);
  assert.deepEqual([...seen], [auth]);
  root.unmount();
});

test("Without a provider it is the default instance; after a second `configure`, the new one at the next rendering", async () => {
  const auth = configure(options);
  assert.equal(defaultAuth(), auth);
  const seen = new Set();
  const App = () => h("b", null, h(State), seen.add(useAuth()) && null);
  const { shows, root } = show(h(App));
  await shows("empty");
  await logIn(auth);
  await shows("member");
  const second = configure(options);
  root.render(h("b", null, h(App)));
  await shows("empty");
  await visit(second);
  await shows("visitor");
  assert.deepEqual([...seen], [auth, second]);
  root.unmount();
});

test("Another instance in the provider is shown at once", async () => {
  const [one, two] = [make(), make()];
  await logIn(two);
  const app = (auth) => h(SessionProvider, { auth }, h(State));
  const { shows, root } = show(app(one));
  await shows("empty");
  root.render(app(two));
  await shows("member");
  await pause(20);
  assert.deepEqual([one.calls.left, two.calls.followed, two.calls.left], [1, 1, 0]);
  root.unmount();
});
