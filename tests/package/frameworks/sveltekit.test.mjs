// SvelteKit, built with adapter-node: what its redirect() and error() throw in a handler.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { build, call, start } from "./server.mjs";

let server;
before(async () => {
  await build("kit", "@sveltejs/kit/svelte-kit.js", "sync");
  await build("kit", "vite/bin/vite.js", "build", "--logLevel", "error");
  server = await start("kit", "build/index.js");
});
after(() => server?.end());

const get = (what, authorization) => call(`${server.origin}/${what}`, authorization);

test("SvelteKit: the caller is who the token says, and without one it is a 401", async () => {
  assert.deepEqual(await get("who"), { status: 200, location: null, text: '"ann"' });
  assert.equal((await get("redirect", "")).status, 401);
});

test("SvelteKit: redirect() redirects, at once and later", async () => {
  assert.deepEqual(await get("redirect"), { status: 303, location: "/there?a=b", text: "" });
  assert.deepEqual(await get("later"), { status: 307, location: "/there", text: "" });
});

test("SvelteKit: error() is SvelteKit's answer with its status and message", async () => {
  for (const [what, status, message] of [["gone", 404, "no such thing"], ["teapot", 418, "a teapot"]]) {
    const answer = await get(what);
    assert.equal(answer.status, status);
    assert.ok(answer.text.includes(message), answer.text);
  }
});

test("SvelteKit: the app's token arrives neither by redirect() nor by error()", async () => {
  for (const what of ["secret", "quoted"]) {
    const answer = await get(what);
    assert.deepEqual([answer.status, answer.location, answer.text], [500, null, '{"error":{"code":"internal","message":"Internal error."}}']);
  }
});

test("SvelteKit: every other error is ours, without details", async () => {
  assert.deepEqual(await get("broken"), { status: 500, location: null, text: '{"error":{"code":"internal","message":"Internal error."}}' });
});
