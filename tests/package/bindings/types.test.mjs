// What types.tsx says, to the compiler.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

for (const [module, resolution] of [["esnext", "bundler"], ["nodenext", "nodenext"]]) {
  test(`The types of React, Svelte and Vue fit, as modules are found by ${resolution}`, () => {
    const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", ".", "--module", module, "--moduleResolution", resolution], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
