// What each of them adds to a page that has the package and the framework.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { build } from "esbuild";

for (const name of ["react", "svelte", "vue"]) {
  test(`fetch-with-auth/${name} adds less than 1 kB to a page`, async (context) => {
    const { outputFiles: [{ contents }] } = await build({
      stdin: { contents: `export * from "fetch-with-auth/${name}"`, resolveDir: import.meta.dirname },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      external: ["react", "vue"],
      plugins: [{ name: "beside", setup: ({ onResolve }) => onResolve({ filter: /^\.\/index\.js$/ }, ({ path }) => ({ path, external: true })) }],
    });
    const { length } = brotliCompressSync(contents);
    context.diagnostic(`${name}: ${length} bytes, brotli`);
    assert.ok(length < MOST_BYTES, `${length}`);
  });
}

const MOST_BYTES = 1000;
