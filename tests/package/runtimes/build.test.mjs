// A backend as it is built for each place where one runs: never the page's refusal.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import * as esbuild from "esbuild";
import { build } from "vite";

// Hono's own files for these ask for them as they load.
Object.assign(globalThis, { Deno: { errors: {} }, Bun: {} });

/** What was built is started, and answers as whom token-info names. */
async function answers(file) {
  const { default: app } = await import(pathToFileURL(file));
  const call = async (headers) => {
    const answer = await app.fetch(new Request("http://shop.example/api/shop/who", { method: "POST", body: "[]", headers }), {}, {});
    return [answer.status, await answer.text()];
  };
  const headers = { "content-type": "application/json" };
  assert.equal((await call(headers))[0], 401);
  assert.deepEqual(await call({ ...headers, authorization: "ann" }), [200, '{"result":"ann"}']);
}

const ADAPTERS = { "cloudflare-workers": "index.js", "cloudflare-pages": "_worker.js", deno: "index.js", bun: "index.js" };

for (const [adapter, file] of Object.entries(ADAPTERS)) {
  for (const conditions of [undefined, ["worker"], ["edge-light"], ["deno"], ["bun"], ["node"]]) {
    test(`Vite for ${adapter}${conditions ? `, with the condition ${conditions}` : ""}`, async () => {
      const { default: plugin } = await import(`@hono/vite-build/${adapter}`);
      const outputDir = `built-${adapter}-${conditions ?? "default"}`;
      await build({
        configFile: false, logLevel: "error", plugins: [plugin({ entry: "src/index.js", outputDir })],
        ...(conditions && { ssr: { resolve: { conditions: [...conditions, "browser", "module"] } } }),
      });
      await answers(`${outputDir}/${file}`);
    });
  }
}

test("Vite for node", async () => {
  const { default: plugin } = await import("@hono/vite-build/node");
  await build({ configFile: false, logLevel: "error", plugins: [plugin({ entry: "src/index.js", outputDir: "built-node", port: 0 })] });
  const text = await readFile("built-node/index.js", "utf8");
  assert.match(text, /cannot compile WebAssembly/);
});

for (const conditions of [["worker", "browser"], ["edge-light", "browser"], ["deno", "browser"], ["bun", "browser"], ["node", "browser"], ["browser"]]) {
  test(`esbuild with the conditions ${conditions}, and nothing else said`, async () => {
    const outfile = `built-esbuild-${conditions.join("-")}.mjs`;
    await esbuild.build({ entryPoints: ["src/index.js"], bundle: true, format: "esm", conditions, outfile, logLevel: "error" });
    await answers(outfile);
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
    await assert.rejects(import(`${pathToFileURL(file)}?again`), /cannot compile WebAssembly.*"workerd"/);
  } finally {
    WebAssembly.Module = Module;
  }
});
