// What bundlers make of a page, and of a server, that import web modules.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import * as webMethods from "fetch-with-auth/vite";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { build } from "vite";
import * as vite5 from "vite5";
import webpack from "webpack";

// Each bundles one file into a folder, with source maps, for a page or for a server.
const BUNDLERS = {
  async vite(file, outDir, { server, ...options }) {
    const rolldownOptions = { input: file };
    await build({
      root: "build",
      configFile: false,
      logLevel: "silent",
      plugins: [webMethods.default(options)],
      worker: { format: "es" },
      build: { outDir, ssr: server, sourcemap: true, target: "esnext", rolldownOptions },
    });
  },
  async rollup(file, dir, { server, ...options }) {
    const plugins = [resolved, server ? undefined : webMethods.rollup(options)];
    const bundle = await rollup({ input: file, plugins });
    await bundle.write({ dir, sourcemap: true });
  },
  async rolldown(file, dir, { server, ...options }) {
    const bundle = await rolldown({ input: file, platform: server ? "node" : "browser", plugins: [webMethods.rolldown(options)] });
    await bundle.write({ dir, sourcemap: true });
  },
  async esbuild(file, outdir, { server, ...options }) {
    await esbuild.build({
      entryPoints: [file],
      outdir,
      bundle: true,
      splitting: true,
      format: "esm",
      sourcemap: true,
      logLevel: "silent",
      platform: server ? "node" : "browser",
      plugins: [webMethods.esbuild(options)],
    });
  },
  webpack: (...job) => packed(webpack, webMethods.webpack, ...job),
  rspack: (...job) => packed(rspack, webMethods.rspack, ...job),
};

const packed = (bundler, plugin, file, path, { server, ...options }) =>
  new Promise((done, failed) => {
    const settings = {
      mode: "production",
      devtool: "source-map",
      entry: file,
      target: server ? "node" : "web",
      output: { path },
      plugins: [plugin(options)],
    };
    bundler(settings, (error, stats) => {
      const why = error ?? stats.compilation.errors[0];
      if (why) failed(why);
      else done();
    });
  });

// All that rollup needs to find a package.
const resolved = {
  name: "resolved",
  resolveId: (id) => (id == "fetch-with-auth" ? resolve("node_modules/fetch-with-auth/dist/index.js") : null),
};

