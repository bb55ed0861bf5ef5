// fetch-with-auth/sveltekit, called as SvelteKit calls a hook. Real projects are tested in rendered-sveltekit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSessions } from "fetch-with-auth/sveltekit";

import { CLIENT_ID, Wix } from "./wix.mjs";

/** What `handle` responds to a navigation, where the project has this route for it. */
async function open(path, id) {
  const wix = new Wix();
  const { handle } = createSessions({ clientId: CLIENT_ID, fetch: (input, init) => wix.fetch(input, init) });
  const request = new Request(`https://shop.example${path}`, { headers: { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" } });
  const cookies = { set() {}, serialize: () => "" };
  const event = { request, locals: {}, cookies, url: new URL(request.url), route: { id }, fetch };
  return handle({ event, resolve: async () => new Response("the project") });
}

test("The routes are served below whatever base path, also where the project has a route for all paths", async () => {
  for (const [path, id] of [["/session/callback", null], ["/base/session/callback", null], ["/session/callback", "/[...path]"], ["/session/callback", "/session/[action]"]]) {
    const response = await open(path, id);
    assert.deepEqual([response.status, (await response.json()).error.code], [400, "no_callback"], path);
  }
});

test("A file of the project's own for a path that ends like a route comes first", async () => {
  for (const id of ["/api/session/token", "/(app)/session/token"]) {
    assert.equal(await (await open(id.replace("(app)/", ""), id)).text(), "the project");
  }
});
