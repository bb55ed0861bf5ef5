// Each move of the guide: a person with the cookie and the cart that the code before has made keeps both.
import assert from "node:assert/strict";
import { test } from "node:test";

import { astro, next, sveltekit } from "./frameworks.mjs";
import { LISTINGS } from "./guide.mjs";
import { Visitor, add, items, wix } from "./visitor.mjs";

const MOVES = [
  ["refreshToken", next({ middleware: "1/before/middleware.js", page: "1/before/wix-context.js" }), next({ middleware: "1/after/proxy.js", page: "1/after/wix-context.js" })],
  ["wix_session", next({ middleware: "2/before/middleware.js", page: "2/before/wix-client.js", onServer: true }), next({ middleware: "2/after/proxy.js", page: "2/after/wix-client.js", onServer: true })],
  ["session", next({ middleware: "3/before/middleware.js", page: "3/before/wix-client.js" }), next({ middleware: "1/after/proxy.js", page: "3/after/wix-client.js" })],
  ["wixSession", astro("4/before/middleware.js"), astro("4/after/middleware.js")],
  ["wixVisitorTokens", sveltekit("5/before/hooks.server.js"), sveltekit("5/after/hooks.server.js")],
];
const { report } = await wix(process.env.API);

for (const [index, [cookie, before, after]] of MOVES.entries()) {
  test(`Move ${index + 1}: the visitor with the cookie ${cookie} has the same cart afterwards`, async () => {
    const { visitors } = await report();
    const visitor = new Visitor();
    assert.equal(await add(await before(visitor)), 1);
    assert.deepEqual([...visitor.cookies.keys()], [cookie]);
    const moved = await after(visitor);
    assert.deepEqual([...visitor.cookies.keys()], ["wixSession"], "one cookie, and it is ours");
    assert.equal(await items(moved), 1);
    assert.equal(await add(moved), 2);
    assert.equal(await items(await after(visitor)), 2);
    assert.equal((await report()).visitors, visitors + 1, "it is one visitor all the time");
  });
}

test("What the code before needed is not in the code after, which is shorter", () => {
  const lines = { before: 0, after: 0 };
  for (const [path, code] of LISTINGS) {
    const part = path.split("/")[1];
    lines[part] += code.split("\n").filter((line) => line.trim()).length;
    if (part === "after") assert.doesNotMatch(code, /generateVisitorTokens|renewToken|OAuthStrategy|js-cookie|refreshToken|wix_session|'session'|wixVisitorTokens|JSON\.parse|catch/, path);
  }
  assert.equal(LISTINGS.size, 16, "each is of a move");
  assert.ok(lines.after < lines.before * 0.75, `${lines.before} lines before, ${lines.after} after`);
});
