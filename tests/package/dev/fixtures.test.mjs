// The fixtures for Vitest and Playwright, in those.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";

import { block } from "./readme.js";

// What the README shows is one of them.
await writeFile("with-vitest/readme.spec.ts", block("ts", "fetch-with-auth-dev/vitest"));
await writeFile("with-playwright/readme.spec.ts", block("ts", "fetch-with-auth-dev/playwright"));

/** A script of node_modules, in the Node that runs this; what it printed is the error if it fails. */
async function run(script, ...words) {
  const failed = ({ stdout, stderr }) => {
    throw new Error(`${script} failed:\n${stdout}${stderr}`);
  };
  await promisify(execFile)(process.execPath, [`node_modules/${script}`, ...words]).catch(failed);
}

test("the fixture of Vitest is a local Wix for each file", () => run("vitest/vitest.mjs", "run", "--config", "with-vitest/vitest.config.js"));

test("Playwright's pages are signed in as a member, log in and out, and survive faults", () => run("@playwright/test/cli.js", "test", "--config", "with-playwright/playwright.config.js"));

test("the declarations fit both, strictly, and refuse what cannot be", async () => {
  await run("typescript/bin/tsc", "--project", ".");
  await run("typescript/bin/tsc", "--project", "types");
});
