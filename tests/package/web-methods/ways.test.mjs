// Every way for a web module into what is built for a page, in every bundler. A page
// gets stubs, or the build fails, or nothing of the module is written ("none": the
// bundler does not know this way). In no case does anything that is written hold the
// module's source ("LEAK").
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { transform } from "esbuild";
import { BUNDLERS } from "./bundlers.mjs";

const SECRET = "SECRET-OF-THE-SHOP";
const SHOP = `export const restock = async (id) => "${SECRET} " + id;\n`;
// Vite emits what is larger than 4 kB, and makes data URLs of the rest.
const LARGE = `${SHOP}export const words = [${Array.from({ length: 900 }, (_, n) => `"word${n}"`)}];\n`;
const CALL = 'import { restock } from "./shop.web.js"; restock("apple");';

const VITES = ["vite5", "vite6", "vite7", "vite8"];
const ROLLUPS = ["rollup", "rolldown"];
const PACKS = ["webpack", "rspack"];
const each = (names, settings) => Object.fromEntries(names.map((name) => [name, settings]));

// Files of a page beside the web modules, and settings by bundler; null where there is no such way.
const js = (code, settings) => ({ files: { "main.js": code }, settings });
const html = (body) => ({
  files: { "index.html": `<!doctype html><html><head><meta charset="utf-8"></head><body>${body}</body></html>` },
  settings: each([...ROLLUPS, ...PACKS, "esbuild"], null),
});
const css = (text) => ({
  files: { "main.js": 'import "./main.css";', "main.css": text },
  settings: { ...each(ROLLUPS, null), ...each(PACKS, { module: { rules: [{ test: /\.css$/, type: "css" }] }, experiments: { css: true } }) },
});
const link = (target, files) => ({
  files: { "main.js": 'import { restock } from "./shop.js"; restock("apple");', "shop.js": { link: target }, ...files },
  settings: {
    ...each(VITES, { resolve: { preserveSymlinks: true } }),
    ...each(PACKS, { resolve: { symlinks: false } }),
    rollup: { preserveSymlinks: true },
    rolldown: { resolve: { symlinks: false } },
    esbuild: { preserveSymlinks: true },
  },
});
const ofPacks = (code, settings) => js(code, { ...each([...VITES, ...ROLLUPS, "esbuild"], null), ...each(PACKS, settings) });
const request = (path) => ofPacks(`import * as shop from "${path}"; console.log(shop);`);
const rule = (type) => ofPacks('import * as shop from "./shop.web.js"; console.log(shop);', { module: { rules: [{ test: /\.web\.js$/, type }] } });
const loader = (name) => js('import * as shop from "./shop.web.js"; console.log(shop);', { ...each([...VITES, ...ROLLUPS, ...PACKS], null), esbuild: { loader: { ".web.js": name } } });

// A plugin that knows nothing of web modules writes this.
const asset = (content, info = {}) => {
  const emit = { name: "emit", generateBundle() { this.emitFile({ type: "asset", fileName: "extra.txt", source: content, ...info.rollup }); } };
  const packed = { apply(compiler) {
    compiler.hooks.thisCompilation.tap("emit", (compilation) => compilation.hooks.processAssets.tap("emit", () => {
      compilation.emitAsset("extra.txt", new compiler.webpack.sources.RawSource(content), info.webpack);
    }));
  } };
  const copied = { name: "emit", setup(build) {
    build.initialOptions.entryPoints.push("virtual:extra.txt");
    build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: "virtual" }));
    build.onLoad({ filter: /./, namespace: "virtual" }, () => ({ contents: content, loader: "copy" }));
  } };
  return js(CALL, { ...each([...VITES, ...ROLLUPS], { plugins: [emit] }), ...each(PACKS, { plugins: [packed] }), esbuild: { plugins: [copied] }, ...info.settings });
};
const base64 = (text) => Buffer.from(text).toString("base64");
const MINIFIED = (await transform(SHOP, { minify: true, format: "iife", globalName: "shop" })).code;

const eager = {
  rollup: { name: "eager", load: { order: "pre", handler: (id) => (/shop\.web\.js$/.test(id) ? readFile(id, "utf8") : null) } },
  esbuild: { name: "eager", setup: (build) => build.onLoad({ filter: /shop\.web\.js$/ }, async ({ path }) => ({ contents: await readFile(path) })) },
};

