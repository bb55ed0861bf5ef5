// Who may ask the backend of Vite's development server, and who answers if it has none.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import fetchWithAuth from "fetch-with-auth/vite";
import * as vite8 from "vite";
import * as vite5 from "vite5";
import * as vite6 from "vite6";
import * as vite7 from "vite7";

const VITES = { "Vite 5": vite5, "Vite 6": vite6, "Vite 7": vite7, "Vite 8": vite8 };

const place = await realpath(await mkdtemp("guards-"));
const open = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));
after(() => rm(place, { recursive: true }));

const BACKEND = `
export const calls = globalThis.calls = []
export const backend = {
  handle: () => async request => {
    calls.push(request.method)
    return new Response('from the backend')
  },
}`;

const listening = async (server) => {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
};

let count = 0;
const development = async ({ createServer }, { options = { backend: "./backend.js" }, plugins = [], ...settings } = {}) => {
  const root = join(place, String(++count));
  await mkdir(root);
  await writeFile(join(root, "backend.js"), BACKEND);
  await writeFile(join(root, "main.js"), "console.log(1)");
  await writeFile(join(root, "shop.web.js"), "export const hello = () => {}");
  const server = await createServer({
    root, cacheDir: join(root, ".vite"), configFile: false, logLevel: "silent",
    plugins: [fetchWithAuth(options), ...plugins],
    ...settings,
    server: { host: "127.0.0.1", port: 0, ...settings.server },
  });
  open.push(server);
  if (settings.server?.middlewareMode) return { middlewares: server.middlewares };
  await server.listen();
  const { port } = server.httpServer.address();
  globalThis.calls = [];
  return { port, ask: (path, given) => ask(port, path, given) };
};

// By hand: fetch sets the host itself.
const ask = (port, path, { method = "POST", ...headers } = {}) =>
  new Promise((done, failed) => {
    const sent = request({ port, host: "127.0.0.1", path, method, headers }, async (response) => {
      response.setEncoding("utf8");
      const text = (await response.toArray()).join("");
      done({ status: response.statusCode, text, headers: response.headers });
    });
    sent.on("error", failed);
    sent.end();
  });

const CALL = "/api/shop/hello";
const FILE = "/main.js";

for (const [name, vite] of Object.entries(VITES)) {
  test(`${name}: a host that Vite refuses is refused by the backend, with Vite's own answer`, async () => {
    const { ask } = await development(vite);
    const [call, file] = [await ask(CALL, { host: "evil.example" }), await ask(FILE, { method: "GET", host: "evil.example" })];
    assert.deepEqual([call.status, call.text, globalThis.calls], [403, file.text, []]);
    assert.equal(file.status, 403);
    assert.equal((await ask(CALL)).text, "from the backend");
  });

  test(`${name}: a host that Vite allows may call the backend`, async () => {
    const { ask } = await development(vite, { server: { allowedHosts: ["good.example"] } });
    assert.equal((await ask(CALL, { host: "good.example" })).text, "from the backend");
    assert.equal((await ask(CALL, { host: "evil.example" })).status, 403);
  });

  test(`${name}: an origin that Vite does not allow cannot call the backend`, async () => {
    const { ask } = await development(vite);
    const preflight = { method: "OPTIONS", origin: "https://evil.example", "access-control-request-method": "POST", "access-control-request-headers": "authorization" };
    assert.deepEqual([(await ask(CALL, preflight)).headers["access-control-allow-origin"], globalThis.calls], [undefined, []]);
    for (const site of [{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }]) {
      const { status, headers, text } = await ask(CALL, { origin: "https://evil.example", ...site });
      assert.deepEqual([status, headers["access-control-allow-origin"], globalThis.calls], [403, undefined, []]);
      assert.match(text, /evil\.example.*server\.cors/);
    }
    assert.equal((await ask(CALL, { origin: "null" })).status, 403);
  });

  test(`${name}: an origin that Vite allows may call the backend and read its answer`, async () => {
    const { port, ask } = await development(vite, { server: { cors: { origin: ["https://good.example", "http://localhost:1"] } } });
    for (const origin of ["https://good.example", "http://localhost:1"]) {
      const preflight = await ask(CALL, { method: "OPTIONS", origin, "access-control-request-method": "POST" });
      assert.equal(preflight.headers["access-control-allow-origin"], origin);
      const { text, headers } = await ask(CALL, { origin, "sec-fetch-site": "cross-site" });
      assert.deepEqual([text, headers["access-control-allow-origin"]], ["from the backend", origin]);
    }
    for (const same of [{ origin: `http://127.0.0.1:${port}` }, { origin: "https://in.front.example", "sec-fetch-site": "same-origin" }]) {
      assert.equal((await ask(CALL, same)).text, "from the backend");
    }
  });

  test(`${name}: with a backend, that answers, and Vite's proxy what is not a web method`, async () => {
    const own = createHttpServer((_, res) => res.end("from the proxy"));
    open.push(own);
    const port = await listening(own);
    const { ask } = await development(vite, { server: { proxy: { "/api": `http://127.0.0.1:${port}` } } });
    assert.deepEqual([(await ask(CALL)).text, (await ask("/api/other")).text], ["from the backend", "from the proxy"]);
  });

  test(`${name}: without a backend Vite's proxy answers`, async () => {
    const own = createHttpServer((_, res) => res.end("from the proxy"));
    open.push(own);
    const port = await listening(own);
    const { ask } = await development(vite, { options: {}, server: { proxy: { "/api": `http://127.0.0.1:${port}` } } });
    assert.deepEqual([(await ask(CALL)).text, (await ask("/api/other")).text], ["from the proxy", "from the proxy"]);
  });

  test(`${name}: without a backend another plugin's middleware answers, first or last`, async () => {
    const answers = (path) => (req, res, next) => (req.originalUrl == path ? res.end("from a plugin") : next());
    const first = { name: "first", configureServer: (server) => void server.middlewares.use(answers(CALL)) };
    const last = { name: "last", configureServer: (server) => () => void server.middlewares.use(answers("/api/shop/last")) };
    const { ask } = await development(vite, { options: {}, plugins: [first, last] });
    assert.deepEqual([(await ask(CALL)).text, (await ask("/api/shop/last")).text], ["from a plugin", "from a plugin"]);
    assert.equal((await ask("/api/shop/nobody")).status, 501);
  });

  test(`${name}: without a backend the server that Vite is a part of answers`, async () => {
    const { middlewares } = await development(vite, { options: {}, appType: "custom", server: { middlewareMode: true, ws: false, hmr: false } });
    const own = createHttpServer((req, res) => middlewares(req, res, () => res.end("from the server around")));
    open.push(own);
    assert.equal((await ask(await listening(own), CALL)).text, "from the server around");
  });

  test(`${name}: without a backend it says what to set if nobody answers`, async () => {
    const { ask } = await development(vite, { options: {} });
    const { status, text } = await ask(CALL);
    assert.equal(status, 501);
    assert.match(JSON.parse(text).error.message, /^Set the option "backend" /);
    assert.equal((await ask(CALL, { host: "evil.example" })).status, 403);
  });
}
