// Arguments that are none, and those that would change what every object has.
import { equal } from "../assert.js";
import { test } from "./backend.js";

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);
const many = (count) => `[${Array.from({ length: count }, () => 1)}]`;

const REFUSED = {
  "an object": '{"a":1}',
  "an object that says how long it is": '{"length":1,"0":"vase"}',
  "a text": '"vase"',
  "a number": "5",
  null: "null",
  nothing: "",
  "half a list": '["vase"',
  "two lists": "[][]",
  "no JSON": "['vase']",
  "an object that sets its prototype": '[{"__proto__":{"polluted":true}}]',
  "the same in other letters": '[{"\\u005f_proto__":{"polluted":true}}]',
  "the same deep inside": '[[{"a":[{"b":{"__proto__":{"polluted":true}}}]}]]',
  "the same after another name": '[{"a":1,"__proto__":{"polluted":true},"b":2}]',
  "a prototype of a constructor": '[{"constructor":{"prototype":{"polluted":true}}}]',
  "the same in the letters of another": '[{"\\u0063onstructor":{"p\\u0072ototype":{"polluted":true}}}]',
  "101 arguments": many(101),
  "a list too deep": nested(33),
  "an object too deep": `[${'{"a":'.repeat(32)}1${"}".repeat(32)}]`,
  "depth that would end a stack": nested(20_000),
  "half of an escape": '["\\ud83"]',
};

test("What is no list of arguments is refused, whatever it pretends to be, and nothing is run", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  for (const [what, body] of Object.entries(REFUSED)) {
    const { status, code } = await mine.call("/api/shop/restock", token, { body });
    equal([status, code], [400, "invalid_arguments"], what);
  }
  equal(await mine.changes(), []);
});

test("No argument changes what every object has", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("visitor");
  for (const body of Object.values(REFUSED)) await mine.call("/api/shop/pollute", token, { body });
  for (const [body, keys] of [['[{"a":1}]', ["a"]], ['[{"constructor":"Ford","prototype":"T"}]', ["constructor", "prototype"]]]) {
    const { json } = await mine.call("/api/shop/pollute", token, { body });
    equal(json.result, { polluted: null, keys });
  }
});

test("As many arguments and as deep as is allowed", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("visitor");
  equal((await mine.call("/api/shop/echo", token, { body: many(100) })).json.result.length, 100);
  equal((await mine.call("/api/shop/echo", token, { body: nested(32) })).text, `{"result":${nested(32)}}`);
  equal((await mine.call("/api/shop/echo", token, { body: ' \n["vase"] ' })).json.result, ["vase"]);
});

test("Limits can be set, and count for web methods alone", async ({ backend }) => {
  const mine = await backend({}, { limits: { body: 20, depth: 2 } });
  const token = await mine.token("visitor");
  const outcomeOf = async (body) => (await mine.call("/api/shop/echo", token, { body })).status;
  equal([await outcomeOf('["123456789012345"]'), await outcomeOf('["1234567890123456789"]'), await outcomeOf("[[]]"), await outcomeOf("[[[]]]")], [200, 413, 200, 400]);
  equal((await mine.call("/endpoint/anyone", token, { body: "x".repeat(500) })).status, 200);
});
