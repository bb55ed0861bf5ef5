// Built as it is deployed, and run there: Cloudflare's workerd, Vercel's edge runtime. Neither compiles anything.
import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";

import * as esbuild from "esbuild";

import { edgeScript } from "./edge-script.mjs";
import { inEdgeRuntime, inWorkerd } from "./workers.mjs";

const run = promisify(execFile);
const PACKAGE = "node_modules/fetch-with-auth/dist";
const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: `${process.cwd()}/.config` };
const program = (name, ...words) => run(process.execPath, [`node_modules/${name}`, ...words], { env });

// What Workers have had since when changes what a module finds: weak references, for example.
for (const [date, entry] of [["2024-09-23", "index"], ["2026-07-01", "index"], ["2026-07-01", "with-members"]]) {
  test(`workerd of ${date}: esbuild with the conditions of wrangler, ${entry}`, async () => {
    const outdir = `built-workerd-${date}-${entry}`;
    await esbuild.build({
      entryPoints: { worker: `src/${entry}.js` }, bundle: true, format: "esm", outdir, logLevel: "error",
      conditions: ["workerd", "worker", "browser"], external: ["*.wasm", "node:*"],
    });
    for (const name of ["page", "members", "backend"]) await copyFile(`${PACKAGE}/workerd/${name}.wasm`, `${outdir}/${name}.wasm`);
    await inWorkerd(outdir, "worker.js", date);
  });
}

test("workerd: what wrangler deploys", async () => {
  const outdir = "built-wrangler";
  await program("wrangler/bin/wrangler.js", "deploy", "src/index.js", "--dry-run", "--outdir", outdir, "--name", "shop", "--compatibility-date", "2026-07-01", "--compatibility-flags", "nodejs_als");
  await inWorkerd(outdir, "index.js");
});

test("workerd: what @cloudflare/vite-plugin builds", async () => {
  const [{ createBuilder }, { cloudflare }] = await Promise.all([import("vite"), import("@cloudflare/vite-plugin")]);
  await writeFile("wrangler.json", JSON.stringify({ name: "shop", main: "src/index.js", compatibility_date: "2026-07-01", compatibility_flags: ["nodejs_als"] }));
  const builder = await createBuilder({ configFile: false, logLevel: "error", build: { outDir: "built-cloudflare" }, plugins: [cloudflare({ configPath: "wrangler.json" })] });
  await builder.buildApp();
  await inWorkerd("built-cloudflare/shop", "index.js");
});

for (const entry of ["index", "with-members"]) {
  test(`Vercel's edge runtime: with the condition edge-light, and WebAssembly modules as files: ${entry}`, async () => {
    await inEdgeRuntime(...await edgeScript(`src/${entry}.js`, `built-edge-light/${entry}.js`));
  });
}
