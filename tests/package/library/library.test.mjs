// A library, built with Vite, that an app imports beside the package itself.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { build } from "vite";

const text = await readFile("node_modules/fetch-with-auth/docs/libraries.md", "utf8");
const [, config] = /```js\n(\/\/ vite\.config\.js\n.*?)```/s.exec(text);

/** Builds the library under this name and the app with it; what the library exports, and the app's scripts. */
async function built(name, options) {
  await build({ root: "widget", logLevel: "warn", ...options, build: { outDir: `../node_modules/${name}/dist`, emptyOutDir: true, ...options.build } });
  await writeFile(`node_modules/${name}/package.json`, JSON.stringify({ name, type: "module", exports: "./dist/index.js" }));
  await build({ configFile: false, logLevel: "warn", resolve: { alias: { widget: name } }, build: { outDir: name, emptyOutDir: true } });
  const scripts = await readdir(`${name}/assets`);
  return { library: await import(name), onDemand: scripts.filter((script) => script.startsWith("members-")).length };
}

describe("A library that leaves the package to the app, as docs/libraries.md says", () => {
  let library, onDemand;
  before(async () => {
    await writeFile("widget/vite.config.js", config);
    ({ library, onDemand } = await built("external", {}));
  });

  test("The app has what loads on demand once", () => assert.equal(onDemand, 1));

  test("The library has the session of the app", async () => {
    const { configure, defaultAuth } = await import("fetch-with-auth");
    configure({ clientId: "app", storage: "memory" });
    assert.ok(defaultAuth());
    assert.equal(library.authOfLibrary(), defaultAuth());
  });
});

describe("A library that bundles the package", () => {
  let library, onDemand;
  before(async () => ({ library, onDemand } = await built("bundled", { configFile: false, build: { lib: { entry: "index.js", formats: ["es"], fileName: "index" } } })));

  test("The app has what loads on demand twice", () => assert.equal(onDemand, 2));

  test("The calls of the library reject, since the app's configure() is that of another copy", async () => {
    const { configure } = await import("fetch-with-auth");
    configure({ clientId: "app", storage: "memory" });
    await assert.rejects(library.itemsInCart(), { code: "not_configured" });
  });
});
