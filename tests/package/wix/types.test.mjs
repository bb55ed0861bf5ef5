// The declarations, with those of the SDK, in both ways in which projects find modules.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const FILES = ["page.ts", "server.ts"];

for (const resolution of ["esnext --moduleResolution bundler", "nodenext --moduleResolution nodenext"]) {
  test(`What is written for the SDK compiles with ours, and declarations are checked as well: ${resolution}`, () => {
    const settings = `--noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2022,dom,dom.iterable --module ${resolution}`;
    const { stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", ...settings.split(" "), ...FILES], { encoding: "utf8" });
    // Some declarations of Wix's have errors of their own.
    assert.deepEqual(stdout.split("\n").filter((line) => line && !/^\S*@wix\/|^ /.test(line)), []);
  });
}
