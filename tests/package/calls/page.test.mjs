// fetchWithAuth of a page's half, in Node: what is validated is sent, other makes of fetch, many calls with one signal.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";

import { JSDOM } from "jsdom";
import nodeFetch from "node-fetch";
import * as undici from "undici";

import { createAuth } from "fetch-with-auth";
import { TRICKS, api, foreign, heard, own, turns } from "./world.mjs";

const auth = (options) => createAuth({ clientId: crypto.randomUUID(), apiOrigin: api, storage: "memory", ...options });
const json = async (promise) => (await promise).json();

for (const [what, make] of Object.entries(TRICKS)) {
  test(`No token goes to a foreign origin: ${what}`, async () => {
    heard.foreign.length = 0;
    const { fetchWithAuth } = auth();
    for (const state of ["cold", "warm"]) {
      const outcome = await fetchWithAuth(...make()).then(({ url }) => new URL(url).origin, (error) => error.code ?? error.name);
      assert.ok([api, "foreign_origin", "TypeError"].includes(outcome), `${state}: ${outcome}`);
      await fetchWithAuth(`${api}/echo`);
    }
    assert.equal(heard.foreign.length, 0);
  });
}

test("Names of headers are spelled on the wire as fetch spells them", async () => {
  const { fetchWithAuth } = auth();
  const forms = [{ "X-UPPER": "1", "x-lower": "2" }, [["X-UPPER", "1"], ["x-upper", "2"]], { "x-A": "1", "X-a": "2" }, new Headers({ "X-UPPER": "1" })];
  for (const headers of forms) {
    for (const make of [() => [`${api}/echo`, { headers }], () => [new Request(`${api}/echo`, { headers })], () => [`${api}/echo`, { headers, method: "POST", body: new Blob(["text"]).stream(), duplex: "half" }]]) {
      const names = ({ names }) => names.filter((name) => name !== "authorization").sort();
      const [ours, native] = [await json(fetchWithAuth(...make())), await json(fetch(...make()))];
      assert.deepEqual(names(ours), names(native));
      assert.ok(ours.names.includes("authorization"));
      assert.equal(ours.headers["x-a"], native.headers["x-a"]);
    }
  }
});

test("Thirty calls with one signal make no warning, and leave no listener", async (t) => {
  const warned = [];
  const warning = (it) => warned.push(it.name);
  process.on("warning", warning);
  t.after(() => process.off("warning", warning));
  // What fetch itself leaves there goes when its requests are collected.
  const left = async (call) => {
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => call(`${api}/echo`, { signal }).then((answer) => answer.text())));
    return getEventListeners(signal, "abort").length;
  };
  // A fetch that does not look at the signal: what is left is ours, or of a Request that was only made.
  const { fetchWithAuth } = auth({ fetch: (input, init) => fetch(input, { ...init, signal: undefined }) });
  const [ours, native] = [await left(fetchWithAuth), await left(fetch)];
  assert.deepEqual(warned, []);
  assert.ok(ours <= native, `${ours} listeners are left, and ${native} of fetch`);
});

test("A signal that many calls share ends all of them with its reason, and calls after it", async () => {
  let release;
  const held = new Promise((done) => (release = done));
  const { fetchWithAuth } = auth({ fetch: async (...args) => (await held, fetch(...args)) });
  const controller = new AbortController();
  const calls = Array.from({ length: 20 }, () => fetchWithAuth(`${api}/echo`, { signal: controller.signal }));
  const without = fetchWithAuth(`${api}/echo`);
  const reasons = Promise.allSettled(calls);
  controller.abort("enough");
  assert.deepEqual((await reasons).map(({ reason }) => reason), Array(20).fill("enough"));
  release();
  assert.equal((await without).status, 200);
  await assert.rejects(fetchWithAuth(`${api}/echo`, { signal: controller.signal }), (reason) => reason === "enough");
});

test("With a fetch of node-fetch or undici a refused token is renewed, and bodies arrive", async () => {
  for (const [make, other] of Object.entries({ "node-fetch": nodeFetch, undici: undici.fetch })) {
    // Of two tokens one is refused: whichever is first, one of two calls meets it.
    const { fetchWithAuth } = auth({ fetch: (...args) => other(...args) });
    for (const round of [1, 2]) {
      const answer = await fetchWithAuth(`${api}/echo?refuse=${round}`);
      assert.equal(answer.status, 200, make);
      await answer.text();
    }
    const bodies = { text: "a=1", form: new URLSearchParams("a=1"), bytes: new TextEncoder().encode("a=1"), buffer: new TextEncoder().encode("a=1").buffer };
    for (const [what, body] of Object.entries(bodies)) {
      const { body: arrived, headers } = await json(fetchWithAuth(`${api}/echo`, { method: "POST", body, headers: { "X-A": "1" } }));
      assert.deepEqual([arrived, headers["x-a"]], ["a=1", "1"], `${make}: ${what}`);
      assert.ok(headers.authorization, `${make}: ${what}`);
    }
  }
});

