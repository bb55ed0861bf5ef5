// A backend as it is built for each place where one runs: never the page's refusal.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import * as esbuild from "esbuild";
import { build } from "vite";
import { wasmFiles } from "fetch-with-auth/vite";

import { answers } from "./answers.mjs";
import { edgeScript } from "./edge-script.mjs";
import { PROGRAMS, served } from "./served.mjs";
import { inEdgeRuntime, inWorkerd } from "./workers.mjs";

// Hono's own files for these ask for them as they load.
Object.assign(globalThis, { Deno: { errors: {} }, Bun: {} });

/** What was built is loaded here, and asked. */
async function answersHere(file) {
  const { default: app } = await import(pathToFileURL(file));
  await answers((url, init) => app.fetch(new Request(url, init), {}, {}));
}

async function built(adapter, outputDir, { conditions, plugins = [], ...options } = {}) {
  const { default: plugin } = await import(`@hono/vite-build/${adapter}`);
  await build({
    configFile: false, logLevel: "error", plugins: [plugin({ entry: "src/index.js", outputDir, ...options }), ...plugins],
    ...(conditions && { ssr: { resolve: { conditions: [...conditions, "browser", "module"] } } }),
  });
}

const ADAPTERS = { "cloudflare-workers": "index.js", "cloudflare-pages": "_worker.js", deno: "index.js", bun: "index.js" };

for (const [adapter, file] of Object.entries(ADAPTERS)) {
  for (const conditions of [undefined, ["worker"], ["deno"], ["bun"], ["node"]]) {
    test(`Vite for ${adapter}${conditions ? `, with the condition ${conditions}` : ""}`, async () => {
      const outputDir = `built-${adapter}-${conditions ?? "default"}`;
      await built(adapter, outputDir, { conditions });
      await answersHere(`${outputDir}/${file}`);
    });
  }

  // Hono's own files for Deno need modules of Node's, which that runtime has not.
  if (adapter !== "deno") test(`Vite for ${adapter}, with the condition edge-light: run where nothing is compiled`, async () => {
    const outputDir = `built-${adapter}-edge-light`;
    await built(adapter, outputDir, { conditions: ["edge-light"], plugins: [wasmFiles()] });
    await inEdgeRuntime(...await edgeScript(`${outputDir}/${file}`, `${outputDir}-edge.js`));
  });
}

for (const adapter of ["cloudflare-workers", "cloudflare-pages"]) {
  test(`Vite for ${adapter}, with the WebAssembly modules as files: run by workerd`, async () => {
    const outputDir = `built-${adapter}-files`;
    await built(adapter, outputDir, { plugins: [wasmFiles()] });
    assert.deepEqual((await readdir(outputDir)).filter((name) => name.endsWith(".wasm")).sort(), ["backend.wasm", "members.wasm", "page.wasm"]);
    await inWorkerd(outputDir, ADAPTERS[adapter]);
  });

  test(`Vite for ${adapter}, without: workerd says what to build with`, async () => {
    await assert.rejects(inWorkerd(`built-${adapter}-default`, ADAPTERS[adapter]), /workerd/);
  });
}

test("Vite for node: run by node", async () => {
  await served([process.execPath, "built-node/index.js"], (port) => built("node", "built-node", { port }));
});

for (const [adapter, { program, skip, words }] of Object.entries(PROGRAMS)) {
  test(`Vite for ${adapter}: run by ${adapter}`, { skip }, async () => {
    await served([program, ...words], () => built(adapter, `built-${adapter}`));
  });
}

for (const conditions of [["worker", "browser"], ["deno", "browser"], ["bun", "browser"], ["node", "browser"], ["browser"]]) {
  test(`esbuild with the conditions ${conditions}, and nothing else said`, async () => {
    const outfile = `built-esbuild-${conditions.join("-")}.mjs`;
    await esbuild.build({ entryPoints: ["src/index.js"], bundle: true, format: "esm", conditions, outfile, logLevel: "error" });
    await answersHere(outfile);
  });
}

test("esbuild for Workers takes the module as a file of its own", async () => {
  const { outputFiles } = await esbuild.build({
    entryPoints: ["src/index.js"], bundle: true, format: "esm", conditions: ["workerd", "worker", "browser"], external: ["*.wasm"], write: false, logLevel: "error",
  });
  assert.match(outputFiles[0].text, /import \w+ from "\.\/backend\.wasm"/);
});

test("Where nothing is compiled at run time, an error says what to build with", async () => {
  const { Module } = WebAssembly;
  const file = (await readdir(".")).find((name) => name.startsWith("built-esbuild-worker"));
  WebAssembly.Module = class {
    constructor() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    }
  };
  try {
    // Another copy, which has compiled nothing yet.
    await assert.rejects(import(`${pathToFileURL(file)}?again`), /cannot compile WebAssembly.*"workerd".*"edge-light"/);
  } finally {
    WebAssembly.Module = Module;
  }
});
