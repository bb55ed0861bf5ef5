// The last check of a build for a page: what it takes for a web module's source, what
// it does not, and what is left of a build that fails.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import * as webMethods from "fetch-with-auth/vite";
import { rollup } from "rollup";
import * as vite from "vite";
import * as vite5 from "vite5";
import webpack from "webpack";
import { BUNDLERS } from "./bundlers.mjs";

const place = await realpath(await mkdtemp("checked-"));
after(() => rm(place, { recursive: true }));

let count = 0;
const project = async (files) => {
  // Rollup knows no root: one project at a time.
  for (const folder of await readdir(place)) await rm(join(place, folder), { recursive: true });
  const root = join(place, String(++count));
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
};

const textOf = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return (await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")))).join("\n");
};

const built = async (name, root, settings) => {
  const out = join(place, `out-${++count}`);
  await BUNDLERS[name](root, out, settings);
  return textOf(out);
};

const writes = (text) => ({ name: "writes", generateBundle() { this.emitFile({ type: "asset", fileName: "extra.txt", source: text }); } });
const MAIN = 'import { restock } from "./shop.web.js"; console.log(restock("apple"));';

process.env.SHOP_ORIGIN = "https://origin.shop.example";
const COMMON = ["There is none left of it.", "https://api.shop.example/v1", "application/vnd.shop+json", "SHARED-BY-A-MODULE", "https://origin.shop.example"];
const SHOP = `
import { shared } from "./shared.js";
export const restock = async id => ["${COMMON.join('", "')}", "function", "undefined", /^[a-z]+$/, shared, id]`;

for (const name of Object.keys(BUNDLERS)) {
  test(`${name}: what a page has in common with a web module is no leak`, async () => {
    const root = await project({
      "shop.web.js": SHOP,
      "shared.js": 'export const shared = "SHARED-BY-A-MODULE";',
      "main.js": `${MAIN} import { shared } from "./shared.js"; console.log(shared, "There is" + " none left of it.", \`https://api.shop.example/v1\`, 'application\\/vnd.shop+json', ORIGIN);`,
    });
    const origin = JSON.stringify(process.env.SHOP_ORIGIN);
    const define = { ORIGIN: origin };
    const settings = {
      rollup: { plugins: [{ name: "define", transform: (code) => code.replace("ORIGIN", origin) }] },
      rolldown: { transform: { define } },
      webpack: { plugins: [new webpack.DefinePlugin(define)] },
      rspack: { plugins: [new rspack.DefinePlugin(define)] },
    };
    const text = await built(name, root, settings[name] ?? { define });
    assert.deepEqual(COMMON.filter((part) => !text.replaceAll('" + " ', " ").replaceAll("\\", "").includes(part)), []);
  });

  test(`${name}: the address of a web module and the names of its methods are in its stubs, and no leak`, async () => {
    const root = await project({
      "warehouse.web.js": 'export const restockEverything = async () => ["/api/warehouse", "restockEverything"];',
      "main.js": 'import * as warehouse from "./warehouse.web.js"; console.log(warehouse);',
    });
    assert.match(await built(name, root), /restockEverything/);
  });

  test(`${name}: a web module without a string of its own is known by where it comes from`, async () => {
    const root = await project({ "shop.web.js": "export const restock = (id) => id * 2;", "main.js": 'import { restock } from "./shop.js"; console.log(restock(2));' });
    await symlink("shop.web.js", join(root, "shop.js"));
    const settings = { rolldown: { resolve: { symlinks: false } }, webpack: { resolve: { symlinks: false } }, rspack: { resolve: { symlinks: false } }, rollup: { preserveSymlinks: true }, esbuild: { preserveSymlinks: true } };
    await rejected(name, root, settings[name] ?? { resolve: { preserveSymlinks: true } }, [join(root, "shop.web.js")]);
  });

  test(`${name}: a project in a folder that is a link gets its stubs`, async () => {
    await project({ "real/shop.web.js": SHOP, "real/shared.js": "export const shared = 1", "real/main.js": MAIN });
    await symlink("real", join(place, String(count), "link"));
    assert.match(await built(name, join(place, String(count), "link")), /api\/shop/);
  });

  test(`${name}: what an earlier build has written into the project is no web module`, async () => {
    const files = { "warehouse.web.js": "export const restock = async () => 1;", "main.js": MAIN.replace("shop", "warehouse") };
    const stubs = `import { webMethods } from "fetch-with-auth";\nconst methods = webMethods("/api/warehouse");\nconst method0 = methods["restock"];\nexport { method0 as restock };\n`;
    const root = await project({ ...files, "lib/warehouse.web.js": stubs, "lib/storehouse.web.js": stubs.replace("warehouse", "storehouse") });
    assert.match(await built(name, root), /api\/warehouse/);
    if (name == "rollup") assert.match(await built(name, root, { plugins: [writes('fetch("/api/storehouse")')] }), /storehouse/);
  });

  test(`${name}: a file that is excluded is a part of the page`, async () => {
    const root = await project({ "shop.web.js": 'export const restock = () => "TEXT-OF-A-BUTTON";', "main.js": MAIN });
    const make = webMethods[name.replace(/\d/, "")];
    assert.match(await built(name, root, { plugin: make({ exclude: "**/shop.web.js" }) }), /TEXT-OF-A-BUTTON/);
  });
}

