// The same with each bundler, into out: only esbuild does not find the files itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as main from "fetch-with-auth";
import * as slim from "fetch-with-auth/slim";
import { build } from "vite";

assert.equal(slim, main, "in Node both are one");

const run = (line) => execFileSync("npx", ["--no-install", ...line.split(" ")], { stdio: "inherit" });

const FILES = "fetch-with-auth/slim/page.wasm fetch-with-auth/slim/members.wasm --loader:.wasm=copy --entry-names=[name]";
run(`esbuild esbuild.js ${FILES} --bundle --minify --format=esm --outdir=out/esbuild`);
run("webpack ./webpack.js --mode production --fail-on-warnings --output-path out/webpack --output-trusted-types");
await build({
  root: "vite",
  base: "/out/vite/",
  build: { outDir: "../out/vite", rolldownOptions: { input: "/main.js", output: { entryFileNames: "vite.js" } } },
});