//   vite5 vite6 vite7 vite8 rollup rolldown webpack rspack esbuild
const WAYS = [
  ["a static import", js(CALL),
    "stub stub stub stub stub stub stub stub stub"],
  ["a dynamic import", js('import("./shop.web.js").then((shop) => shop.restock("apple"));'),
    "stub stub stub stub stub stub stub stub stub"],
  ["a dynamic import of a name that is put together", js('import(`./${document.title}.web.js`).then((shop) => shop.restock("apple"));'),
    "stub stub stub stub none none stub stub stub"],
  ["a re-export", { files: { "main.js": 'export { restock } from "./all.js";', "all.js": 'export * from "./shop.web.js";' } },
    "stub stub stub stub stub stub stub stub stub"],
  ["require", js('document.title = require("./shop.web.js").restock("apple");'),
    "none none none stub none stub stub stub stub"],
  ["require.context", ofPacks('const shops = require.context("./", false, /web\\.js$/); console.log(shops.keys().map(shops));'),
    "none none none none none none stub stub none"],
  ["import.meta.glob", js('console.log(import.meta.glob("./*.web.js"));'),
    "stub stub stub stub none none stub stub none"],
  ["import.meta.glob of texts", js('console.log(import.meta.glob("./*.web.js", { query: "?raw", eager: true }));'),
    "stub stub stub stub none none stub stub none"],
  ["import.meta.glob of URLs", js('console.log(import.meta.glob("./*.web.js", { query: "?url", eager: true }));'),
    "stub stub stub stub none none stub stub none"],
  ["import.meta.webpackContext", ofPacks('console.log(import.meta.webpackContext("./", { regExp: /web\\.js$/ }));'),
    "none none none none none none stub stub none"],
  ...["text", "json", "bytes", "css"].map((type) => [`an import with the attribute ${type}`, js(`import * as shop from "./shop.web.js" with { type: "${type}" }; console.log(shop);`),
    "stub stub stub stub stub stub stub stub stub"]),
  ...["raw", "url", "inline", "url&inline", "url&no-inline", "init", "worker", "worker&inline", "worker&url", "sharedworker"].map((query) => [`an import with ?${query}`, js(`import * as shop from "./large.web.js?${query}"; console.log(shop);`),
    "stub stub stub stub error stub stub stub stub"]),
  ["the default export of ?raw", js('import shop from "./shop.web.js?raw"; console.log(shop);'),
    "error error error error error error stub error error"],
  ["new URL of a small module", js('console.log(new URL("./shop.web.js", import.meta.url).href);'),
    "error error error error none none stub stub none"],
  ["new URL of a large module", js('console.log(new URL("./large.web.js", import.meta.url).href);'),
    "error error error error none none stub stub none"],
  ["new URL of a name that is put together", js('console.log(new URL(`./${document.title}.web.js`, import.meta.url).href);'),
    "error error error error none none stub stub none"],
  ["new Worker", js('new Worker(new URL("./shop.web.js", import.meta.url), { type: "module" });'),
    "stub stub stub stub none none stub stub none"],
  ["new SharedWorker", js('new SharedWorker(new URL("./shop.web.js", import.meta.url), { type: "module" });'),
    "stub stub stub stub none none stub stub none"],
  ["a worker that imports it", { files: { "main.js": 'new Worker(new URL("./worker.js", import.meta.url), { type: "module" });', "worker.js": CALL } },
    "stub stub stub stub none none stub stub none"],
  ["a worker with its URL", { files: { "main.js": 'new Worker(new URL("./worker.js", import.meta.url), { type: "module" });', "worker.js": 'console.log(new URL("./shop.web.js", import.meta.url).href);' } },
    "error error error error none none stub stub none"],
  ["a service worker", js('navigator.serviceWorker.register(new URL("./large.web.js", import.meta.url));'),
    "error error error error none none stub stub none"],
  ["a worklet", js('new AudioContext().audioWorklet.addModule(new URL("./large.web.js", import.meta.url));'),
    "error error error error none none stub stub none"],
  ["a module script", html('<script type="module" src="./shop.web.js"></script>'),
    "stub stub stub stub none none none none none"],
  ["a classic script", html('<script src="./shop.web.js"></script>'),
    "none none none none none none none none none"],
  ["an inline module script", html(`<script type="module">${CALL}</script>`),
    "stub stub stub stub none none none none none"],
  ...["modulepreload", "preload", "prefetch", "stylesheet", "icon"].map((rel) => [`<link rel=${rel}>`, html(`<link rel="${rel}" href="./shop.web.js"><link rel="${rel}" href="./large.web.js">`),
    "error error error error none none none none none"]),
  ["<a href>", html('<a href="./large.web.js">shop</a>'),
    "none none none none none none none none none"],
  ["<img src>", html('<img src="./large.web.js">'),
    "error error error error none none none none none"],
  ["<img srcset>", html('<img srcset="./shop.web.js 2x">'),
    "error error error error none none none none none"],
  ["<video poster>", html('<video poster="./shop.web.js"></video>'),
    "error error error error none none none none none"],
  ["<object data>", html('<object data="./shop.web.js"></object>'),
    "none error error error none none none none none"],
  ["<use href>", html('<svg><use href="./shop.web.js"></use></svg>'),
    "error error error error none none none none none"],
  ["a style attribute", html('<p style="background: url(./shop.web.js)">shop</p>'),
    "error error error error none none none none none"],
  ["a style element", html('<style>p { background: url("./shop.web.js") }</style>'),
    "error error error error none none none none none"],
  ["CSS url() of a small module", css('p { background: url("./shop.web.js") }'),
    "error error error error none none none none error"],
  ["CSS url() of a large module", css('p { background: url("./large.web.js") }'),
    "error error error error none none none none error"],
  ["CSS image-set()", css('p { background: image-set(url("./shop.web.js") 1x) }'),
    "error error error error none none none none error"],
  ["CSS @import", css('@import "./shop.web.js"; p { color: red }'),
    "error error error error none none none none error"],
  ["an entry that is a link", { files: { "main.js": { link: "shop.web.js" } } },
    "stub stub stub stub stub stub stub stub stub"],
  ["a link of another name", { ...link("shop.web.js"), settings: {} },
    "stub stub stub stub stub stub stub stub stub"],
  ["a link of another name that is kept", link("shop.web.js"),
    "error error error error error error error error error"],
  ["a link out of the project that is kept", link("../other/cart.web.js", { "../other/cart.web.js": SHOP }),
    "error error error error error error error error error"],
  ["a name in another letter case", { files: { "main.js": 'import { restock } from "./Cart.WEB.Js"; restock("apple");', "Cart.WEB.Js": SHOP } },
    "stub stub stub stub stub stub stub stub stub"],
  ["an import of !!", request("!!./shop.web.js"),
    "none none none none none none error error none"],
  ["an import of -!", request("-!./shop.web.js"),
    "none none none none none none error error none"],
  ["an import of !", request("!./shop.web.js"),
    "none none none none none none stub stub none"],
  ["an import of !!raw-loader!", request("!!raw-loader!./shop.web.js"),
    "none none none none none none error error none"],
  ["an import of -!raw-loader!", request("-!raw-loader!./shop.web.js"),
    "none none none none none none error error none"],
  ["an import of raw-loader!", request("raw-loader!./shop.web.js"),
    "none none none none none none stub stub none"],
  ["an import under another name", request("./other.js!=!./shop.web.js"),
    "none none none none none none error error none"],
  ["an import under another name, and as it is", ofPacks('import * as raw from "!!./shop.web.js"; import * as shop from "./shop.web.js"; console.log(raw, shop);'),
    "none none none none none none error error none"],
  ["a rule for a text", rule("asset/source"),
    "none none none none none none stub stub none"],
  ["a rule for a data URL", rule("asset/inline"),
    "none none none none none none stub stub none"],
  ["a rule for a file", rule("asset/resource"),
    "none none none none none none stub stub none"],
  ...["text", "file", "dataurl", "base64", "binary", "copy"].map((name) => [`a loader for ${name}`, loader(name),
    "none none none none none none none none stub"]),
  ["assetsInclude", js('import * as shop from "./large.web.js"; console.log(shop);', { ...each(VITES, { assetsInclude: ["**/*.web.js"] }), ...each([...ROLLUPS, ...PACKS, "esbuild"], null) }),
    "stub stub stub stub none none none none none"],
  ["a source map within the code", js(CALL, { ...each(VITES, { build: { sourcemap: "inline" } }), ...each(PACKS, { devtool: "inline-source-map" }), esbuild: { sourcemap: "inline" } }),
    "stub stub stub stub stub stub stub stub stub"],
  ["an evaluated source map", ofPacks(CALL, { mode: "development", devtool: "eval-source-map" }),
    "none none none none none none stub stub none"],
  ["a plugin that loads it first", js(CALL, { ...each([...VITES, ...ROLLUPS], { plugins: [eager.rollup] }), ...each(PACKS, null), esbuild: { plugins: [eager.esbuild] } }),
    "stub stub stub stub stub stub none none error"],
  ["a plugin that writes it", asset(SHOP),
    "error error error error error error error error error"],
  ["a plugin that writes its bytes", asset(Buffer.from(SHOP)),
    "error error error error error error error error error"],
  ["a plugin that writes it minified", asset(MINIFIED),
    "error error error error error error error error error"],
  ["a plugin that writes it as a string", asset(`export default ${JSON.stringify(SHOP)}`),
    "error error error error error error error error error"],
  ["a plugin that writes it as a string in a string", asset(`console.log(${JSON.stringify(JSON.stringify({ code: SHOP }))})`),
    "error error error error error error error error error"],
  ["a plugin that writes it as base64", asset(`export default atob("${base64(SHOP)}")`),
    "error error error error error error error error error"],
  ["a plugin that writes it as base64 in base64", asset(`console.log("data:application/json;base64,${base64(JSON.stringify({ sourcesContent: [`url(data:;base64,${base64(SHOP)})`] }))}")`),
    "error error error error error error error error error"],
  ["a plugin that writes it as a data URL", asset(`export default "data:text/javascript,${encodeURIComponent(SHOP)}"`),
    "error error error error error error error error error"],
  ["a plugin that writes it as an attribute", asset(`<iframe srcdoc="&lt;script&gt;${SHOP.replaceAll('"', "&quot;")}">`),
    "error error error error error error error error error"],
  ["a plugin that writes it in a source map", asset(JSON.stringify({ version: 3, sources: ["a.js"], sourcesContent: [SHOP], mappings: "" })),
    "error error error error error error error error error"],
  ["a plugin that says where what it writes is from", asset("console.log(1)", { rollup: { originalFileName: "shop.web.js" }, webpack: { sourceFilename: "shop.web.js" }, settings: each([...ROLLUPS, "esbuild"], null) }),
    "error error error error none none error error none"],
];

