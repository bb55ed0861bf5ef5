// Three pieces of code as Wix documents them: a web method, an API endpoint, and the page that calls both.
import assert from "node:assert/strict";
import { test } from "node:test";

import { configure, fetchWithAuth } from "fetch-with-auth";
import { Permissions, createBackend } from "fetch-with-auth/backend";
import { enableWixSdk } from "fetch-with-auth/wix/backend";

import { GET } from "./listings/brands.js";
import * as brands from "./listings/brands.web.js";
import { showBrand } from "./listings/page.js";
import { listen } from "./loopback.js";
import { appToken, open, tokenOf } from "./server-world.mjs";

enableWixSdk();

/** A server with the endpoint and the web method of this backend. */
async function serve(backend) {
  const endpoint = backend.api(Permissions.Anyone, GET);
  const methods = backend.handle({ brands }, { base: "/methods" });
  return listen(async (incoming, outgoing) => {
    let body = "";
    for await (const part of incoming) body += part;
    const { method, headers, url } = incoming;
    const request = new Request(`http://shop.example${url}`, { method, headers, ...(method === "GET" ? {} : { body }) });
    const response = await (url.startsWith("/methods/") ? methods : endpoint)(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
}

test("A page calls a web method and an endpoint, and these call Wix as its visitor and as the app", async () => {
  const wix = await open();
  const origin = await serve(wix.backend);

  configure({ clientId: "app", apiOrigin: wix.apiOrigin, audience: [origin] });
  assert.deepEqual(await showBrand(origin, "a"), [{ favourites: 1, brands: ["a"] }, { slug: "a" }]);
  const visitor = tokenOf("visitor", "new");
  assert.deepEqual(wix.calls.map(({ data, authorization }) => [data.dataCollectionId, data.query.filter, authorization]), [
    ["favourites", { slug: "a" }, visitor],
    ["brands", { slug: "a" }, appToken()],
    ["brands", { slug: "a" }, appToken()],
  ]);
});

test("The same code works against the stand-in for Wix, where only the app may query brands", async () => {
  const { API: apiOrigin } = process.env;
  const answer = await fetch(`${apiOrigin}/_control/clients`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  const { clientId } = await answer.json();
  const app = { appId: clientId, appSecret: "stand-in-app-secret", instanceId: "12570000-0000-4000-8000-000000000003", apiOrigin };
  const origin = await serve(createBackend(app));

  configure({ clientId, apiOrigin, audience: [origin] });
  for (const slug of ["a", "b"]) assert.deepEqual(await showBrand(origin, slug), [{ favourites: slug === "a" ? 1 : 0, brands: [slug] }, { slug }]);
  const asVisitor = await fetchWithAuth(`${apiOrigin}/wix-data/v2/items/query`, { method: "POST", body: JSON.stringify({ dataCollectionId: "brands" }) });
  assert.equal(asVisitor.status, 403);
});
