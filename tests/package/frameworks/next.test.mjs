// Next, built and started: route handlers in both of its runtimes.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, test } from "node:test";

import { build, call, start } from "./server.mjs";

let server;
before(async () => {
  await build("next", "next/dist/bin/next", "build");
  server = await start("next", "../node_modules/next/dist/bin/next", "start", "--hostname", "127.0.0.1", "--port", "PORT");
});
after(() => server?.end());

const INTERNAL = '{"error":{"code":"internal","message":"Internal error."}}';

test("Next's edge runtime: the WebAssembly modules are files, since it compiles nothing where it is deployed", async () => {
  const built = await readdir(new URL("next/.next/server", import.meta.url), { recursive: true });
  for (const name of ["backend", "members", "page"]) assert.ok(built.some((file) => file.includes(name) && file.endsWith(".wasm")), name);
});

for (const runtime of ["api", "edge"]) {
  const name = { api: "Next on Node", edge: "Next's edge runtime" }[runtime];
  const get = (what, authorization) => call(`${server.origin}/${runtime}/${what}`, authorization);

  test(`${name}: the backend answers as whom token-info names, and sends the caller's token`, async () => {
    assert.deepEqual(await get("who"), { status: 200, location: null, text: '"ann"' });
    assert.deepEqual(JSON.parse((await get("called")).text), { authorization: "ann" });
    assert.equal((await get("who", "")).status, 401);
  });

  test(`${name}: fetch-with-auth itself signs calls, with tokens of others and as a new visitor`, async () => {
    assert.deepEqual(JSON.parse((await get("signed")).text), { authorization: "Bearer" });
    assert.deepEqual(JSON.parse((await get("visitor")).text), { authorization: "visitor-token" });
    assert.equal(JSON.parse((await get("demand")).text), "VISITOR");
  });

  test(`${name}: redirect() and permanentRedirect() redirect, at once and later`, async () => {
    for (const [what, status, location] of [["redirect", 307, "/there?a=b;c"], ["permanent", 308, "/there"], ["later", 307, "/there"]]) {
      const answer = await get(what);
      assert.deepEqual([answer.status, answer.location], [status, location], what);
    }
  });

  test(`${name}: notFound(), forbidden() and unauthorized() are Next's answers`, async () => {
    for (const [what, status] of [["gone", 404], ["forbidden", 403], ["unauthorized", 401]]) {
      const answer = await get(what);
      assert.deepEqual([answer.status, answer.text], [status, ""], what);
    }
  });

  test(`${name}: the app's token does not arrive by redirect()`, async () => {
    assert.deepEqual(await get("secret"), { status: 500, location: null, text: INTERNAL });
  });

  test(`${name}: every other error is ours, without details`, async () => {
    assert.deepEqual(await get("broken"), { status: 500, location: null, text: INTERNAL });
  });
}