const place = await realpath(await mkdtemp("ways-"));
after(() => rm(place, { recursive: true }));

const built = async (bundler, root, out, settings) => {
  if (settings === null) return "none";
  try {
    await BUNDLERS[bundler](root, out, settings);
  } catch (error) {
    return isIn(await textsOf(out), SECRET) ? "LEAK" : "error";
  }
  const texts = await textsOf(out);
  if (isIn(texts, SECRET)) return "LEAK";
  return ["/api/shop", "/api/large", "/api/Cart"].some((address) => isIn(texts, address)) ? "stub" : "none";
};

const textsOf = async (folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "latin1")));
};

// As it is, or as base64, which begins at any of three places in a group of letters.
const isIn = (texts, part) => {
  const encoded = [0, 1, 2].map((n) => base64(" ".repeat(n) + part).slice(n && n + 1, Math.floor(((n + part.length) * 8) / 6)));
  return texts.some((text) => [part, ...encoded].some((form) => text.includes(form)));
};

for (const [n, [way, { files, settings = {} }, expected]] of WAYS.entries()) {
  test(`Nothing of a web module gets into what is built for a page by ${way}`, async () => {
    const root = join(place, String(n), "page");
    for (const [path, content] of Object.entries({ "package.json": "{}", "shop.web.js": SHOP, "large.web.js": LARGE, ...files })) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      if (typeof content == "string") await writeFile(file, content);
      else await symlink(content.link, file);
    }
    const names = Object.keys(BUNDLERS);
    const row = await Promise.all(names.map((name) => built(name, root, join(place, String(n), name), settings[name])));
    assert.equal(row.join(" "), expected);
  });
}
