import { readFileSync } from "node:fs";

import { KINDS, NAMES } from "./faults.js";

/** The page that shows what is going on, and where programs learn which Wix this is. */
export function pageOf(about) {
  const values = { "/dev.json": about, "/faults.json": { names: NAMES, kinds: KINDS } };
  return ({ url, method }) => {
    const path = url.split("?")[0];
    if (!["GET", "HEAD"].includes(method)) return undefined;
    const { name, type } = FILES[path] ?? { type: "application/json" };
    if (!name && !values[path]) return undefined;
    const body = name ? readFileSync(new URL(`../page/${name}`, import.meta.url)) : JSON.stringify(values[path]);
    return { status: 200, headers: { ...HEADERS, "content-type": `${type}; charset=utf-8` }, body };
  };
}

const FILES = {
  "/": { name: "index.html", type: "text/html" },
  "/panel.css": { name: "panel.css", type: "text/css" },
  "/panel.js": { name: "panel.js", type: "text/javascript" },
};

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
};
