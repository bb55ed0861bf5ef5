// A server: no document, several users, and an instance that nobody may use.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { render } from "svelte/server";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";

import * as react from "fetch-with-auth/react";
import * as svelte from "fetch-with-auth/svelte";
import * as vue from "fetch-with-auth/vue";
import { compiled } from "./svelte.mjs";
import { make } from "./wix.mjs";

const Shown = (await import(await compiled("server"))).default;
const plain = (html) => html.replace(/<!--.*?-->/g, "");

const bindings = {
  react: (options) => renderToString(createElement(react.SessionProvider, options, createElement(() => createElement("i", null, `${react.useSession().state}`)))),
  svelte: (options) => plain(render(Shown, { props: { session: svelte.sessionStore(options) } }).body),
  vue: (options) => renderVue(createSSRApp({
    setup() {
      const session = vue.useSession();
      return () => h("i", `${session.value.state}`);
    },
  }).use(vue.sessionPlugin(options))),
};

for (const [name, shown] of Object.entries(bindings)) {
  test(`${name}: a server renders the \`initial\` of each user, and reads or follows no session`, async () => {
    assert.equal(globalThis.document, undefined);
    const auth = make();
    const users = ["member", "visitor", "expired"].map((state) => ({ auth, initial: { state } }));
    assert.deepEqual(await Promise.all(users.map(shown)), ["<i>member</i>", "<i>visitor</i>", "<i>expired</i>"]);
    assert.equal(await shown({ auth }), "<i>undefined</i>");
    assert.equal(await shown({ initial: { state: "visitor" } }), "<i>visitor</i>", "no instance is needed");
    assert.deepEqual(auth.calls, { session: 0, followed: 0, left: 0 });
  });

  test(`${name}: what else is in \`initial\` is not rendered`, async () => {
    const html = await shown({ initial: { state: "member", accessToken: "secret" } });
    assert.equal(html, "<i>member</i>");
  });
}

test("The store of a server has only `state` and `expiresAt`", () => {
  let value;
  svelte.sessionStore({ initial: { state: "member", expiresAt: 7, accessToken: "secret" } }).subscribe((session) => value = session)();
  assert.deepEqual(value, { state: "member", expiresAt: 7 });
});

test("`useAuth` of Vue throws `not_configured` where there is no instance", () => {
  assert.throws(vue.useAuth, { name: "AuthError", code: "not_configured" });
});
