// What goes out comes back: arguments and results of web methods.
import { equal, ok, reason, same } from "../assert.js";
import { product } from "../world.js";
import { test } from "./backend.js";

const date = new Date("2020-02-29T12:00:00.123Z");
const strange = { $date: "soon", more: 1 };
const unicode = "ä€😀\u0000\u2028\u202e\"\\</script>";

/** What is given, and what arrives: the same, if nothing else is said. */
const VALUES = {
  nothing: [[], []],
  plain: [["text", 0, -1.5, 1e21, true, null, [], {}, ""]],
  nested: [[{ a: [{ b: { c: [1, [2]] } }] }]],
  unicode: [[unicode, { [unicode]: unicode }]],
  "half of a character, where a text was cut": [["\ud83d", { "\ude00": "\ude00\ud83d" }]],
  "an object that looks a little like a date": [[strange, { $date: 5 }, { $date: date.toISOString(), more: 1 }, { $date: "2020-02-30" }]],
  "undefined in an object": [[{ a: undefined, b: 1 }], [{ b: 1 }]],
  "undefined in a list": [[[undefined, 1]], [[null, 1]]],
  "undefined before another": [[undefined, 1], [null, 1]],
  "undefined at the end": [["a", undefined, undefined], ["a"]],
  "numbers that JSON has not": [[-0, NaN, Infinity], [0, null, null]],
  "a date that is none": [[new Date(NaN)], [null]],
  "what has a toJSON": [[{ toJSON: () => "reported" }, new URL("https://a.example/")], ["reported", "https://a.example/"]],
};

for (const [what, [given, expected = given]] of Object.entries(VALUES)) {
  test(`Arguments and results round trip: ${what}`, async ({ backend }) => {
    const mine = await backend();
    equal(await mine.shop(mine.auth()).echo(...given), expected);
  });
}

test("Dates arrive as dates, wherever they are, and of another window too", async ({ backend, after }) => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  after(() => frame.remove());
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  const others = new frame.contentWindow.Date(date.getTime());
  const [first, { deep: [second] }, third, far] = await shop.echo(date, { deep: [date] }, others, new Date(8.64e15));
  for (const one of [first, second, third]) ok(one instanceof Date && one.getTime() === date.getTime(), `a date, got ${one}`);
  equal(far.getTime(), 8.64e15);
  const { is, next } = await shop.dates(date);
  equal([is, next instanceof Date, next - date], [true, true, 1000]);
});

test("An object that is exactly what a date is written as arrives as a date: documented, and the page's own arguments are not changed", async ({ backend }) => {
  const mine = await backend();
  const given = Object.freeze({ $date: date.toISOString() });
  const [received] = await mine.shop(mine.auth()).echo(given);
  ok(received instanceof Date, "a date");
  equal(given, { $date: date.toISOString() });
});

test("What a function takes by default is taken where nothing is given", async ({ backend }) => {
  const mine = await backend();
  const { byDefault } = mine.shop(mine.auth());
  equal(await byDefault(), ["first", "second"]);
  equal(await byDefault(undefined, undefined), ["first", "second"]);
  equal(await byDefault("a", undefined), ["a", "second"]);
  equal(await byDefault(undefined, "b"), [null, "b"]);
});

test("No result is undefined, and null is null", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  same(await shop.nothing(), undefined);
  same(await shop.none(), null);
});

test("A name that an object would inherit comes back as one of its own, and changes nothing in the page", async ({ backend }) => {
  const mine = await backend();
  const auth = { fetchWithAuth: async () => new Response('{"result":{"__proto__":{"polluted":true},"at":{"$date":"2020-02-29T12:00:00.123Z"}}}') };
  const received = await mine.shop(auth).anything();
  equal([{}.polluted ?? null, Object.keys(received).sort(), Object.getPrototypeOf(received) === Object.prototype, received.at instanceof Date], [null, ["__proto__", "at"], true, true]);
});

test("What cannot be written as JSON is refused before anything is sent, as JSON.stringify does", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  const circle = {};
  circle.circle = circle;
  for (const given of [circle, [circle], 5n]) ok((await reason(shop.echo(given))) instanceof TypeError, "a TypeError");
  const own = new Error("mine");
  same(await reason(shop.echo({ get a() { throw own; } })), own);
  equal([await mine.hits(`${mine.base}/api/shop/echo`), (await mine.grants()).anonymous], [0, 0]);
});

