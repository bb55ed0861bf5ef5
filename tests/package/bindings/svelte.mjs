// Components of Svelte, compiled for a page or a server.
import { readFile } from "node:fs/promises";

import { build } from "esbuild";
import { compile } from "svelte/compiler";

const svelte = (generate) => ({
  name: "svelte",
  setup: ({ onLoad }) => onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
    contents: compile(await readFile(path, "utf8"), { generate, filename: path, dev: generate === "client" }).js.code,
  })),
});

/** The URL of a module of Shown.svelte, for a page with what mounts it. */
export async function compiled(generate) {
  const isClient = generate === "client";
  const outfile = new URL(`./${generate}-${process.pid}.bundle.mjs`, import.meta.url);
  const runtime = isClient ? 'export { flushSync, hydrate, mount, unmount } from "svelte"' : "";
  await build({
    stdin: { contents: `export { default } from "./Shown.svelte"\n${runtime}`, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    outfile: outfile.pathname,
    conditions: isClient ? ["browser", "development"] : ["development"],
    // The page's runtime is one with its component's; a server's is that of `render`.
    external: isClient ? ["fetch-with-auth"] : ["svelte", "svelte/*", "fetch-with-auth"],
    plugins: [svelte(generate)],
    logLevel: "error",
  });
  return outfile.href;
}
