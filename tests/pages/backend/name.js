// What is no web method, and how one is not called.
import { equal } from "../assert.js";
import { test } from "./backend.js";

const NAMES = [
  "constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "valueOf", "then", "default", "notMarked", "constant", "nobody",
  "", "..%2fanyone", "..%2f..%2fshop%2fanyone", "ANYONE", "anyone//", "anyone/call", "anyone%00", "anyone%20", "any\u00f6ne",
];
const PATHS = ["/api", "/api/", "/api/shop", "/api//anyone", "/api/other/anyone", "/api/constructor/anyone", "/api/__proto__/toString", "/api/Shop/anyone", "/shop/anyone", "/api/shop.web.js/anyone"];
const ALL = [...NAMES.map((name) => `/api/shop/${name}`), ...PATHS];

test("What is no web method gets one and the same answer, to every caller: it tells nothing of what there is", async ({ backend }) => {
  const mine = await backend();
  const answers = new Set();
  for (const token of [await mine.token("member"), undefined]) {
    for (const path of ALL) {
      const { status, challenge, text, header } = await mine.call(path, token);
      answers.add(JSON.stringify([status, challenge, header("content-type"), text]));
    }
  }
  for (const method of ["GET", "PUT", "OPTIONS"]) {
    const { status, challenge, text, header } = await mine.call("/api/shop/nobody", undefined, { method });
    answers.add(JSON.stringify([status, challenge, header("content-type"), text]));
  }
  const body = JSON.stringify({ error: { code: "not_found", message: "Not found." } });
  equal([...answers], [JSON.stringify([404, null, "application/json", body])]);
});

test("A name in other letters is none: nothing is decoded", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  // WebKit would decode these itself.
  const results = await mine.together(["%61nyone", "anyon%65", "%61%6e%79%6f%6e%65"].map((name) => ({ path: `/api/shop/${name}`, token })));
  equal(results.map(({ json }) => json.error.code), Array(3).fill("not_found"));
});

for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
  test(`A web method is called by POST alone, and says so: ${method}`, async ({ backend }) => {
    const mine = await backend();
    for (const token of [await mine.token("member"), undefined]) {
      const { status, text, code, header } = await mine.call("/api/shop/restock", token, { method, body: '["vase"]' });
      equal([status, header("allow"), header("access-control-allow-origin")], [405, "POST", null]);
      if (method === "HEAD") equal(text, "");
      else equal(code, "method_not_allowed");
    }
    equal(await mine.changes(), []);
  });
}

const TYPES = ["", "text/plain", "text/plain;application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "application/jsonx", "application/json, text/plain", "application/ld+json"];

test("Arguments are application/json by their content type, or refused: also where there is none", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  for (const type of TYPES) {
    const body = new Blob(['["vase"]']); // Which has no type of its own.
    const { status, code } = await mine.call("/api/shop/restock", token, { type, body });
    equal([status, code], [415, "unsupported_media_type"], type);
  }
  equal(await mine.changes(), []);
  for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
    equal((await mine.call("/api/shop/echo", token, { type, body: '["ü"]' })).json, { result: ["ü"] }, type);
  }
});
