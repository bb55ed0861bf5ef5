// How each tool builds the page of this folder, as it comes: no configuration but the entry and where the output goes.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const HTML = (script) => `<!doctype html>\n<meta charset="utf-8">\n<title>A page</title>\n<p id="result">…</p>\n${script}\n`;
const MODULE = HTML('<script type="module" src="main.js"></script>');
const CLASSIC = HTML('<script defer src="main.js"></script>');

const folderOf = async (name) => {
  const folder = resolve("out", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
};

const withPage = async (name, html, build) => {
  const folder = await folderOf(name);
  await build(folder);
  await writeFile(`${folder}/index.html`, html);
  return folder;
};

const vite = (name) => async () => {
  const { build } = await import(name);
  const outDir = await folderOf(name);
  await build({ logLevel: "warn", configFile: false, build: { outDir, emptyOutDir: true } });
  return outDir;
};

// webpack and Rspack have one interface.
const compiled = (name, load) => () => withPage(name, CLASSIC, async (path) => {
  const compiler = (await load())({ mode: "production", entry: "./main.js", output: { path } });
  const stats = await new Promise((done, failed) => compiler.run((error, stats) => (error ? failed(error) : done(stats))));
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
});

/** Each returns the folder of the built page. */
export const BUILDS = {
  "Vite 5, build": vite("vite5"),
  "Vite 6, build": vite("vite6"),
  "Vite 7, build": vite("vite7"),
  "Vite 8, build": vite("vite"),
  "webpack 5": compiled("webpack", async () => (await import("webpack")).default),
  "Rspack 2": compiled("rspack", async () => (await import("@rspack/core")).rspack),
  "Rollup 4, with @rollup/plugin-node-resolve": () => withPage("rollup", MODULE, async (dir) => {
    const { rollup } = await import("rollup");
    const { nodeResolve } = await import("@rollup/plugin-node-resolve");
    const bundle = await rollup({ input: "main.js", plugins: [nodeResolve({ browser: true })], onwarn: refuse });
    await bundle.write({ dir });
  }),
  "Rolldown 1": () => withPage("rolldown", MODULE, async (dir) => {
    const { build } = await import("rolldown");
    await build({ input: "main.js", platform: "browser", output: { dir, entryFileNames: "main.js" }, onwarn: refuse });
  }),
  "esbuild, with --splitting": () => withPage("esbuild", MODULE, async (outdir) => {
    const { build } = await import("esbuild");
    const { warnings } = await build({ entryPoints: ["main.js"], bundle: true, format: "esm", splitting: true, outdir, logLevel: "silent" });
    if (warnings.length) throw new Error(warnings[0].text);
  }),
  async "Angular 22, its builder"() {
    await run(process.execPath, ["../node_modules/@angular/cli/bin/ng.js", "build"], { cwd: "angular" });
    return resolve("angular/out");
  },
  async "Parcel 2"() {
    const folder = await folderOf("parcel");
    await run("node_modules/.bin/parcel", ["build", "index.html", "--no-cache", "--no-source-maps", "--dist-dir", folder]);
    return folder;
  },
};

/** The development servers; each returns the origin, and what ends it. */
export const SERVERS = Object.fromEntries([[5, "vite5"], [6, "vite6"], [7, "vite7"], [8, "vite"]].map(([number, name]) => [`Vite ${number}, development`, async () => {
  const { createServer } = await import(name);
  const server = await createServer({ logLevel: "warn", configFile: false, cacheDir: `out/cache-${number}`, server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  return { origin: `http://127.0.0.1:${server.httpServer.address().port}`, end: () => server.close() };
}]));

const refuse = (warning) => {
  throw new Error(warning.message);
};
