import { readFileSync } from "node:fs";

/** The page that shows what is going on, and where programs learn which Wix this is. */
export function pageOf(about) {
  const dev = () => ["application/json", JSON.stringify(about)];
  return ({ url, method }) => {
    const path = url.split("?")[0];
    const file = FILES[path];
    const content = path === "/dev.json" ? dev : file && (() => [file.type, readFileSync(new URL(`../page/${file.name}`, import.meta.url))]);
    if (!content || !["GET", "HEAD"].includes(method)) return undefined;
    const [type, body] = content();
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
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
};
