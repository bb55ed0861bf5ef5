// Three pieces of code as Wix documents them: a web method, an API endpoint, and the page that calls both.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";

import { configure } from "fetch-with-auth";
import { Permissions } from "fetch-with-auth/backend";
import { enableWixSdk } from "fetch-with-auth/wix/backend";

import { GET } from "./listings/brands.js";
import * as brands from "./listings/brands.web.js";
import { showBrand } from "./listings/page.js";
import { appToken, open, tokenOf } from "./server-world.mjs";

enableWixSdk();

test("A page calls a web method and an endpoint, and these call Wix as its visitor and as the app", async () => {
  const wix = await open();
  const endpoint = wix.backend.api(Permissions.Anyone, GET);
  const methods = wix.backend.handle({ brands }, { base: "/methods" });
  const server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const part of incoming) body += part;
    const { method, headers, url } = incoming;
    const request = new Request(`http://shop.example${url}`, { method, headers, ...(method === "GET" ? {} : { body }) });
    const response = await (url.startsWith("/methods/") ? methods : endpoint)(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => (server.close(), server.closeAllConnections()));
  const origin = `http://127.0.0.1:${server.address().port}`;

  configure({ clientId: "app", apiOrigin: wix.apiOrigin, audience: [origin] });
  assert.deepEqual(await showBrand(origin, "a"), [{ favourites: 1, brands: ["a"] }, { slug: "a" }]);
  const visitor = tokenOf("visitor", "new");
  assert.deepEqual(wix.calls.map(({ data, authorization }) => [data.dataCollectionId, data.query.filter, authorization]), [
    ["favourites", { slug: "a" }, visitor],
    ["brands", { slug: "a" }, appToken()],
    ["brands", { slug: "a" }, appToken()],
  ]);
});
