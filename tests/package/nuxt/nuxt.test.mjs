// Nuxt as it comes: a page that signs its calls, and a route of its server that knows the caller.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";

import { Browser, engines } from "./rendered/browser.mjs";
import { run, serve } from "./rendered/server.mjs";
import { Wix } from "./rendered/wix.mjs";

const ENVIRONMENT = { NUXT_TELEMETRY_DISABLED: "1", HOST: "127.0.0.1" };

async function opens(context, words) {
  const wix = await Wix.create(process.env.API, {});
  const server = await serve(words, { ...ENVIRONMENT, WIX_CLIENT_ID: wix.clientId, WIX_ORIGIN: wix.api });
  context.after(() => server.end());
  const browser = await Browser.start(engines[0]);
  context.after(() => browser.end());
  const { more } = await wix.during(async () => {
    await browser.open(`${server.origin}/?client=${wix.clientId}&api=${wix.api}`);
    await browser.shows("said", "3 signed calls, VISITOR, visitor");
    await browser.shows("state", "visitor");
  });
  assert.deepEqual(more, { anonymous: 1, refresh: 0, visitors: 1, reuseDetected: 0 });
}

test("Built, the page signs its calls, and the server knows the caller", async (context) => {
  await run(["nuxt", "build"], ENVIRONMENT);
  await opens(context, ["node", ".output/server/index.mjs"]);
});

test("In development the page does so at its first load", async (context) => {
  await opens(context, ["nuxt", "dev", "--host", "127.0.0.1", "--port", "PORT"]);
  await writeFile("figures.md", "| Nuxt 4 | page, built and served; backend | `cargo xtask test package nuxt` |\n");
});
