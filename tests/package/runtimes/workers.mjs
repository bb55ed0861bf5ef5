// Where nothing compiles at run time, as it is deployed: workerd, and Vercel's edge runtime.
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { EdgeVM } from "@edge-runtime/vm";
import { Miniflare } from "miniflare";

import { answers } from "./answers.mjs";

/** A folder with what was bundled: every script and WebAssembly module in it, as it is. */
export async function inWorkerd(folder, main, compatibilityDate = "2026-07-01") {
  const root = resolve(folder);
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(js|mjs|wasm)$/.test(name));
  names.sort((one, other) => (other === main) - (one === main));
  const modules = await Promise.all(names.map(async (name) => {
    const type = name.endsWith(".wasm") ? "CompiledWasm" : "ESModule";
    return { type, path: join(root, name), contents: await readFile(join(root, name)) };
  }));
  const miniflare = new Miniflare({ modules, modulesRoot: root, compatibilityDate, compatibilityFlags: ["nodejs_als"] });
  try {
    await answers((...given) => miniflare.dispatchFetch(...given));
  } finally {
    await miniflare.dispose();
  }
}

/** A script whose modules were compiled beforehand: it finds them by their names, as Next's does. */
export async function inEdgeRuntime(script, modules) {
  const compiled = Object.fromEntries(await Promise.all(Object.entries(modules).map(async ([name, path]) => [name, await WebAssembly.compile(await readFile(path))])));
  const { AsyncLocalStorage } = await import("node:async_hooks");
  const vm = new EdgeVM({ extend: (context) => Object.assign(context, compiled, { AsyncLocalStorage }) });
  vm.evaluate(await readFile(script, "utf8"));
  await answers((url, init) => vm.dispatchFetch(url, init));
}