const rejected = async (name, root, settings, expected) => assert.rejects(built(name, root, settings), (error) => {
  const messages = [error.message, ...(error.errors ?? []).map(({ text, message }) => text ?? message)].join("\n");
  for (const part of expected) assert.ok(messages.includes(part), messages);
  return true;
});

test("A build that fails says which web module it is, where it would be, and what to do", async () => {
  const root = await project({ "shop.web.js": SHOP, "main.js": 'console.log("page")' });
  const file = join(root, "shop.web.js");
  for (const name of ["vite5", "vite6", "vite7", "vite8", "rollup", "rolldown"]) {
    const settings = { plugins: [writes(SHOP)] };
    await rejected(name, root, settings, [file, '"extra.txt"', "by the names of its exports", 'the option "exclude"']);
  }
});

const PARTS = [
  ["one function of it, minified", 'var a=async r=>r+"There is none left of it.";export{a as restock};'],
  ["one string of it, with escapes", 'console.log("There\\x20is none\\u0020left of \\u{69}t.")'],
  ["its string in another alphabet", 'console.log("\\u00d6ffnungszeiten: 9\\u201317")'],
  ["its string in a template", "console.log(`${a}There is none left of it.${b}`)"],
  ["its regular expression", "console.log(/^shop-[0-9]{4}$/.test(a))"],
  ["its template", "console.log(`x ${1} pieces of the shop's ${2}`)"],
  ["one string of it in a URL", `"data:,${encodeURIComponent("There is none left of it.")}"`],
  ["one string of it in a URL, each byte as a number", `"data:,${Buffer.from("There is none left of it.").toString("hex").replace(/../g, "%$&")}"`],
  ["its whole source without white space", (source) => source.replace(/\s+/g, " ")],
];

for (const [what, text] of PARTS) {
  test(`A build that would write ${what} fails`, async () => {
    const source = 'export const restock = async (r) => r + "There is none left of it." + "Öffnungszeiten: 9–17" + `${r} pieces of the shop\'s ${r}` + /^shop-[0-9]{4}$/.exec(r);\n';
    const root = await project({ "shop.web.js": source, "main.js": MAIN });
    const written = typeof text == "string" ? text : text(source);
    await rejected("rollup", root, { plugins: [writes(written)] }, [join(root, "shop.web.js"), '"extra.txt"']);
  });
}

