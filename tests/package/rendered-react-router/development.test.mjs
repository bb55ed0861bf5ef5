// The first page of React Router's development server, whose cache is empty.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { Browser, engines } from "./rendered/browser.mjs";
import { serve } from "./rendered/server.mjs";
import { Wix } from "./rendered/wix.mjs";

const text = readFileSync("node_modules/fetch-with-auth/docs/rendering.md", "utf8").split("\n## React Router\n")[1];
const [, LINE] = /`(optimizeDeps: .*?)`/.exec(text);

/** Opens the first page with these settings of Vite, and returns what the server has logged. */
async function first(context, name, settings) {
  const config = `${name}.config.js`;
  writeFileSync(config, `import config from "./vite.config.js";\n\nexport default { ...config, cacheDir: "${name}-cache", ${settings} };\n`);
  const wix = await Wix.create(process.env.API, {});
  const server = await serve(["react-router", "dev", "--config", config, "--host", "127.0.0.1", "--port", "PORT"], { WIX_CLIENT_ID: wix.clientId, WIX_ORIGIN: wix.api });
  context.after(() => server.end());
  const browser = await Browser.start(engines[0]);
  context.after(() => browser.end());
  const { more } = await wix.during(async () => {
    await browser.open(`${server.origin}/`);
    await browser.shows("page-cart", "0");
  });
  assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
  return server.log();
}

const RELOAD = /optimized dependencies changed\. reloading/;

test("Without configuration the first page is reloaded, and its visitor stays", async (context) => {
  assert.match(await first(context, "as-it-comes", ""), RELOAD);
});

test("With the line of docs/rendering.md the first page is loaded once", async (context) => {
  assert.doesNotMatch(await first(context, "with-the-line", LINE), RELOAD);
});
