// What JSON.parse takes is JSON: whatever a page can send arrives.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Permissions, createBackend, webMethod } from "fetch-with-auth/backend";

const fetch = async () => Response.json({ active: true, subjectType: "VISITOR", subjectId: "v", clientId: "app", exp: 4e9 });
let received;
const serve = createBackend({ appId: "app", fetch, log() {} }).handle({ shop: { take: webMethod(Permissions.Anyone, (...given) => { received = given; }) } });
const send = async (body, path = "/api/shop/take") => {
  received = undefined;
  const { status } = await serve(new Request(`https://shop.example${path}`, {
    method: "POST", body, headers: { "content-type": "application/json", authorization: "token" },
  }));
  return status;
};

const depth = (value) => (typeof value == "object" && value ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0);
const isHarmless = (value) => typeof value != "object" || !value || Object.entries(value).every(([name, inner]) =>
  name != "__proto__" && !(name == "constructor" && Object(inner) === inner && !Array.isArray(inner) && Object.hasOwn(inner, "prototype")) && isHarmless(inner));

/** What the body has to come to: its arguments, or nothing. */
function expected(body) {
  let value;
  try {
    // As every body, it is read as UTF-8.
    value = JSON.parse(new TextDecoder().decode(new TextEncoder().encode(body)));
  } catch {
    return undefined;
  }
  return Array.isArray(value) && value.length <= 100 && depth(value) <= 32 && isHarmless(value) ? value : undefined;
}

async function assertAlike(body) {
  const wanted = expected(body);
  assert.equal(await send(body), wanted ? 200 : 400, JSON.stringify(body));
  if (wanted) assert.deepEqual(received, wanted);
}

/** Numbers by chance, the same every time. */
function chance(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

const PIECES = [
  "[", "]", "{", "}", ",", ":", '"', "\\", "u", "d83d", "\\ud83d", "\\ude00", "\\u0041", "0", "1", "-", "+", ".", "e", "E", "1e999", "0.5",
  "true", "false", "null", " ", "\t", "\n", "\r", "\f", "\v", "\u00a0", "\u2028", "\ufeff", "\0", "\x1f", "\x7f", "ü", "😀", "\ud83d", "/", "'",
  '"a"', '"a":', '"__proto__":', '"\\u005f_proto__":', '"constructor":', '"prototype":', "[]", "{}", "NaN", "Infinity", "undefined",
];

test("A body of any pieces of JSON is arguments if JSON.parse takes it for a list, and arrives as that", async () => {
  const pick = chance(20_261_128);
  for (let count = 0; count < 8_000; count++) {
    const body = Array.from({ length: pick(9) }, () => PIECES[pick(PIECES.length)]).join("");
    await assertAlike(`[${body}]`);
    if (count % 10 == 0) await assertAlike(body);
  }
});

const VALUES = ["", "a", "\ud83d", "\ude00\ud83d", "a\u2028\0\"\\/\b", "😀".slice(0, 1), 0, -0, 1.5e300, -5e-324, true, false, null, {}, []];

test("Whatever JSON.stringify writes arrives, and what one character of it is changed in if JSON.parse takes that", async () => {
  const pick = chance(8);
  const make = (level) => {
    const kind = pick(level > 5 ? 1 : 3);
    if (kind == 0) return VALUES[pick(VALUES.length)];
    const inner = Array.from({ length: pick(5) }, () => make(level + 1));
    return kind == 1 ? inner : Object.fromEntries(inner.map((value) => [String(VALUES[pick(11)]), value]));
  };
  for (let count = 0; count < 1500; count++) {
    const body = JSON.stringify([make(0), make(0)], null, pick(3));
    await assertAlike(body);
    const at = pick(body.length);
    await assertAlike(body.slice(0, at) + PIECES[pick(PIECES.length)] + body.slice(at + pick(2)));
    await assertAlike(body.slice(0, at));
  }
});

test("Half of a character, which every cut of a text leaves, arrives", async () => {
  for (const text of ["😀".slice(0, 1), "😀".slice(1), "a😀b".slice(0, 2)]) {
    assert.equal(await send(JSON.stringify([text, { [text]: [text] }])), 200);
    assert.deepEqual(received, [text, { [text]: [text] }]);
  }
});

test("A slash at the end of the path makes no difference, and two do", async () => {
  assert.deepEqual([await send("[]", "/api/shop/take/"), await send("[]", "/api/shop/take/?a=b"), await send("[]", "/api/shop/take//")], [200, 200, 404]);
});
