/**
 * fetch-with-auth/vite: web methods in a page. A plugin for Vite, Rollup, Rolldown,
 * webpack, Rspack and esbuild.
 *
 * ```js
 * // vite.config.js
 * import fetchWithAuth from 'fetch-with-auth/vite'
 *
 * export default { plugins: [fetchWithAuth({ backend: './backend.js' })] }
 * ```
 *
 * A file that ends in `.web.js` (or `.web.ts`, `.jsx`, `.tsx`, `.mjs`, `.cjs`,
 * `.mts`, `.cts`) is a **web module**: its exports are functions of the backend. A
 * page that imports it gets stubs, which call `base/name/method` with the session of
 * `configure()`: `shop.web.js` is at `/api/shop/…`. TypeScript reads the file itself,
 * so its types stay the same.
 *
 * A build for a page contains nothing of a web module but the names of its exports:
 * neither its source (also not in source maps) nor its imports, which are not even
 * resolved. If a bundler reads the file without its plugins (`new URL('./shop.web.js',
 * import.meta.url)`, `<link href>`, `url()` in CSS, webpack's `!!`), the build fails:
 * everything that a build for a page is about to write is searched for the source of
 * web modules, including data URLs and source maps. A source is recognized by the path
 * of the file, by its whole text, or by one of its strings that no other file of the
 * page contains (at least ten characters, or sixteen if all are lower-case letters).
 * Not recognized: output that a plugin has compressed or encrypted, and files that are
 * copied when the build is done.
 *
 * A build for a page also fails if it would contain `fetch-with-auth/backend` or
 * `fetch-with-auth/server`, which are for servers only. Without the plugin it succeeds, and
 * the import throws when the page loads.
 *
 * A build for a server keeps the module: in Vite every SSR build, in other bundlers a
 * build for Node (`target: 'node'`, `platform: 'node'`). Rollup has no such setting,
 * nor have bundles for Workers: leave the plugin out there. One plugin instance can
 * serve both builds at once. **Called directly on the server, a web method is an
 * ordinary function: no permission is checked.**
 *
 * Vite's development server serves every file of the project that a client requests by
 * its path, with or without this plugin: keep secrets in environment variables.
 * Hosts that `server.allowedHosts` refuses are refused by the backend as well, and a
 * page of an origin that `server.cors` does not allow cannot call it.
 *
 * Files in `node_modules` and files that `exclude` lists are not web modules: React
 * Native for Web, for example, uses `Button.web.js` for something else.
 *
 * A build fails, with a message that names the file, if a web module
 * - has a default export, `module.exports` or `export =`: a web method is called by
 *   its name;
 * - has `export * from`, which lists no names;
 * - has the same name as another one (two files `shop.web.js` in one build);
 * - has a name other than a letter followed by letters, digits, `_` and `-`;
 * - cannot be parsed as JavaScript or TypeScript, according to its extension: JSX is
 *   allowed in `.js`, `.jsx`, `.mjs`, `.cjs` and `.tsx`;
 * - would be part of the output for a page.
 *
 * In esbuild, list this plugin before other plugins that load files.
 *
 * For Node 20.19 and later.
 */

export interface WebMethodsOptions {
  /**
   * The path below which the backend serves web methods, as in its `handle()`.
   *
   * @defaultValue `"/api"`
   */
  base?: string | undefined
  /**
   * For Vite's development server: the module that exports your `createBackend(…)` as
   * `backend`, relative to Vite's root. It then answers calls of web methods, and an
   * edit takes effect with the next call. Without it, `server.proxy` or another plugin
   * can answer them; otherwise the response is a 501.
   *
   * It is not used in a build: there you serve the backend.
   */
  backend?: string | undefined
  /**
   * Which of the files that end in `.web.js` are web modules: globs, relative to the
   * working directory, or regular expressions that match paths.
   *
   * @defaultValue all of them
   */
  include?: FilePattern | undefined
  /**
   * Which of them are not.
   *
   * @defaultValue none of them
   */
  exclude?: FilePattern | undefined
}

export type FilePattern = string | RegExp | readonly (string | RegExp)[]

/**
 * For Vite 5 and later.
 *
 * @throws {TypeError} synchronously, as all of these do; the message names the option
 *   and, if it does not exist, the one with the most similar name.
 */
export declare function vite(options?: WebMethodsOptions): RollupPlugin
/** For Rollup 4. */
export declare function rollup(options?: WebMethodsOptions): RollupPlugin
export declare function rolldown(options?: WebMethodsOptions): RollupPlugin
/** For webpack 5. */
export declare function webpack(options?: WebMethodsOptions): WebpackPlugin
export declare function rspack(options?: WebMethodsOptions): WebpackPlugin
/** For esbuild. The plugin writes the output files itself, after checking them, where esbuild would write them. */
export declare function esbuild(options?: WebMethodsOptions): EsbuildPlugin

export default vite

/**
 * A Vite plugin for builds that run on Cloudflare Workers or Pages, such as those of
 * `@hono/vite-build`. These run no WebAssembly that was not deployed as a file:
 *
 * ```js
 * import build from '@hono/vite-build/cloudflare-workers'
 * import { wasmFiles } from 'fetch-with-auth/vite'
 *
 * export default { plugins: [build({ entry: 'src/index.js' }), wasmFiles()] }
 * ```
 *
 * The modules of this package that are used are written beside what is built, and imported
 * from there. Unless `ssr.resolve.conditions` of Vite has `workerd` or `edge-light`, the
 * plugin sets it, with `workerd` first. `@cloudflare/vite-plugin` and wrangler do all of
 * this themselves.
 */
export declare function wasmFiles(): RollupPlugin

/** All plugins by bundler. */
export declare const unplugin: {
  vite: typeof vite
  rollup: typeof rollup
  rolldown: typeof rolldown
  webpack: typeof webpack
  rspack: typeof rspack
  esbuild: typeof esbuild
}

// Structural types, so that no bundler's own types are needed.

export interface RollupPlugin {
  name: string
}

export interface WebpackPlugin {
  apply(compiler: any): void
}

export interface EsbuildPlugin {
  name: string
  setup(build: any): void | Promise<void>
}
