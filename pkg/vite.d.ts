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
 * `.mts`, `.cts`) is a **web module**: its exports are functions of the backend. What
 * a page imports from it are stubs that call `base/name/method`, `shop.web.js` at
 * `/api/shop/…`; the session of `configure()` signs them. TypeScript sees the file
 * itself, so types stay what they are.
 *
 * In what is built for a page there is nothing of a web module but the names of its
 * exports: not its text, also not in source maps, and what it imports is not even
 * looked for. Where a bundler reads a file past its plugins (`new URL('./shop.web.js',
 * import.meta.url)`, `<link href>`, `url()` in CSS, webpack's `!!`), the build fails:
 * all that a build for a page is about to write is searched for the source of web
 * modules, also within data URLs and source maps. A source is known by where a file
 * comes from, by its whole text, or by one of its strings that no other file of the
 * page has (ten characters, or sixteen if they are all small letters). What a plugin
 * has compressed or encrypted is not recognized, nor what is copied when the build is
 * done.
 *
 * What is built for a server keeps the module: in Vite whatever is for SSR, elsewhere
 * what is built for Node (`target: 'node'`, `platform: 'node'`). Rollup has no such
 * setting, and neither have bundles for Workers: leave the plugin out there. One
 * plugin may serve both builds at once. **Called directly on the server, a web
 * method is an ordinary function: nobody checks who calls.**
 *
 * Vite's development server shows whoever reaches it any file of the project that is
 * asked for by name, as it does without this plugin: keep secrets in the environment.
 * Whom Vite refuses by `server.allowedHosts`, its backend refuses as well, and a page
 * of an origin that `server.cors` does not allow cannot call it.
 *
 * Within `node_modules` files are left alone, whatever they end in, and so are those
 * that `exclude` lists: React Native for Web, for one, means something else by
 * `Button.web.js`.
 *
 * A build fails, with a sentence that names the file, if a web module
 * - has a default export, `module.exports` or `export =`: a web method is called by
 *   its name;
 * - has `export * from`, which says no names;
 * - has the name of another (`shop.web.js` twice in one build);
 * - has a name other than a letter and then letters, digits, `_` and `-`;
 * - cannot be read as JavaScript or TypeScript, by the end of its name: JSX is read in
 *   `.js`, `.jsx`, `.mjs`, `.cjs` and `.tsx`;
 * - would be in what is built for a page.
 *
 * In esbuild list it before other plugins that load files.
 *
 * For Node 20.19 and later.
 */

export interface WebMethodsOptions {
  /** Where the backend serves web methods, as in its `handle()`: `/api`. A path. */
  base?: string
  /**
   * For Vite's development server: the module that exports your `createBackend(…)` as
   * `backend`, from Vite's root. Calls of web methods are then answered by it, and
   * edits count from the next call on. Without it they are somebody else's:
   * `server.proxy` or another plugin may answer, and if nobody does, it is a 501.
   *
   * It is not used in a build: there the backend is yours to serve.
   */
  backend?: string
  /**
   * Which of the files that end in `.web.js` are web modules: globs, from the working
   * directory, or regular expressions of paths. All of them.
   */
  include?: FilePattern
  /** Which of them are not. None. */
  exclude?: FilePattern
}

export type FilePattern = string | RegExp | readonly (string | RegExp)[]

/**
 * For Vite 5 and later.
 *
 * @throws {TypeError} at once, as all of these, with a message that names the option; of
 *   one that there is not, it says which was meant.
 */
export declare function vite(options?: WebMethodsOptions): RollupPlugin
/** For Rollup 4. */
export declare function rollup(options?: WebMethodsOptions): RollupPlugin
export declare function rolldown(options?: WebMethodsOptions): RollupPlugin
/** For webpack 5. */
export declare function webpack(options?: WebMethodsOptions): WebpackPlugin
export declare function rspack(options?: WebMethodsOptions): WebpackPlugin
/** It writes the files itself, once they are checked, wherever esbuild would write them. */
export declare function esbuild(options?: WebMethodsOptions): EsbuildPlugin

export default vite

/** All of them. */
export declare const unplugin: {
  vite: typeof vite
  rollup: typeof rollup
  rolldown: typeof rolldown
  webpack: typeof webpack
  rspack: typeof rspack
  esbuild: typeof esbuild
}

// By shape, so that nobody needs the types of a bundler that they do not have.

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
