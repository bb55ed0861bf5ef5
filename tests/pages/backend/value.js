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
  "a function and a symbol": [[() => 1, Symbol("x"), { f: () => 1 }], [null, null, {}]],
  "what has a toJSON": [[{ toJSON: () => "told" }, new URL("https://a.example/")], ["told", "https://a.example/"]],
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
  const [came] = await mine.shop(mine.auth()).echo(given);
  ok(came instanceof Date, "a date");
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
  const came = await mine.shop(auth).anything();
  equal([{}.polluted ?? null, Object.keys(came).sort(), Object.getPrototypeOf(came) === Object.prototype, came.at instanceof Date], [null, ["__proto__", "at"], true, true]);
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

test("The methods of a module: two of one name are one function, awaiting them all does not hang, and nothing is sent before a call", async ({ backend }) => {
  const mine = await backend();
  const shop = mine.shop(mine.auth());
  same(shop.echo, shop.echo);
  same(await shop, shop);
  same((await Promise.all([shop]))[0], shop);
  same(shop[Symbol.iterator], undefined);
  ok(shop.constructor !== Object && typeof shop.toString === "function", "names that objects have are methods as well");
  equal((await mine.grants()).anonymous, 0);
  equal(await product.webMethods(`${mine.base}/api/shop/`, mine.auth()).echo(1), [1], "a slash at the end");
  equal(await product.webMethods(new URL(`${mine.base}/api/shop`), mine.auth()).echo(1), [1], "a URL");
});