test("Where a test environment has put AbortController and URLSearchParams of its own, tokens are to be had", async (t) => {
  const { window } = new JSDOM("", { url: `${api}/` });
  for (const name of ["AbortController", "AbortSignal", "URLSearchParams", "Event", "EventTarget"]) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
    t.after(() => Object.defineProperty(globalThis, name, own));
  }
  const before = heard.tokens.length;
  const { headers } = await json(auth().fetchWithAuth(`${api}/echo`));
  assert.ok(headers.authorization);
  const { body, headers: asked } = heard.tokens[before];
  assert.equal(new window.URLSearchParams(body).get("grant_type"), "anonymous");
  assert.equal(asked["content-type"], "application/x-www-form-urlencoded;charset=UTF-8");
});

test("An init that changes is read once", async () => {
  const { fetchWithAuth } = auth();
  let turn = 0;
  const changing = [
    { get headers() { return turn++ ? { authorization: "mine" } : {}; } },
    { headers: [[turns("x-a", "authorization"), "mine"]] },
    { headers: { *[Symbol.iterator]() { yield turn++ ? ["authorization", "mine"] : ["x-a", "1"]; } } },
  ];
  for (const init of changing) {
    turn = 0;
    const { headers } = await json(fetchWithAuth(`${api}/echo`, init));
    assert.match(headers.authorization, /^OauthNG\.JWS\.\d+$/);
  }
});

test("The name and the length are those of fetch", () => {
  const { fetchWithAuth } = auth();
  assert.deepEqual([fetchWithAuth.name, fetchWithAuth.length], [fetch.name, fetch.length]);
});

test("Without an argument it rejects as fetch does, and asks nobody", async () => {
  let asked = 0;
  const { fetchWithAuth } = auth({ fetch: () => void asked++ });
  await assert.rejects(fetchWithAuth(), TypeError);
  assert.equal(asked, 0);
});

test("What is refused says why: a foreign origin", async () => {
  await assert.rejects(auth().fetchWithAuth(own(new Request(`${foreign}/`), { url: api })), { code: "foreign_origin" });
});

test("`settings` has the options with their defaults, and the object of a storage is not in it", () => {
  const { settings } = createAuth({ clientId: "mine", apiOrigin: `${api}/`, audience: [new URL("https://shop.example")], storage: { getItem: () => "secret", setItem() {} } });
  assert.deepEqual(settings, { clientId: "mine", apiOrigin: api, audience: [api, "https://shop.example"], storage: "custom" });
  assert.deepEqual(createAuth({ accessToken: () => "secret" }).settings, { clientId: undefined, apiOrigin: "https://www.wixapis.com", audience: ["https://www.wixapis.com", "https://edge.wixapis.com"], storage: "memory" });
});

test("`onTokenRequest` reports each token request that has ended, without a token, and those before it", async () => {
  const found = [];
  const { fetchWithAuth, onTokenRequest } = auth();
  await fetchWithAuth(`${api}/echo`);
  const leave = onTokenRequest((request) => found.push(request));
  await fetchWithAuth(`${api}/echo?refuse`);
  assert.deepEqual(found.map(({ grant, result }) => [grant, result.status]), [["anonymous", 200], ["refresh_token", 200]]);
  assert.ok(found.every(({ duration }) => duration > 0));
  assert.ok(!JSON.stringify(found).includes("JWS"));
  leave();
  await fetchWithAuth(`${api}/echo?refuse`);
  await new Promise(setImmediate);
  assert.equal(found.length, 2);
});

test("`onTokenRequest` reports what a token request without a response threw, and tokens that other code manages", async () => {
  const thrown = new TypeError("offline");
  const found = [];
  const offline = auth({ fetch: () => Promise.reject(thrown) });
  offline.onTokenRequest((request) => found.push(request));
  await assert.rejects(offline.fetchWithAuth(`${api}/echo`), { code: "token_endpoint_unavailable" });
  assert.ok(found.length > 0 && found.every(({ grant, result }) => grant === "anonymous" && result === thrown));
  const external = createAuth({ accessToken: () => "JWS.token", apiOrigin: api });
  external.onTokenRequest((request) => found.push(request));
  await external.fetchWithAuth(`${api}/echo`);
  assert.equal(found.at(-1).grant, "external");
  assert.equal(found.at(-1).result, undefined);
});

test("A listener that is not a function is refused when it is added", () => {
  const it = auth();
  for (const add of ["onSessionChange", "onTokenRequest", "onWarning"]) {
    for (const listener of [undefined, null, "listener", { handleEvent() {} }]) {
      assert.throws(() => it[add](listener), { name: "AuthError", code: "invalid_options", message: /^`listener` must be a function \(got \w+\)$/ }, add);
    }
  }
});

test("A time that is not a number of seconds is refused", () => {
  for (const option of ["leeway", "frameTimeout"]) {
    for (const value of [null, "5", true, 5n, NaN, Infinity, -1, Symbol("5"), [5], { valueOf: () => 5 }]) {
      assert.throws(() => auth({ [option]: value }), { code: "invalid_options", message: new RegExp(`^\`${option}\` must be `) }, option);
    }
  }
});
