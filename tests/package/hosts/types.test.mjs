// What types.ts says, to the compiler.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

for (const module of [["esnext", "bundler"], ["nodenext", "nodenext"]]) {
  test(`The types of @wix/site and @wix/dashboard fit, as modules are found by ${module[1]}`, () => {
    const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", ".", "--module", module[0], "--moduleResolution", module[1]], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
