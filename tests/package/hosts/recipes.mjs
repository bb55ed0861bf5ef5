// The recipes of the package's docs/hosts.md, as they stand there.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const text = readFileSync(new URL("node_modules/fetch-with-auth/docs/hosts.md", import.meta.url), "utf8");

/** By the name in the first line of each. */
export const RECIPES = new Map(text.split("```js\n").slice(1).map((part) => {
  const code = part.split("```")[0];
  return [/^\/\/ (\S+)\n/.exec(code)[1], code];
}));

/** A text that imports packages, in one module, with what stands for parts of `import.meta`. */
export async function bundle(contents, define = {}) {
  const { outputFiles } = await build({ stdin: { contents, resolveDir: folder }, write: false, bundle: true, format: "esm", define, logLevel: "error" });
  return outputFiles[0].text;
}

/** What a recipe exports, built as a bundler builds it and served at this URL. */
export async function run(name, url, env = {}) {
  const text = await bundle(RECIPES.get(name), { "import.meta.url": JSON.stringify(url), "import.meta.env": JSON.stringify(env) });
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

/** The recipe of a server, which nobody bundles. */
export async function load(name) {
  const source = new URL(`recipe-${name.replace(/js$/, "mjs")}`, import.meta.url);
  writeFileSync(source, RECIPES.get(name));
  try {
    return await import(source);
  } finally {
    rmSync(source);
  }
}
