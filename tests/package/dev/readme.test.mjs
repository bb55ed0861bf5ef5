// The README of the package: what it shows is run.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";

import { run, startedForProgram } from "./program.js";
import { block, rowsWith } from "./readme.js";

test("its script for tests runs", async () => {
  await writeFile("readme.mjs", block("js", "startDev()"));
  await promisify(execFile)(process.execPath, ["readme.mjs"]);
});

test("its commands run", async () => {
  const { apiOrigin } = await startedForProgram();
  const commands = block("sh", "fault token none").trim().split("\n");
  assert.equal(commands.length, 4);
  for (const command of commands) {
    const words = command.replace(/#.*/, "").trim().split(/ +/);
    assert.deepEqual(words.splice(0, 2), ["npx", "fetch-with-auth-dev"]);
    assert.equal((await run(...words, "--port", new URL(apiOrigin).port)).code, 0, command);
  }
});

test("its client ID and its settings for Vite are those of the program", async () => {
  const { clientId } = await startedForProgram();
  for (const code of [block("js", "5a0f7ea5"), block("sh", "VITE_WIX_CLIENT_ID")]) assert.ok(code.includes(clientId));
  assert.ok(block("sh", "VITE_WIX_CLIENT_ID").endsWith(await readFile("shop/.env.development", "utf8").then((text) => text.trimEnd())));
});

test("what it says of HTTP is what there is", async () => {
  const { apiOrigin, clientId } = await startedForProgram();
  const rows = rowsWith("`GET`");
  assert.equal(rows.length, 8);
  for (const [call] of rows) {
    // `POST /revoke-access`, `/revoke-all`: the method of the first is that of all.
    const [first, ...others] = call.match(/`[^`]+`/g).map((code) => code.slice(1, -1));
    const body = others.find((code) => code.startsWith("{"));
    const [method] = first.split(" ");
    const paths = [first, ...others].filter((code) => code !== body).map((code) => code.match(/\/.*/)?.[0] ?? "");
    for (const path of paths) {
      const response = await fetch(`${apiOrigin}/_control/clients/${clientId}${path}`, { method, body });
      assert.equal(response.status, 200, `${method} ${path} ${body}: ${await response.text()}`);
    }
  }
  const another = await fetch(`${apiOrigin}/_control/clients`, { method: "POST", body: "{}" });
  assert.notEqual((await another.json()).clientId, clientId);
});
