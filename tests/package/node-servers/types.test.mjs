// What the files of types say, to the compiler.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const compile = (...words) => {
  const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", ...words], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
};

test("A handler fits the types of Node's servers, Express and Fastify", () => compile("--project", "."));

test("The declarations for servers have no errors where TypeScript knows no platform", () => compile("--project", "tsconfig.no-platform.json"));
