// What the entry does by itself, in Node, without an app around it; and what the package's document says of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NextRequest, NextResponse } from "next/server.js";
import { createSessions } from "fetch-with-auth/next";

const TOKENS = { access_token: "OauthNG.JWS.access", refresh_token: "JWS.refresh", token_type: "Bearer", expires_in: 14400 };
const options = { clientId: "client", fetch: async () => Response.json(TOKENS) };

const open = (path, headers) => new NextRequest(`https://shop.example${path}`, { headers: { "sec-fetch-dest": "document", "user-agent": "Mozilla/5.0 Firefox/153.0", ...headers } });
const forwarded = ({ headers }, name) => headers.get(`x-middleware-request-${name}`);
const isContinued = ({ headers }) => headers.get("x-middleware-next") === "1";

test("The proxy continues with the session, and sets it for the browser", async () => {
  const response = await createSessions(options).proxy(open("/"));
  assert.ok(isContinued(response));
  const [cookie] = response.headers.getSetCookie();
  assert.match(cookie, /^wixSession=/);
  assert.equal(forwarded(response, "cookie"), cookie.split(";")[0]);
  assert.equal(response.headers.get("cache-control"), "private, no-store");
});

test("A request that changes nothing is continued as it is", async () => {
  const response = await createSessions(options).proxy(open("/", { "sec-fetch-dest": "empty", "if-none-match": '"a"' }));
  const { headers } = response;
  assert.deepEqual([headers.getSetCookie(), headers.get("cache-control"), headers.get("cdn-cache-control")], [[], null, null]);
  assert.equal(forwarded(response, "if-none-match"), '"a"');
});

test("A session is renewed where Next cannot keep the process for it, and by a waitUntil of the app's own", async () => {
  const tokens = { accessToken: { value: "OauthNG.JWS.old", expiresAt: 1 }, refreshToken: { value: "JWS.old", role: "visitor" } };
  const cookie = `wixSession=${encodeURIComponent(JSON.stringify({ clientId: "client", tokens }))}`;
  const awaited = [];
  for (const waitUntil of [undefined, (promise) => awaited.push(promise)]) {
    const response = await createSessions({ ...options, waitUntil }).proxy(open("/", { cookie }));
    assert.match(forwarded(response, "cookie"), /JWS\.refresh/);
  }
  assert.equal(awaited.length, 1);
});

test("An app makes the response itself by a function of the session; what Next passes beside the request is ignored", async () => {
  const { proxy } = createSessions(options);
  const response = await proxy(open("/"), async (session) => {
    assert.equal(session.state, "visitor");
    return NextResponse.rewrite(new URL("https://shop.example/en"), { request: { headers: session.forward } });
  });
  assert.equal(response.headers.get("x-middleware-rewrite"), "https://shop.example/en");
  assert.equal(response.headers.getSetCookie().length, 1);
  assert.ok(isContinued(await proxy(open("/"), { waitUntil() {} })));
  await assert.rejects(proxy(open("/"), () => Promise.reject(new Error("theirs"))), { message: "theirs" });
});

test("The proxy responds to the routes of the session, and to nothing else beside them", async () => {
  const { proxy } = createSessions(options);
  const respond = () => assert.fail("it is not called for a route");
  for (const path of ["/session/callback", "/session/callback/"]) assert.equal((await (await proxy(open(path), respond)).json()).error.code, "no_callback");
  const behind = createSessions({ ...options, siteOrigin: "https://www.shop.example" }).proxy;
  for (const [run, headers, site] of [[proxy, {}, "https://shop.example"], [proxy, { "x-forwarded-host": "a.example" }, "https://a.example"], [behind, {}, "https://www.shop.example"]]) {
    const failed = await run(open("/session/callback?code=a&state=b", headers));
    assert.deepEqual([failed.status, failed.headers.get("location")], [303, `${site}/?loginError=state_mismatch`]);
  }
  for (const path of ["/session", "/session/other", "/session/constructor", "/other/session/callback"]) assert.ok(isContinued(await proxy(open(path))), path);
  const request = new NextRequest("https://shop.example/shop/session/callback", { nextConfig: { basePath: "/shop" } });
  assert.equal((await proxy(request)).status, 400);
});

test("Options are read once, with the first request; invalid ones let each request fail", async () => {
  let calls = 0;
  const { proxy } = createSessions(() => (calls++, options));
  assert.equal(calls, 0);
  await Promise.all([proxy(open("/")), proxy(open("/"))]);
  assert.equal(calls, 1);
  for (const [given, name] of [[{ clientId: undefined }, "clientId"], [{ clientId: "a", other: 1 }, "other"], [undefined, "options"], ["a", "options"]]) {
    const sessions = createSessions(() => given);
    for (const call of [() => sessions.proxy(open("/")), () => sessions.proxy(open("/session/token"))]) {
      await assert.rejects(call, (error) => error.code === "invalid_options" && error.message.includes(`\`${name}\``));
    }
  }
});

test("The listings of docs/rendering.md are files of this project", () => {
  const text = readFileSync("node_modules/fetch-with-auth/docs/rendering.md", "utf8");
  const section = text.split("\n## Next\n")[1].split("\n## ")[0];
  const listings = [...section.matchAll(/```tsx?\n\/\/ (\S+)\n(.*?)```/gs)];
  assert.deepEqual(listings.map(([, path]) => path), ["lib/sessions.ts", "proxy.ts", "app/about/page.tsx", "lib/cart.ts", "app/api/cart/route.ts"]);
  // Wix is the local stand-in.
  const local = { ", apiOrigin: process.env.WIX_ORIGIN": "", "`${process.env.WIX_ORIGIN}/ecom/v1/carts/current`": "'https://www.wixapis.com/ecom/v1/carts/current'" };
  for (const [, path, code] of listings) {
    const file = Object.entries(local).reduce((text, [here, there]) => text.replace(here, there), readFileSync(path, "utf8"));
    assert.equal(code, file, path);
  }
});
