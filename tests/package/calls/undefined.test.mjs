// What is undefined is left out: the default holds, as the declarations say.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createAuth, webMethods } from "fetch-with-auth";
import { Permissions, WebMethodError, createBackend, webMethod } from "fetch-with-auth/backend";
import { vite } from "fetch-with-auth/vite";
import { fromWixHost } from "fetch-with-auth/wix-host";
import { OAuthStrategy, SiteSessionAuth } from "fetch-with-auth/wix-sdk";

const none = (...names) => Object.fromEntries(names.map((name) => [name, undefined]));
const COMMON = ["audience", "loginOrigins", "frameTimeout", "apiOrigin", "fetch", "leeway"];

test("Options of an instance may be undefined", async () => {
  const auth = createAuth({ clientId: "id", ...none("accessToken", "storage", ...COMMON) });
  assert.deepEqual(await auth.session(), { state: "empty" });
  const external = createAuth({ accessToken: () => "token", ...none("clientId", "storage", ...COMMON) });
  assert.deepEqual(await external.session(), await createAuth({ accessToken: () => "token" }).session());
  assert.equal(typeof webMethods("https://shop.example/api", none("fetchWithAuth")).restock, "function");
});

test("So may those of a backend, and its limits", async () => {
  const names = ["clientIds", "instanceId", "siteId", "sites", "apiOrigin", "audience", "fetch", "log"];
  const backend = createBackend({ appId: "app", ...none(...names) });
  createBackend({ appId: "app", limits: undefined });
  const visitor = { active: true, subjectType: "VISITOR", subjectId: "somebody", clientId: "app", exp: 4e9 };
  const limited = createBackend({ appId: "app", fetch: async () => Response.json(visitor), limits: none("body", "depth", "callers", "lookups") });
  const handle = limited.handle({ shop: { restock: webMethod(Permissions.Anyone, () => 5, none("cache")) } }, none("base"));
  const statusOf = async (body) => (await handle(new Request("http://shop.example/api/shop/restock", { method: "POST", body, headers: { "content-type": "application/json", authorization: "token" } }))).status;
  assert.equal(await statusOf("[]"), 200);
  assert.equal(await statusOf(JSON.stringify(["x".repeat(100_000)])), 413);
  assert.equal(await statusOf("[".repeat(40) + "]".repeat(40)), 400);
  assert.equal(await backend.asApp(() => 5, none("instanceId")), 5);
  assert.equal(new WebMethodError("a", "b", none("status", "cause")).status, 400);
  assert.equal("cause" in new WebMethodError("a", "b", none("status", "cause")), false);
});

test("So may those of the other entries", () => {
  const fetch = async () => new Response();
  for (const strategy of [OAuthStrategy, SiteSessionAuth]) {
    const auth = strategy({ clientId: "id", fetch, ...none("publicKey", "tokens", "tokenStorage", "storage", "adopt", "tokenRequestOptions", "apiOrigin") });
    assert.equal(auth.loggedIn(), false);
    strategy({ clientId: "id", tokenRequestOptions: none("headers") });
  }
  createAuth(fromWixHost({ getAuthHeaders() {} }, none("host", "timeout", ...COMMON)));
  assert.equal(vite(none("base", "backend", "include", "exclude")).name, vite().name);
});
