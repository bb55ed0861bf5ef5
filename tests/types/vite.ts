// The plugin: its options, and what bundlers take.
import fetchWithAuth, { esbuild, rolldown, rollup, rspack, unplugin, vite, webpack } from "fetch-with-auth/vite";
import type { WebMethodsOptions } from "fetch-with-auth/vite";

const options: WebMethodsOptions = { base: "/api", backend: "./backend.js" };

// As Vite, Rollup and Rolldown, webpack and Rspack, and esbuild declare a plugin, in short.
export const ofRollup: { name: string; version?: string }[] = [fetchWithAuth(), fetchWithAuth(options), vite(options), rollup(options), rolldown(options), unplugin.vite()];
export const ofWebpack: { apply: (compiler: { context: string }) => void; [name: string]: any }[] = [webpack(options), rspack(), unplugin.webpack(options)];
export const ofEsbuild: { name: string; setup: (build: { onLoad(): void }) => void | Promise<void> }[] = [esbuild(options)];

fetchWithAuth({ include: "**/backend/**", exclude: ["**/Button.web.js", /native/] });
// @ts-expect-error there is no such option
fetchWithAuth({ bakend: "./backend.js" });
// @ts-expect-error a glob or a regular expression
fetchWithAuth({ exclude: (file: string) => file.includes("native") });
// @ts-expect-error a path
fetchWithAuth({ base: 1 });
// @ts-expect-error a module's path, not the backend itself
fetchWithAuth({ backend: { handle() {} } });
