// Next 15, built by webpack: its middleware in the edge runtime, which compiles no WebAssembly where it is deployed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { test } from "node:test";

import { engines } from "./rendered/browser.mjs";
import { rendered } from "./rendered/flow.mjs";

// Of pages, Next replaces it.
const varies = ({ vary }) => !/^rsc,/.test(vary);
const start = ["next", "start", "--hostname", "127.0.0.1", "--port", "PORT"];

rendered("Next 15", { build: ["next", "build"], start, varies, also });

// What was built for it. A sealed cookie needs https, or a browser that takes loopback for secure.
rendered("Next 15, sealed", { start, varies, cookie: "sealed", only: engines.filter((name) => name !== "safari") });

function also(site) {
  test("The middleware runs in the edge runtime, and its WebAssembly modules are files", async () => {
    const { middleware } = JSON.parse(readFileSync(".next/server/middleware-manifest.json"));
    const { wasm, files } = middleware["/"];
    assert.ok(wasm.some(({ filePath }) => filePath.endsWith(".wasm")), "backend.wasm");
    for (const file of files) assert.doesNotMatch(readFileSync(`.next/${file}`, "utf8"), /WebAssembly\.compile/);
    assert.ok((await readdir(".next/server", { recursive: true })).some((name) => name.endsWith(".wasm")));
  });

  test("The middleware of Wix's quick start has a visitor by the strategy of this library", async () => {
    const { wix, get } = site;
    const { result, more } = await wix.during(() => get("/quick-start"));
    assert.match(decodeURIComponent(result.setCookies[0]), /^visitor=\{"accessToken":\{"value":"OauthNG\.JWS\./);
    assert.equal(more.visitors, 1);
  });
}