test("A small web module without a string of its own is known by its whole source", async () => {
  const root = await project({ "shop.web.js": "export const restock = (id) => id * 2;\n", "main.js": 'console.log("page")' });
  await rejected("rollup", root, { plugins: [writes("export const restock = (id) => id * 2;")] }, [join(root, "shop.web.js")]);
  await rejected("rollup", root, { plugins: [writes(`x("${Buffer.from("export const restock = (id) => id * 2;\n").toString("base64")}")`)] }, [join(root, "shop.web.js")]);
});

test("A copy of a web module in another file of the page does not explain its strings", async () => {
  const root = await project({ "shop.web.js": SHOP, "shared.js": "export const shared = 1", "copy.js": SHOP, "main.js": 'import { restock } from "./copy.js"; console.log(restock)' });
  await rejected("esbuild", root, { sourcemap: false }, [join(root, "shop.web.js")]);
});

test("A web module of another package of the workspace is known as well", async () => {
  for (const [file, text] of [["package.json", '{ "workspaces": ["packages/*"] }'], ["pnpm-workspace.yaml", "packages: ['packages/*']"], ["lerna.json", "{}"]]) {
    const root = await project({ [file]: text, "packages/shop/src/shop.web.js": SHOP, "packages/page/main.js": 'console.log("page")', "packages/page/package.json": "{}" });
    for (const name of ["vite5", "vite8"]) {
      await rejected(name, join(root, "packages/page"), { plugins: [writes(SHOP)] }, [join(root, "packages/shop/src/shop.web.js")]);
    }
  }
});

test("A worker's strings are the page's", async () => {
  const root = await project({
    "shop.web.js": 'export const restock = async () => "There is none left of it.";',
    "main.js": 'new Worker(new URL("./worker.js", import.meta.url), { type: "module" });',
    "worker.js": 'console.log("There is none left of it.")',
  });
  for (const name of ["vite5", "vite6", "vite7", "vite8"]) assert.match(await built(name, root), /none left/);
});

test("A web module in Vite's public folder fails a build for a page", async () => {
  const root = await project({ "public/shop.web.js": SHOP, "main.js": 'console.log("page")' });
  for (const name of ["vite5", "vite6", "vite7", "vite8"]) {
    await rejected(name, root, { publicDir: "public" }, [join(root, "public/shop.web.js")]);
    await built(name, root, { publicDir: "public", build: { copyPublicDir: false } });
  }
});

test("A server's build of Vite may hold all of it", async () => {
  const root = await project({ "shop.web.js": SHOP, "shared.js": "export const shared = 1", "main.js": MAIN, "public/cart.web.js": SHOP });
  for (const { build } of [vite5, vite]) {
    const outDir = join(root, "server");
    await build({ root, configFile: false, logLevel: "silent", plugins: [webMethods.vite(), writes(SHOP)], build: { ssr: join(root, "main.js"), outDir } });
    assert.match(await textOf(outDir), /none left/);
  }
});

// What a bundler has kept of an earlier build counts as in that build.
const packed = async (bundler, settings) => {
  const compiler = bundler(settings);
  const stats = await new Promise((done, failed) => compiler.run((error, stats) => (error ? failed(error) : done(stats))));
  await new Promise((done) => compiler.close(done));
  assert.equal(stats.hasErrors(), false, stats.toString("errors-only"));
};

for (const [name, bundler, cache] of [["webpack", webpack, (cacheDirectory) => ({ type: "filesystem", cacheDirectory })], ["rspack", rspack, (directory) => ({ type: "persistent", storage: { type: "filesystem", directory } })]]) {
  test(`${name}: stubs out of its cache are stubs`, async () => {
    const root = await project({ "shop.web.js": SHOP, "main.js": MAIN });
    for (let n = 0; n < 2; n++) {
      const plugins = [webMethods[name]()];
      await packed(bundler, { mode: "production", context: root, entry: "./main.js", output: { path: join(root, "out") }, cache: cache(join(root, ".cache")), externals: { "fetch-with-auth": "var {}" }, plugins });
      assert.match(await textOf(join(root, "out")), /api\/shop/);
    }
  });
}

