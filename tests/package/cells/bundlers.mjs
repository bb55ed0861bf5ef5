// How each tool builds the page of a folder, as it comes: no configuration but the entry and where the output goes.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const folderOf = async (name) => {
  const folder = resolve("out", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
};

// The tool builds main.js; its page is that of the folder.
const scripted = (name, build, attribute = 'type="module"') => async (root) => {
  const folder = await folderOf(name);
  await build(root, folder);
  const page = await readFile(`${root}/index.html`, "utf8");
  await writeFile(`${folder}/index.html`, page.replace('type="module"', attribute));
  return folder;
};

const vite = (name) => async (root) => {
  const { build } = await import(name);
  const outDir = await folderOf(name);
  await build({ root, logLevel: "warn", configFile: false, build: { outDir, emptyOutDir: true } });
  return outDir;
};

// webpack and Rspack have one interface.
const compiled = (name, load) => scripted(name, async (root, path) => {
  const compiler = (await load())({ context: resolve(root), mode: "production", entry: "./main.js", output: { path } });
  const stats = await new Promise((done, failed) => compiler.run((error, stats) => (error ? failed(error) : done(stats))));
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
}, "defer");

export const ANGULAR = "Angular 22, its builder";

/** Each builds the page of a folder, and returns that of the built page. */
export const BUILDS = {
  "Vite 5, build": vite("vite5"),
  "Vite 6, build": vite("vite6"),
  "Vite 7, build": vite("vite7"),
  "Vite 8, build": vite("vite"),
  "webpack 5": compiled("webpack", async () => (await import("webpack")).default),
  "Rspack 2": compiled("rspack", async () => (await import("@rspack/core")).rspack),
  "Rollup 4, with @rollup/plugin-node-resolve": scripted("rollup", async (root, dir) => {
    const { rollup } = await import("rollup");
    const { nodeResolve } = await import("@rollup/plugin-node-resolve");
    const bundle = await rollup({ input: `${root}/main.js`, plugins: [nodeResolve({ browser: true })], onwarn: refuse });
    await bundle.write({ dir });
  }),
  "Rolldown 1": scripted("rolldown", async (root, dir) => {
    const { build } = await import("rolldown");
    await build({ input: `${root}/main.js`, platform: "browser", output: { dir, entryFileNames: "main.js" }, onwarn: refuse });
  }),
  "esbuild, with --splitting": scripted("esbuild", async (root, outdir) => {
    const { build } = await import("esbuild");
    const { warnings } = await build({ entryPoints: [`${root}/main.js`], bundle: true, format: "esm", splitting: true, outdir, logLevel: "silent" });
    if (warnings.length) throw new Error(warnings[0].text);
  }),
  // Its page has a folder of its own.
  async [ANGULAR]() {
    await run(process.execPath, ["../node_modules/@angular/cli/bin/ng.js", "build"], { cwd: "angular" });
    return resolve("angular/out");
  },
  async "Parcel 2"(root) {
    const folder = await folderOf("parcel");
    await run("node_modules/.bin/parcel", ["build", `${root}/index.html`, "--no-cache", "--no-source-maps", "--dist-dir", folder]);
    return folder;
  },
};

/** The development servers of a folder; each returns the origin, and what ends it. */
export const SERVERS = Object.fromEntries([[5, "vite5"], [6, "vite6"], [7, "vite7"], [8, "vite"]].map(([number, name]) => [`Vite ${number}, development`, async (root) => {
  const { createServer } = await import(name);
  const server = await createServer({ root, logLevel: "warn", configFile: false, cacheDir: resolve("out", `cache-${number}`, root), server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  return { origin: `http://127.0.0.1:${server.httpServer.address().port}`, end: () => server.close() };
}]));

const refuse = (warning) => {
  throw new Error(warning.message);
};
