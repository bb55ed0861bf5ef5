// Many requests at once, of different callers and backends, elevated and not: none is ever signed as another's.
import assert from "node:assert/strict";
import { test } from "node:test";

import { items } from "@wix/data";
import { currentCart } from "@wix/ecom";
import { auth as essentials, httpClient } from "@wix/essentials";
import { members } from "@wix/members";
import { redirects } from "@wix/redirects";
import { Permissions, elevate, webMethod } from "fetch-with-auth/backend";
import { enableWixSdk } from "fetch-with-auth/wix/backend";

import { appToken, open, request, tokenOf } from "./server-world.mjs";

enableWixSdk();

const random = (most) => Math.floor(Math.random() * most);
const pause = () => new Promise((done) => setTimeout(done, random(6)));
const itself = (fn) => fn;

/** Each sends one or two requests, and resolves to the tokens that these had; `mark` is in the request. */
const ASKED = [
  async (as, mark) => {
    const query = as(items.query)(mark).eq("slug", mark);
    await pause();
    const page = await query.limit(1).find();
    await pause();
    return [page.items[0].as, (await page.next()).items[0].as];
  },
  async (as, mark) => [(await as(items.get)(mark, "1")).as],
  async (as) => [(await as(currentCart.getCurrentCart)()).buyerNote],
  async (as) => [(await as(members.getCurrentMember)()).member.loginEmail],
  async (as, mark) => {
    const query = as(members.queryMembers)().eq("profile.slug", mark);
    await pause();
    return [(await query.limit(1).find()).items[0].loginEmail];
  },
  async (as, mark) => [(await as(redirects.createRedirectSession)({ ecomCheckout: { checkoutId: mark } })).redirectSession.fullUrl],
  async (as, mark, api) => [(await (await as(httpClient.fetchWithAuth)(`${api}/echo/${mark}`)).json()).as],
];

const WAYS = [itself, essentials.elevate, elevate];

test("A hundred requests of different callers of two backends, each elevated by both ways and not, all at once", async () => {
  const worlds = [await open(), await open({ appId: "other" })];
  const apps = [appToken("app"), appToken("other")];
  const wrong = [];

  const ask = async (number, world, app, caller) => {
    const calls = ASKED.map((asked, index) => ({ asked, as: WAYS[(number + index) % 3], mark: `mark-${number}-${index}` }));
    await Promise.all(calls.sort(() => random(3) - 1).map(async ({ asked, as, mark }) => {
      await pause();
      const expected = as === itself ? caller : app;
      for (const token of await asked(as, mark, world.apiOrigin)) if (token !== expected) wrong.push([token, expected]);
    }));
    return "asked";
  };

  const handlers = Array.from({ length: 100 }, (_, number) => {
    const index = number % 2;
    const [world, app] = [worlds[index], apps[index]];
    const caller = tokenOf(["visitor", "member", "user"][number % 3], `caller${number}`, ["app", "other"][index]);
    let work = async () => (await elevate(items.get)("first", "1"), "identified");
    const serve = number % 4 < 2
      ? world.backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => work()) } })
      : world.backend.api(Permissions.Anyone, async () => Response.json({ result: await work() }));
    const result = async () => (await (await serve(request("/api/shop/method", { token: caller }))).json()).result;
    return { result, begin: () => (work = () => ask(number, world, app, caller), result()) };
  });

  // A slow machine must not make a timeout of what Wix is asked for first.
  for (const { result } of handlers) assert.equal(await result(), "identified");
  for (const world of worlds) Object.assign(world, { pauses: () => random(8) }).calls.length = 0;
  const results = await Promise.all(handlers.map(async ({ begin }) => (await pause(), begin())));

  assert.deepEqual(worlds.flatMap(({ events }) => events.filter(({ type }) => type === "failed" || type === "refused")), []);
  assert.deepEqual(results, Array(100).fill("asked"));
  assert.deepEqual(wrong, []);
  for (const [index, { calls }] of worlds.entries()) {
    // The first asks twice.
    assert.equal(calls.length, 400);
    const others = calls.filter(({ authorization }) => authorization !== apps[index]);
    assert.ok(others.length > 100 && others.length < 170, `${others.length} of the callers`);
    assert.equal(new Set(others.map(({ authorization }) => authorization)).size, 50);
    // What is in a request names its caller.
    for (const { authorization, body, pathname, data } of others) {
      const number = /mark-(\d+)-/.exec(`${pathname} ${body} ${JSON.stringify(data)}`)?.[1];
      if (number) assert.match(authorization, new RegExp(`-caller${number}-`));
    }
  }
});

test("Elevations of two backends in one process ask each its own app's token, also nested", async () => {
  const [mine, other] = [await open(), await open({ appId: "other" })];
  const inner = other.backend.api(Permissions.Anyone, async () => {
    const [caller, app] = [await items.get("brands", "1"), await elevate(items.get)("brands", "1")];
    assert.deepEqual([caller.as, app.as], [tokenOf("visitor", "eve", "other"), appToken("other")]);
    return new Response("inner");
  });
  const outer = mine.backend.api(Permissions.Anyone, async () => {
    const text = await elevate(async () => (await inner(request("/", { token: tokenOf("visitor", "eve", "other") }))).text())();
    assert.equal((await items.get("brands", "1")).as, tokenOf("member"));
    return new Response(text);
  });
  assert.equal(await (await outer(request())).text(), "inner");
  assert.deepEqual([mine.authorizations(), other.authorizations()], [[tokenOf("member")], [tokenOf("visitor", "eve", "other"), appToken("other")]]);
});