const folders = [];
const folder = async () => {
  folders.push(await mkdtemp(resolve("out-")));
  return folders.at(-1);
};
after(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

const bundled = async (name, file, options = {}) => {
  const path = await folder();
  await BUNDLERS[name](resolve(file), path, options);
  return textOf(path);
};

const textOf = async (path) => {
  const files = await readdir(path, { recursive: true, withFileTypes: true });
  const texts = files.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
};

// Not assert.match: it would print the bundle.
const contains = (text, ...parts) => assert.deepEqual(parts.filter((part) => !text.includes(part)), []);
const lacks = (text, ...parts) => assert.deepEqual(parts.filter((part) => text.includes(part)), []);

for (const name of Object.keys(BUNDLERS)) {
  test(`${name} bundles the addresses of web methods and nothing that they are made of`, async () => {
    const text = await bundled(name, "build/page.js");
    contains(text, "/api/shop", "/api/stock", '"mappings"');
    lacks(text, "SECRET-OF", "only-the-server-has-this", "prices.js");
  });

  test(`${name} bundles the web module itself for a server`, async () => {
    const text = await bundled(name, "build/server.js", { server: true });
    contains(text, "SECRET-OF-A-MODULE", "SECRET-OF-AN-IMPORT");
    lacks(text, "/api/shop");
  });

  test(`${name} takes another base`, async () => {
    contains(await bundled(name, "build/page.js", { base: "/backend/v1" }), "/backend/v1/shop");
  });

  test(`${name} refuses what has no name on the server`, async () => {
    const path = await folder();
    await writeFile(join(path, "shop.web.ts"), "export default async () => 1");
    await writeFile(join(path, "page.js"), 'import "./shop.web.ts"');
    await assert.rejects(bundled(name, join(path, "page.js")), /export it by name instead of "default"/);
  });
}

// One plugin in two builds at once: what it knows of the one must not count for the other.
const AT_ONCE = {
  async vite(plugin, root, out) {
    const settings = { root, configFile: false, logLevel: "silent", plugins: [plugin] };
    const external = ["fetch-with-auth"];
    const page = () => build({ ...settings, build: { outDir: out("page"), rolldownOptions: { input: "main.js", external } } });
    const server = () => build({ ...settings, build: { outDir: out("server"), ssr: "main.js" } });
    await Promise.all([server(), page(), server()]);
  },
  async vite5(plugin, root, out) {
    const settings = { root, configFile: false, logLevel: "silent", plugins: [plugin] };
    const page = () => vite5.build({ ...settings, build: { outDir: out("page"), rollupOptions: { input: resolve(root, "main.js"), external: ["fetch-with-auth"] } } });
    const server = () => vite5.build({ ...settings, build: { outDir: out("server"), ssr: resolve(root, "main.js") } });
    await Promise.all([server(), page(), server()]);
  },
  async rolldown(plugin, root, out) {
    const made = async (platform, dir) => (await rolldown({ cwd: root, input: "./main.js", platform, external: ["fetch-with-auth"], plugins: [[Promise.resolve(plugin)]] })).write({ dir });
    await Promise.all([made("node", out("server")), made("browser", out("page")), made("node", out("server"))]);
  },
  async esbuild(plugin, root, out) {
    const made = (platform, outdir) => esbuild.build({ absWorkingDir: root, entryPoints: ["main.js"], outdir, bundle: true, format: "esm", platform, external: ["fetch-with-auth"], plugins: [plugin] });
    await Promise.all([made("node", out("server")), made("browser", out("page")), made("node", out("server"))]);
  },
  webpack: (plugin, root, out) => packedAtOnce(webpack, plugin, root, out),
  rspack: (plugin, root, out) => packedAtOnce(rspack, plugin, root, out),
};
AT_ONCE.vite5.plugin = webMethods.vite;

const packedAtOnce = (bundler, plugin, context, out) => {
  const made = (target, path) => new Promise((done, failed) => {
    const settings = { mode: "development", devtool: false, context, entry: "./main.js", target, output: { path }, externals: { "fetch-with-auth": "var {}" }, plugins: [plugin] };
    bundler(settings, (error, stats) => (error ?? stats.compilation.errors[0] ? failed(error ?? stats.compilation.errors[0]) : done()));
  });
  return Promise.all([made("node", out("server")), made("web", out("page"))]);
};

for (const [name, atOnce] of Object.entries(AT_ONCE)) {
  test(`${name} bundles for a page and for a server at once with one plugin`, async () => {
    const path = await folder();
    await writeFile(join(path, "shop.web.js"), 'export const restock = async () => "SECRET-OF-THE-SHOP";');
    await writeFile(join(path, "main.js"), 'import { restock } from "./shop.web.js"; console.log(restock);');
    const plugin = (atOnce.plugin ?? webMethods[name])();
    await atOnce(plugin, path, (side) => join(path, "out", side));
    const [page, server] = await Promise.all(["page", "server"].map((side) => textOf(join(path, "out", side))));
    contains(page, "/api/shop");
    lacks(page, "SECRET-OF");
    contains(server, "SECRET-OF");
    lacks(server, "/api/shop");
  });
}

test("a plugin that loads the file before this one hands nothing on", async () => {
  const eager = {
    name: "eager",
    load: { order: "pre", handler: (id) => (id.includes("?") ? null : readFile(id, "utf8")) },
  };
  const bundle = await rollup({ input: "build/worker.js", plugins: [eager, resolved, webMethods.rollup()] });
  const { output } = await bundle.generate({ sourcemap: true });
  const text = JSON.stringify(output);
  contains(text, "/api/shop");
  lacks(text, "SECRET-OF");
});
