// What real bundlers leave of fetch-with-auth/devtools in a build for production: nothing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const programs = resolve("node_modules/.bin");

/** The names and texts of what a build has made of the project, as it is or without the panel. */
function build(name, script, mode, isWithout, [program, ...words]) {
  const folder = mkdtempSync(`build-${name}-`);
  cpSync(`builds/${name}`, folder, { recursive: true });
  if (isWithout) writeFileSync(join(folder, script), readFileSync(join(folder, script), "utf8").replace(/\nif \(.*\n}\n/s, ""));
  const env = { ...process.env, NODE_ENV: mode };
  execFileSync(join(programs, program), words, { cwd: folder, env, stdio: "pipe" });
  const out = join(folder, "dist");
  return Object.fromEntries(readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]));
}

const BUILDS = [
  ["vite", "main.js", ["vite", "build", "--logLevel", "error"], ["vite", "build", "--logLevel", "error", "--mode", "development"]],
  ["webpack", "src/index.js", ["webpack", "--mode", "production", "--fail-on-warnings"], ["webpack", "--mode", "development"]],
];

for (const [name, script, production, development] of BUILDS) {
  test(`A production build of ${name} is byte for byte that of the same code without the panel`, () => {
    assert.deepEqual(build(name, script, "production", false, production), build(name, script, "production", true, production));
  });

  test(`A development build of ${name} has the panel, so this would notice it`, () => {
    const files = build(name, script, "development", false, development);
    assert.match(Object.values(files).join("\n"), /fetch-with-auth-devtools/);
  });
}

test("On a server mountDevtools does nothing", async () => {
  const { mountDevtools } = await import("fetch-with-auth/devtools");
  assert.equal(mountDevtools()(), undefined);
});

test("An option that is not known or cannot be used is an error that names it", async () => {
  const { mountDevtools } = await import("fetch-with-auth/devtools");
  assert.throws(() => mountDevtools({ opened: true }), { name: "AuthError", code: "invalid_options", message: "`opened` is not an option: did you mean `open`?" });
  assert.throws(() => mountDevtools("open"), { code: "invalid_options", message: "`options` must be an object (got string)." });
  assert.throws(() => mountDevtools({ open: 1 }), { code: "invalid_options", message: "`open` must be true or false (got number)" });
});
