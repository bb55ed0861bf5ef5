// The script of the page, then the Worker that has it as a text: bundled as wrangler does it.
import * as esbuild from "esbuild";

await esbuild.build({ entryPoints: ["page.js"], bundle: true, minify: true, format: "esm", outfile: "built/page.js", logLevel: "error" });

const pageAsText = {
  name: "page-as-text",
  setup: (build) => build.onResolve({ filter: /^\.\/built\/page\.js$/ }, () => ({ path: "./page.txt", external: true })),
};
await esbuild.build({
  entryPoints: ["worker.js"], bundle: true, format: "esm", conditions: ["workerd", "worker", "browser"], external: ["node:*", "cloudflare:*"],
  // A WebAssembly module is a file beside the script.
  loader: { ".wasm": "copy" }, assetNames: "[name]", outfile: "built/worker.js", plugins: [pageAsText], logLevel: "error",
});
