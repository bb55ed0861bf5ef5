// One page, and one script, in each tool and runtime that people have: three signed calls by one token, and what loads
// on demand. The rows of the table are written once all is well.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { extname } from "node:path";
import { after, test } from "node:test";

import { ANGULAR, BUILDS, SERVERS } from "./bundlers.mjs";
import { Browser } from "./rendered/browser.mjs";

const { API } = process.env;
const EXPECTED = "3 signed calls, 1 token request, VISITOR";
const rows = [];
const shown = (name, what) => rows.push(`| ${name} | ${what} | \`cargo xtask test package cells\` |`);

const browser = await Browser.start("chrome");
after(() => browser.end());

// The strictest policy that the documents promise to work. Parcel writes an import map into the page, which it forbids.
const WITHOUT_POLICY = new Set(["Parcel 2"]);
const POLICY = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${API}`;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

async function serve(folder, headers) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = pathname === "/" ? "/index.html" : pathname;
    const content = await readFile(folder + path).catch(() => undefined);
    response.writeHead(content ? 200 : path === "/report" ? 204 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers }).end(content);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${server.address().port}`, end: () => (server.close(), server.closeAllConnections()) };
}

async function opens({ origin, end }, expected = EXPECTED) {
  try {
    await browser.open(`${origin}/?api=${API}&report=/report`);
    await browser.shows("result", expected);
  } finally {
    await end();
  }
}

for (const [name, build] of Object.entries(BUILDS)) {
  test(`${name}: the built page signs its calls${WITHOUT_POLICY.has(name) ? "" : ", under a strict policy"}`, async () => {
    await opens(await serve(await build("."), WITHOUT_POLICY.has(name) ? {} : { "content-security-policy": POLICY }));
    shown(name, WITHOUT_POLICY.has(name) ? "page, built; without a policy" : "page, built");
  });
}

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: the page signs its calls at its first load`, async () => {
    await opens(await start("."));
    shown(name, "page, served");
  });
}

const { [ANGULAR]: _, "Rolldown 1": rolldown, ...others } = BUILDS;
const MISTAKE = 'Uncaught Error: fetch-with-auth/backend is for servers only, because it holds secrets. In a page, import "fetch-with-auth"; a *.web.js file needs the plugin "fetch-with-auth/vite".';

for (const [name, build] of Object.entries(others)) {
  test(`${name}: a built page that imports the backend gets an error that says what to import`, async () => {
    await opens(await serve(await build("mistake")), MISTAKE);
  });
}

test("Rolldown 1: a page that imports the backend is built with a warning", async () => {
  await assert.rejects(rolldown("mistake"), /Could not resolve 'node:async_hooks' in .*fetch-with-auth\/dist\/backend\.js/);
});

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: a page that imports the backend gets an error that says what to import`, async () => {
    await opens(await start("mistake"), MISTAKE);
  });
}

for (const [number, node] of [[20, "node"], ...[22, 24, 26].map((number) => [number, `node_modules/node${number}/bin/node`])]) {
  for (const [kind, script] of [["ESM", "script.mjs"], ["`require`", "script.cjs"]]) {
    test(`Node ${number}, ${kind}: a script signs its calls, and a backend identifies its caller`, () => {
      const { stdout, stderr } = spawnSync(node, [script], { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined } });
      const [version, ...said] = stdout.trim().split("\n");
      assert.equal(version.split(".")[0], `v${number}`);
      assert.deepEqual([said, stderr.replace(/.*ExperimentalWarning.*\n.*\n/, "")], [["3 signed calls, 1 token request", "ann"], ""]);
      shown(`Node ${number}, ${kind}`, "script");
    });
  }
}

for (const environment of ["node", "jsdom", "happy-dom"]) {
  test(`Vitest, environment ${environment}: a test signs its calls`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "session.spec.js", "--environment", environment], { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined } });
    assert.equal(status, 0, stdout + stderr);
    shown(`Vitest 5, environment ${environment}`, "test");
  });
}

test("Parcel 2: a backend, bundled for Node", () => {
  const env = { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
  const { status, stdout } = spawnSync("../node_modules/.bin/parcel", ["build", "--no-cache", "--no-source-maps"], { cwd: "parcel-backend", encoding: "utf8", env });
  assert.equal(status, 0, stdout);
  assert.equal(spawnSync("node", ["parcel-backend/out/backend.js"], { encoding: "utf8", env }).stdout, "ann\n");
  shown("Parcel 2", "backend, bundled for Node");
});

after(() => writeFile("figures.md", rows.map((row) => `${row}\n`).join("")));