class Point {
  constructor() {
    Object.assign(this, { x: 1, y: [2] });
  }
}
/** What JSON would write as {} or null without a word, and what the message calls it. */
const LOST = {
  Function: () => () => 1,
  Symbol: () => Symbol("x"),
  BigInt: () => 5n,
  File: () => new File(["a"], "a.txt"),
  Blob: () => new Blob(["a"]),
  FormData: () => new FormData(),
  URLSearchParams: () => new URLSearchParams("a=b"),
  Headers: () => new Headers({ a: "b" }),
  ReadableStream: () => new Blob(["a"]).stream(),
  Response: () => new Response("a"),
  Request: () => new Request("/"),
  Map: () => new Map([["a", 1]]),
  Set: () => new Set([1]),
  WeakMap: () => new WeakMap(),
  Promise: () => Promise.resolve(1),
  ArrayBuffer: () => new ArrayBuffer(8),
  Uint8Array: () => new Uint8Array([1, 2]),
  DataView: () => new DataView(new ArrayBuffer(8)),
  Error: () => Object.assign(new Error("no"), { code: "no" }),
  RegExp: () => /a/,
  HTMLDivElement: () => document.createElement("div"),
  "Array Iterator": () => [1].values(),
  Object: () => new (class { #hidden = 1; })(),
};

test("What JSON would lose without a word is a TypeError that names its path, before anything is sent: files, forms, streams, maps, functions", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  for (const [name, make] of Object.entries(LOST)) {
    const nested = { a: [{ "b c": make() }] };
    for (const [given, path] of [[[make()], "arguments[0]"], [[1, nested], "arguments[1].a[0].b c"], [[{ toJSON: () => ({ own: make() }) }], "arguments[0].own"]]) {
      const why = await reason(shop.echo(...given));
      equal([why instanceof TypeError, why.message], [true, `${path}: ${name} is not JSON.`]);
    }
  }
  equal([await mine.hits(`${mine.base}/api/shop/echo`), (await mine.grants()).anonymous], [0, 0]);
});

test("What consists of what it shows, or writes itself, arrives", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  const bare = Object.assign(Object.create(null), { a: 1 });
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const others = frame.contentWindow.JSON.parse(`{"a":[{}]}`);
  frame.remove();
  const same = { b: 1 };
  equal(await shop.echo(new Point(), bare, others, [same, same], {}, Object(5), Object("x"), Object(true)), [
    { x: 1, y: [2] }, { a: 1 }, { a: [{}] }, [{ b: 1 }, { b: 1 }], {}, 5, "x", true,
  ]);
  const shared = { at: date };
  const [first] = await shop.echo({ deep: shared, again: [shared] });
  ok(first.again[0].at instanceof Date && first.deep.at instanceof Date, "dates");
});

test("The methods of a module: two of one name are one function, awaiting them all does not hang, and nothing is sent before a call", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  same(shop.echo, shop.echo);
  same(await shop, shop);
  same((await Promise.all([shop]))[0], shop);
  same(shop[Symbol.iterator], undefined);
  equal((await mine.grants()).anonymous, 0);
  equal(await product.webMethods(`${mine.base}/api/shop/`, mine.auth()).echo(1), [1], "a slash at the end");
  equal(await product.webMethods(new URL(`${mine.base}/api/shop`), mine.auth()).echo(1), [1], "a URL");
});

/** All that others do with an object that they were given. */
const LOOKS = {
  "a template": (shop) => `${shop}`,
  "a sum": (shop) => shop + "",
  "a number": (shop) => +shop,
  "a comparison": (shop) => [shop == "x", shop == 1, shop == shop, shop < 1, shop === shop],
  "JSON": (shop) => JSON.stringify({ shop, list: [shop] }),
  "a console": (shop) => console.debug("%o %s %d", shop, shop, shop),
  "keys": (shop) => [Object.keys(shop), { ...shop }, Object.entries(shop), "restock" in shop, [...Object.getOwnPropertyNames(shop)]],
  "await": async (shop) => [await shop, await Promise.resolve(shop), await Promise.all([shop]), await Promise.race([shop])],
  "catch and finally": (shop) => [shop.catch, shop.finally, shop.then].map((found) => { if (found) found(() => {}); }),
  "a clone": (shop) => { try { structuredClone(shop); } catch {} },
  "what it is": (shop) => [Object.prototype.toString.call(shop), shop instanceof Promise, Array.isArray(shop), typeof shop, shop.constructor?.name],
  "every symbol": (shop) => Object.getOwnPropertyNames(Symbol).map((name) => typeof Symbol[name] === "symbol" && shop[Symbol[name]]?.()),
  "what Vue asks": (shop) => ["__v_isRef", "__v_isReactive", "__v_isReadonly", "__v_raw", "__v_skip", "__v_isVNode", "__v_isShallow"].map((name) => typeof shop[name] === "function" && shop[name]()),
  "what React asks": (shop) => ["$$typeof", "@@iterator", "toJSON"].map((name) => typeof shop[name] === "function" && shop[name]()),
  "what matchers ask": (shop) => ["asymmetricMatch", "nodeType", "@@__IMMUTABLE_ITERABLE__@@", "toJSON", "$$typeof"].map((name) => typeof shop[name] === "function" && shop[name](shop)),
  "names of no function": (shop) => ["", "a-b", "1", "a b", "\u00fc", "../other", "a/b", "@@observable"].map((name) => shop[name]?.()),
  "what every object has": (shop) => Object.getOwnPropertyNames(Object.prototype).map((name) => { try { shop[name]?.call?.(shop, "x", () => {}); } catch {} }),
};

for (const [what, look] of Object.entries(LOOKS)) {
  test(`Who looks at the object of methods sends nothing: ${what}`, async ({ backend }) => {
    const mine = await backend();
    const sent = [];
    const auth = { fetchWithAuth: async (url) => { sent.push(url); return new Response("{}"); } };
    const shop = mine.shop(auth);
    await look(shop);
    await look(shop);
    equal(sent, []);
    await shop.restock("vase");
    await look(shop);
    equal(sent, [`${mine.base}/api/shop/restock`]);
  });
}
