// What types.ts says, to the compiler.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

test("The types of Astro fit", () => {
  const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "types.json"], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
