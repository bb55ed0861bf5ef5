// What JSON would lose without a word, and what must not be lost with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, isDeepStrictEqual } from "node:util";

import { webMethods } from "fetch-with-auth";
import { Permissions, createBackend, webMethod } from "fetch-with-auth/backend";

const LOST = {
  function: () => () => 1, symbol: () => Symbol("x"), bigint: () => 5n, class: () => class {},
  File: () => new File(["a"], "a"), Blob: () => new Blob(["a"]), FormData: () => new FormData(), Headers: () => new Headers(),
  URLSearchParams: () => new URLSearchParams("a=b"), Response: () => new Response("a"), Request: () => new Request("https://a.example"),
  ReadableStream: () => new ReadableStream(), "async iterator": () => (async function* () {})(), generator: () => (function* () {})(),
  Map: () => new Map([[1, 2]]), Set: () => new Set([1]), WeakMap: () => new WeakMap(), WeakRef: () => new WeakRef({}), Promise: () => Promise.resolve(1),
  ArrayBuffer: () => new ArrayBuffer(1), SharedArrayBuffer: () => new SharedArrayBuffer(1), Uint8Array: () => new Uint8Array(1), DataView: () => new DataView(new ArrayBuffer(1)),
  Error: () => new Error("no"), RegExp: () => /a/, AbortSignal: () => AbortSignal.abort(), "private fields": () => new (class { #own = 1; })(),
  "a Map by another class": () => new (class extends Map {})([[1, 2]]),
};

const fetch = async () => Response.json({ active: true, subjectType: "VISITOR", subjectId: "v", clientId: "app", exp: 4e9 });

for (const [what, make] of Object.entries(LOST)) {
  test(`An answer that JSON would lose is an internal error with a TypeError that names its path: ${what}`, async () => {
    for (const [wrap, path] of [[(value) => ({ a: [value] }), "response.result.a[0]"], [(value) => ({ toJSON: () => [value] }), "response.result[0]"]]) {
      const failed = [];
      const backend = createBackend({ appId: "app", fetch, log: ({ type, error }) => type == "failed" && failed.push(error) });
      const serve = backend.handle({ shop: { get: webMethod(Permissions.Anyone, () => wrap(make())) } });
      const answer = await serve(new Request("https://shop.example/api/shop/get", {
        method: "POST", body: "[]", headers: { "content-type": "application/json", authorization: "token" },
      }));
      assert.deepEqual([answer.status, (await answer.json()).error.code], [500, "internal"]);
      assert.equal(failed[0].name, "TypeError");
      assert.ok(failed[0].message.startsWith(`${path}: `), failed[0].message);
    }
  });

  test(`An argument that JSON would lose is a TypeError that names its path, and nothing is sent: ${what}`, async () => {
    const sent = [];
    const shop = webMethods("https://shop.example/api/shop", { fetchWithAuth: async (url) => sent.push(url) });
    for (const [given, path] of [[[make()], "arguments[0]"], [[1, { a: { b: [make()] } }], "arguments[1].a.b[0]"]]) {
      await assert.rejects(shop.restock(...given), (error) => error instanceof TypeError && error.message.startsWith(`${path}: `));
    }
    assert.deepEqual(sent, []);
  });
}

test("What says of itself how it is written is written like that", async () => {
  const bodies = [];
  const shop = webMethods("https://shop.example/api/shop", { fetchWithAuth: async (url, { body }) => (bodies.push(body), new Response("{}")) });
  await shop.restock(Object.assign(new Map(), { toJSON: () => ({ a: 1 }) }), new URL("https://a.example"), Buffer.from("a"), new Date(0));
  assert.deepEqual(bodies, ['[{"a":1},"https://a.example/",{"type":"Buffer","data":[97]},{"$date":"1970-01-01T00:00:00.000Z"}]']);
});

test("Who prints, compares, awaits or inspects the object of methods sends nothing", async () => {
  const sent = [];
  const shop = webMethods("https://shop.example/api/shop", { fetchWithAuth: async (url) => (sent.push(url), new Response("{}")) });
  for (const round of ["before", "after"]) {
    assert.equal(JSON.stringify({ shop }), '{"shop":{}}');
    assert.equal(`${shop}`, "[object Object]");
    assert.deepEqual([shop + "", shop == "x", shop == 1, Number.isNaN(+shop)], ["[object Object]", false, false, true]);
    for (const options of [{}, { showProxy: true, depth: 9 }, { showHidden: true, getters: true }]) inspect(shop, options);
    console.log("%s %o %j", shop, shop, shop);
    assert.equal(await shop, shop);
    assert.deepEqual(await Promise.all([shop, Promise.resolve(shop)]), [shop, shop]);
    isDeepStrictEqual(shop, {});
    assert.notDeepEqual(shop, { a: 1 });
    try {
      structuredClone(shop);
    } catch {}
    assert.deepEqual([Object.keys({ ...shop }), shop.then, shop.toJSON, shop.asymmetricMatch, shop.$$typeof, shop.nodeType, shop.__v_raw, shop.__v_isRef, shop["@@iterator"], shop[""]],
      [round == "before" ? [] : ["restock"], ...Array(9).fill(undefined)]);
    await new Promise((done) => setImmediate(done));
    assert.equal(sent.length, round == "before" ? 0 : 1);
    if (round == "before") await shop.restock();
  }
});
