// An app as Vercel's edge runtime gets it: one script, with its WebAssembly modules compiled beforehand.
import assert from "node:assert/strict";

import * as esbuild from "esbuild";

/** The script, and the files of the modules by the names that it has for them. */
export async function edgeScript(entry, outfile) {
  const modules = {};
  const files = {
    name: "modules as files",
    setup(build) {
      build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: `${resolveDir}/${path.replace("?module", "")}`, namespace: "module" }));
      build.onLoad({ filter: /./, namespace: "module" }, ({ path }) => {
        const name = `wasm_${Object.keys(modules).length}`;
        modules[name] = path;
        return { contents: `export default globalThis.${name}` };
      });
    },
  };
  await esbuild.build({
    stdin: { contents: `import app from "./${entry}"; addEventListener("fetch", (event) => event.respondWith(app.fetch(event.request, {}, {})));`, resolveDir: "." },
    bundle: true, format: "iife", outfile, logLevel: "error", conditions: ["edge-light", "browser"], plugins: [files], external: ["node:*"],
    banner: { js: "var Deno = { errors: {} }, Bun = {};" },
  });
  assert.deepEqual(Object.values(modules).map((path) => path.replace(/.*\//, "")).sort(), ["backend.wasm", "members.wasm", "page.wasm"]);
  return [outfile, modules];
}
