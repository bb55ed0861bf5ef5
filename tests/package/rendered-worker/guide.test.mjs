// The listings of docs/workers.md, built as wrangler does it and run in workerd.
import assert from "node:assert/strict";
import { test } from "node:test";

import { guide } from "./rendered/guide.mjs";

guide(undefined, {
  document: "workers.md",
  files: { "package.json": '{ "type": "module" }' },
  build: ["node", "../build-guide.mjs"],
  start: ["node", "../start-guide.mjs"],
  more: (now) => test("The backend of the Worker serves members only", async () => {
    const { origin, wix } = now();
    const me = async (role) => {
      const { access_token: authorization } = await wix.tokens(role);
      return fetch(`${origin}/api/me`, { headers: { authorization } });
    };
    assert.equal((await me("visitor")).status, 403);
    const response = await me("member");
    assert.equal(response.status, 200);
    assert.match((await response.json()).memberId, /^[\da-f-]{36}$/);
    assert.equal((await fetch(`${origin}/api/me`)).status, 401);
  }),
});
