// Node's http server, in every engine; with a sealed cookie in those that take loopback for secure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { rendered } from "./rendered/flow.mjs";
import { ENGINES_FOR_SEALED, withASealedCookie, withTheCookie } from "./windows.mjs";

const start = ["node", "server.mjs"];

rendered("Node", { start, also: withTheCookie });
rendered("Node, sealed", { start, cookie: "sealed", only: ENGINES_FOR_SEALED, also: withASealedCookie });

test("The listing of docs/rendering.md for a sealed cookie is what these pages run", () => {
  const text = readFileSync("node_modules/fetch-with-auth/docs/rendering.md", "utf8");
  assert.ok(text.includes(readFileSync("follow-tabs.js", "utf8")));
});
