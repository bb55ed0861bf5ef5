// What a page must not have in it: the entries that are for servers only.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import * as webMethods from "fetch-with-auth/vite";

import { BUNDLERS } from "./bundlers.mjs";

// With a text that each has in it, however it is minified.
const ENTRIES = { backend: ["createBackend", "elevation_over"], server: ["createSessions", "renewal_unavailable"] };

const folders = [];
after(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function built(name, source, settings) {
  const root = await mkdtemp(resolve("server-only-"));
  folders.push(root);
  await writeFile(join(root, "main.js"), source);
  await BUNDLERS[name](root, join(root, "out"), { ...OWN[name], ...settings });
  const files = (await readdir(join(root, "out"), { recursive: true })).filter((file) => file.endsWith(".js"));
  return (await Promise.all(files.map((file) => readFile(join(root, "out", file), "utf8")))).join("\n");
}

// All that Rollup needs to find a package; and esbuild, to put it into what it builds.
const find = {
  name: "find",
  resolveId(id) {
    const [, entry] = /^fetch-with-auth\/(backend|server)$/.exec(id) ?? [];
    return entry && { id: resolve(`node_modules/fetch-with-auth/dist/${entry}.js`), moduleSideEffects: false };
  },
};
const OWN = { rollup: { plugins: [find] }, esbuild: { external: ["node:*"] } };

// A build for a server. Rollup has no such setting.
const SERVER = {
  vite5: { ssr: { noExternal: true }, build: { ssr: true } },
  vite6: { ssr: { noExternal: true }, build: { ssr: true } },
  vite7: { ssr: { noExternal: true }, build: { ssr: true } },
  vite8: { ssr: { noExternal: true }, build: { ssr: true } },
  rolldown: { platform: "node" },
  webpack: { target: "node" },
  rspack: { target: "node" },
  esbuild: { platform: "node" },
};

for (const name of Object.keys(BUNDLERS)) {
  for (const [entry, [create, part]] of Object.entries(ENTRIES)) {
    const uses = `import { ${create} } from "fetch-with-auth/${entry}"\nconsole.log(${create})\n`;

    test(`${name}: a page that has fetch-with-auth/${entry} in it is not built, and the error names what imports it`, async () => {
      await assert.rejects(built(name, uses), ({ message }) => {
        assert.match(message, new RegExp(`fetch-with-auth/${entry} is for servers only, and would be in ".+", which is built for a page, by .*main\\.js\\. In a page, import "fetch-with-auth";`));
        return true;
      });
    });

    test(`${name}: a page that imports fetch-with-auth/${entry} and uses nothing of it is built without it`, async () => {
      const text = await built(name, `import { ${create} } from "fetch-with-auth/${entry}"\nconsole.log("a page")\n`);
      assert.ok(text.includes("a page") && !text.includes(part));
    });

    if (SERVER[name]) {
      test(`${name}: a server that has fetch-with-auth/${entry} in it is built`, async () => {
        assert.ok((await built(name, uses, SERVER[name])).includes(part));
      });
    }
  }
}
