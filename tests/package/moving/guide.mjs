// The listings of the package's docs/moving.md, as files: each move has a folder before and after.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { registerHooks } from "node:module";

const text = readFileSync(new URL("node_modules/fetch-with-auth/docs/moving.md", import.meta.url), "utf8");

/** By the path in the first line of each. */
export const LISTINGS = new Map(text.split("```js\n").slice(1).map((part) => {
  const code = part.split("```")[0];
  return [/^\/\/ (\S+)\n/.exec(code)[1], code];
}));

// What Next's bundler finds, and the cookies of the request.
registerHooks({
  resolve: (name, context, next) => {
    if (/^next\/headers(\.js)?$/.test(name)) return { url: new URL("next-headers.mjs", import.meta.url).href, shortCircuit: true };
    return next(name === "next/server" ? "next/server.js" : name, context);
  },
});

/** The module of a listing. */
export function load(path) {
  const file = new URL(`moves/${path}`, import.meta.url);
  for (const [name, code] of LISTINGS) {
    if (dirname(name) !== dirname(path)) continue;
    const target = new URL(`moves/${name}`, import.meta.url);
    mkdirSync(new URL(".", target), { recursive: true });
    writeFileSync(target, code);
  }
  return import(file.href);
}
