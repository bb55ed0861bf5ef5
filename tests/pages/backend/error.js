// What a web method rejects with, by its kind.
import { equal, ok, reason, refused, same } from "../assert.js";
import { spy } from "../spy.js";
import { api, foreign, foreignAuthorizations, product } from "../world.js";
import { said, test } from "./backend.js";

test("What the server says no with arrives in its own words", async ({ backend }) => {
  const mine = await backend();
  const error = await reason(mine.shop(mine.auth()).soldOut());
  ok(error instanceof product.WebMethodError && error instanceof Error, "a WebMethodError");
  equal([error.name, error.code, error.status, error.message], ["WebMethodError", "sold_out", 409, "There is none left."]);
  ok(!/shop\.mjs|worker\.js/.test(error.stack), "no stack of the server's");
});

test("A web method that there is not rejects with not_found, and other methods go on", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  for (const name of ["nobody", "notMarked", "constant", "_", "$"]) equal(await said(shop[name]()), ["not_found", 404], name);
  equal(await shop.echo(1), [1]);
});

test("What fetchWithAuth refuses passes as it is, and nothing arrives: foreign_origin", async ({ backend }) => {
  const before = await foreignAuthorizations();
  const mine = await backend();
  await refused(product.webMethods(`${foreign}/api/shop`, mine.auth()).echo(1), "foreign_origin");
  equal([await foreignAuthorizations(), (await mine.grants()).anonymous], [before, 0]);
});

test("Without an instance that was configured: not_configured", async () => {
  await refused((await import("/fetch-with-auth/dist/index.js?unconfigured")).webMethods("/api/shop").echo(1), "not_configured");
});

test("What fetch throws passes as the very same value", async ({ backend }) => {
  const mine = await backend();
  for (const thrown of [new TypeError("no network"), new DOMException("over", "AbortError"), "a text", undefined]) {
    const shop = mine.shop(mine.auth({ fetch: spy(() => Promise.reject(thrown)) }));
    const caught = await shop.echo(1).then(() => "resolved", (value) => ({ value }));
    same(caught.value, thrown);
  }
});

test("A connection that is cut is fetch's own TypeError", async ({ backend }) => {
  const mine = await backend({ faults: { "inventory-query": { kind: "cut" } } });
  const error = await reason(product.webMethods(`${api}/stores/v2/inventoryItems`, mine.auth()).query());
  equal([error.name, error.code], ["TypeError", undefined], error.message);
});

test("An answer that is no web method's is invalid_answer, with its status", async ({ backend }) => {
  const mine = await backend();
  const ends = product.webMethods(`${mine.base}/endpoint`, mine.auth());
  equal(await said(ends.html()), ["invalid_answer", 200]);
  equal(await said(ends.empty()), ["invalid_answer", 200]);
  const answers = [["null", 500, "invalid_answer"], ["[]", 404, "invalid_answer"], ['{"error":{}}', 400, "invalid_answer"], ['{"error":{"code":"x"}}', 200, "x"], ["<p>", 502, "invalid_answer"], ['{"error":"text"}', 503, "invalid_answer"]];
  for (const [text, status, code] of answers) {
    const shop = mine.shop({ fetchWithAuth: async () => new Response(text, { status }) });
    equal(await said(shop.echo(1)), [code, status], text);
  }
});
