// Each bundler builds one folder, from its index.html or main.js, for a page, into a
// folder of its own.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import * as webMethods from "fetch-with-auth/vite";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import * as vite8 from "vite";
import * as vite5 from "vite5";
import * as vite6 from "vite6";
import * as vite7 from "vite7";
import webpack from "webpack";

const PACKAGE = "fetch-with-auth";

const entryOf = (root) => [join(root, "index.html"), join(root, "main.js")].find(existsSync);

const viteBy = ({ build }) => async (root, outDir, { plugin = webMethods.vite(), plugins = [], ...settings } = {}) => {
  const bundler = build == vite8.build ? "rolldownOptions" : "rollupOptions";
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    plugins: [plugin, ...plugins],
    worker: { format: "es", [bundler]: { external: [PACKAGE] } },
    ...settings,
    build: { outDir, target: "esnext", sourcemap: true, [bundler]: { input: entryOf(root), external: [PACKAGE] }, ...settings.build },
  });
};

const packedBy = (bundler, made) => async (root, path, { plugin = made(), plugins = [], ...settings } = {}) => {
  const compiler = bundler({
    mode: "production",
    devtool: "source-map",
    context: root,
    entry: entryOf(root),
    target: "web",
    output: { path, publicPath: "/" },
    externalsType: "module",
    externals: { [PACKAGE]: `var {}` },
    resolveLoader: { modules: [resolve("node_modules")] },
    plugins: [...plugins, plugin],
    ...settings,
  });
  const stats = await new Promise((done, failed) => compiler.run((error, stats) => (error ? failed(error) : done(stats))));
  await new Promise((done) => compiler.close(done));
  const [error] = stats.compilation.errors;
  if (error) throw error;
};

export const BUNDLERS = {
  vite5: viteBy(vite5),
  vite6: viteBy(vite6),
  vite7: viteBy(vite7),
  vite8: viteBy(vite8),
  async rollup(root, dir, { plugin = webMethods.rollup(), plugins = [], ...settings } = {}) {
    const bundle = await rollup({ input: entryOf(root), plugins: [...plugins, plugin], external: [PACKAGE], onwarn() {}, ...settings });
    await bundle.write({ dir, sourcemap: true });
  },
  async rolldown(root, dir, { plugin = webMethods.rolldown(), plugins = [], ...settings } = {}) {
    const bundle = await rolldown({ cwd: root, input: entryOf(root), plugins: [...plugins, plugin], external: [PACKAGE], logLevel: "silent", ...settings });
    await bundle.write({ dir, sourcemap: true });
  },
  webpack: packedBy(webpack, webMethods.webpack),
  rspack: packedBy(rspack, webMethods.rspack),
  async esbuild(root, outdir, { plugin = webMethods.esbuild(), plugins = [], ...settings } = {}) {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [entryOf(root)],
      outdir,
      bundle: true,
      minify: true,
      splitting: true,
      format: "esm",
      sourcemap: true,
      logLevel: "silent",
      external: [PACKAGE],
      plugins: [...plugins, plugin],
      ...settings,
    });
  },
};