test("Rollup: stubs out of its cache are stubs", async () => {
  const root = await project({ "shop.web.js": SHOP, "main.js": MAIN });
  let cache;
  for (let n = 0; n < 2; n++) {
    const bundle = await rollup({ input: join(root, "main.js"), external: ["fetch-with-auth"], plugins: [webMethods.rollup()], cache });
    ({ cache } = bundle);
    assert.match((await bundle.generate({})).output[0].code, /api\/shop/);
  }
});

const SMALL = { bundle: true, format: "esm", external: ["fetch-with-auth"], logLevel: "silent" };

test("esbuild: a build again is checked again", async () => {
  const root = await project({ "shop.web.js": SHOP, "main.js": MAIN });
  const context = await esbuild.context({ ...SMALL, absWorkingDir: root, entryPoints: ["main.js"], outdir: "out", plugins: [webMethods.esbuild()] });
  try {
    await context.rebuild();
    await writeFile(join(root, "main.js"), `${MAIN} console.log("page 2")`);
    await context.rebuild();
    assert.match(await textOf(join(root, "out")), /page 2/);
    await writeFile(join(root, "main.js"), `${MAIN} import text from "./copy.txt"; console.log("page 3", text)`);
    await writeFile(join(root, "copy.txt"), SHOP);
    await assert.rejects(context.rebuild(), /shop\.web\.js/);
    assert.match(await textOf(join(root, "out")), /page 2/);
  } finally {
    await context.dispose();
  }
});

test("esbuild: plugins that come later get nothing of a build that fails", async () => {
  const root = await project({ "shop.web.js": SHOP, "main.js": 'import text from "./copy.txt"; console.log(text)', "copy.txt": SHOP });
  let seen;
  const later = { name: "later", setup: (build) => build.onEnd(({ outputFiles }) => void (seen = outputFiles)) };
  const settings = { ...SMALL, absWorkingDir: root, entryPoints: ["main.js"], outdir: "out" };
  await assert.rejects(esbuild.build({ ...settings, plugins: [webMethods.esbuild(), later] }), /shop\.web\.js/);
  assert.deepEqual([seen, await textOf(join(root, "out"))], [[], ""]);
});

test("esbuild writes, and answers, what it would without the plugin", async () => {
  const root = await project({ "shop.web.js": SHOP, "main.js": MAIN });
  const settings = { ...SMALL, absWorkingDir: root, entryPoints: ["main.js"], plugins: [webMethods.esbuild()] };
  const written = await esbuild.build({ ...settings, outfile: "out/a/main.js" });
  assert.deepEqual([written.outputFiles, written.metafile], [undefined, undefined]);
  assert.match(await readFile(join(root, "out/a/main.js"), "utf8"), /api\/shop/);
  const kept = await esbuild.build({ ...settings, outfile: "out/b/main.js", write: false, metafile: true });
  assert.match(kept.outputFiles[0].text, /api\/shop/);
  assert.ok(kept.metafile.outputs["out/b/main.js"]);
  await assert.rejects(readFile(join(root, "out/b/main.js")), { code: "ENOENT" });
  await assert.rejects(esbuild.build({ ...settings, outdir: "." }), /overwrite input file/);
  assert.equal(await readFile(join(root, "main.js"), "utf8"), MAIN);
  const script = `
    import * as esbuild from "esbuild";
    import * as webMethods from "fetch-with-auth/vite";
    await esbuild.build({ ...${JSON.stringify({ ...SMALL, absWorkingDir: root, entryPoints: ["main.js"] })}, plugins: [webMethods.esbuild()] });`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: resolve("."), encoding: "utf8" });
  assert.match(stdout, /api\/shop/);
});
