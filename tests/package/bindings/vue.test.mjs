// fetch-with-auth/vue with Vue itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { configure } from "fetch-with-auth";
import { complaints, element, open, pause, until } from "./page.mjs";
import { expire, failing, logIn, make, options, visit } from "./wix.mjs";

open();
const { createApp, createSSRApp, effectScope, h, isReadonly } = await import("vue");
const { renderToString } = await import("vue/server-renderer");
const { sessionPlugin, useAuth, useSession } = await import("fetch-with-auth/vue");

const seen = [];
const State = {
  setup() {
    const session = useSession();
    return () => h("i", `${seen[seen.push(session.value.state) - 1]}`);
  },
};
const two = { render: () => h("p", [h(State), h(State)]) };

function show(given, component = State) {
  const box = element();
  const app = createApp(component);
  if (given) app.use(sessionPlugin(given));
  const errors = [];
  app.config.errorHandler = (error) => errors.push(`${error.name} ${error.code}`);
  app.mount(box);
  return { app, errors, shows: (text) => until(() => box.textContent === text, `"${text}", but "${box.textContent}"`) };
}

test("Before `configure` the error handler gets `not_configured`; what is no instance is refused", () => {
  assert.deepEqual(show().errors, ["AuthError not_configured"]);
  assert.deepEqual(show({ auth: {} }).errors, ["AuthError invalid_options"]);
  assert.throws(useAuth, { name: "AuthError", code: "not_configured" });
});

test("A name that no option has is refused with `invalid_options`, and so is an instance in the place of options", () => {
  assert.throws(() => sessionPlugin({ intial: { state: "visitor" } }), { name: "AuthError", code: "invalid_options", message: "`intial` is not an option; the options are auth, initial." });
  assert.throws(() => sessionPlugin(make()), { name: "AuthError", code: "invalid_options" });
});

for (const [name, initial, before] of [["what the server knew", { state: "visitor" }], ["nothing known", undefined], ["a page that knows otherwise already", { state: "visitor" }, true]]) {
  test(`Hydration matches the server's HTML, then shows the session here: ${name}`, async () => {
    const auth = make();
    const other = before && show({ auth });
    await other?.shows("empty");
    const app = () => createSSRApp(two).use(sessionPlugin({ auth, initial }));
    const box = element(await renderToString(app()));
    const first = box.querySelector("i");
    complaints.length = seen.length = 0;
    const page = app();
    page.mount(box);
    await until(() => box.textContent === "emptyempty");
    assert.deepEqual([seen[0], box.querySelector("i"), complaints], [initial?.state, first, []]);
    page.unmount();
    other?.app.unmount();
  });
}

test("Components show each change: visitor, login, logout, expiry", async () => {
  const auth = make();
  const { shows, app } = show({ auth });
  await shows("empty");
  await visit(auth);
  await shows("visitor");
  await logIn(auth);
  await shows("member");
  await auth.signOut();
  await shows("visitor");
  await expire(auth);
  await shows("expired");
  app.unmount();
});

test("All components share one subscription, which ends with the last of them", async () => {
  const auth = make();
  const [one, other] = [show({ auth }, two), show({ auth })];
  await one.shows("emptyempty");
  await other.shows("empty");
  assert.deepEqual(auth.calls, { session: 1, followed: 1, left: 0 });
  one.app.unmount();
  await pause(20);
  assert.equal(auth.calls.left, 0);
  other.app.unmount();
  await pause(20);
  assert.equal(auth.calls.left, 1);
});

test("If the session cannot be read, `error` says why beside `initial`; it is asked again until it is known", async () => {
  const auth = failing();
  let session;
  const { app } = show({ auth, initial: { state: "member" } }, { setup: () => (session = useSession(), () => h("i")) });
  await until(() => session.value.error);
  assert.deepEqual(session.value, { state: "member", error: auth.error });
  auth.succeed();
  await until(() => session.value.state === "empty");
  assert.ok(!session.value.error && isReadonly(session));
  app.unmount();
});

test("Without the plugin it is the default instance, also outside of a component, until the scope ends", async () => {
  const auth = configure(options);
  const { shows, app } = show();
  await shows("empty");
  app.unmount();
  const scope = effectScope();
  const session = scope.run(useSession);
  await until(() => session.value.state === "empty");
  await logIn(auth);
  await until(() => session.value.state === "member");
  scope.stop();
  await auth.signOut();
  await pause(20);
  assert.deepEqual([session.value.state, useAuth()], ["member", auth]);
});

test("`useAuth` is the instance of the plugin", () => {
  const auth = make();
  let found;
  show({ auth }, { setup: () => (found = useAuth(), () => h("i")) }).app.unmount();
  assert.equal(found, auth);
});
