// The Worker of the guide, bundled as wrangler does it. The Wix API is the stand-in.
import { readFile } from "node:fs/promises";

import * as esbuild from "esbuild";

const wix = {
  name: "wix",
  setup: (build) => build.onLoad({ filter: /\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, "utf8")).replaceAll("https://www.wixapis.com", process.env.API) })),
};
await esbuild.build({
  entryPoints: ["src/index.js"], bundle: true, format: "esm", conditions: ["workerd", "worker", "browser"], external: ["node:*", "cloudflare:*"],
  loader: { ".wasm": "copy" }, assetNames: "[name]", outfile: "built/worker.js", plugins: [wix], logLevel: "error",
});
