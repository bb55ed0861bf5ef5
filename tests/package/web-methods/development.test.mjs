// Vite's development server with a backend of the simplest kind.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import fetchWithAuth from "fetch-with-auth/vite";
import { createLogger, createServer } from "vite";

const BACKEND = `
export const backend = {
  handle: (modules, { base }) => async request => {
    const [module, method] = new URL(request.url).pathname.slice(base.length + 1).split('/')
    return modules[module][method](request)
  },
}`;

const SHOP = `
import { reported } from './reported.js'
export const hello = () => new Response('hello')
export const echo = async request => Response.json({ method: request.method, url: request.url, kind: request.headers.get('x-kind'), hop: request.headers.get('connection'), body: await request.text() })
export const cookies = () => new Response(null, { status: 201, headers: [['set-cookie', 'a=1, 2'], ['set-cookie', 'b=3'], ['x-kind', 'c'], ['connection', 'close']] })
export const stream = request => new Response(request.body, { status: 203 })
export const slow = request => new Promise((_, failed) => request.signal.addEventListener('abort', () => {
  reported.aborted = true
  failed(request.signal.reason)
}))
export const aborted = () => Response.json(reported)
export const fails = () => { throw new Error('no apples') }
export const refuses = async request => {
  const reader = request.body.getReader()
  await reader.read()
  await reader.cancel()
  return new Response('too large', { status: 413 })
}
export const much = () => new Response(new ReadableStream({ pull: controller => reported.left++ < 200 ? controller.enqueue(new Uint8Array(100_000)) : controller.close() }), { headers: { 'x-left': reported.left = 0 } })
export const endless = () => new Response(new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(100_000)), cancel() { reported.cancelled = true } }))
export const breaks = () => new Response(new ReadableStream({ pull: () => Promise.reject('no more pears') }))
`;

const PLACE = await mkdtemp(resolve("development-"));
const servers = [];
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(PLACE, { recursive: true });
});

let count = 0;
const development = async (files, options) => {
  const root = join(PLACE, String(++count));
  const write = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const said = [];
  const customLogger = createLogger("silent");
  customLogger.error = customLogger.warn = (text) => said.push(text);
  const server = await createServer({ root, cacheDir: join(root, ".vite"), configFile: false, customLogger, server: { host: "127.0.0.1", port: 0 }, plugins: [fetchWithAuth(options)] });
  servers.push(server);
  await server.listen();
  const { port } = server.httpServer.address();
  const call = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", ...init });
  return { call, write, said, root, origin: `http://127.0.0.1:${port}` };
};

const until = async (holds) => {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail("waited for five seconds");
};

const files = { "backend.js": BACKEND, "src/shop.web.js": SHOP, "src/reported.js": "export const reported = {}" };
const shop = await development(files, { backend: "./backend.js" });

test("A request is passed on unchanged", async () => {
  const answer = await shop.call("/api/shop/echo?q=1", { body: '["apple"]', headers: { "x-kind": "fruit" } });
  const expected = { method: "POST", url: `${shop.origin}/api/shop/echo?q=1`, kind: "fruit", hop: null, body: '["apple"]' };
  assert.deepEqual(await answer.json(), expected);
});

test("An answer arrives with its status, its headers and each cookie", async () => {
  const { status, headers } = await shop.call("/api/shop/cookies");
  assert.deepEqual([status, headers.getSetCookie(), headers.get("x-kind")], [201, ["a=1, 2", "b=3"], "c"]);
});

test("A body streams both ways", async () => {
  const pipe = new TransformStream();
  const writer = pipe.writable.getWriter();
  const answer = shop.call("/api/shop/stream", { body: pipe.readable, duplex: "half" });
  const text = new TextEncoder();
  writer.write(text.encode("first"));
  const response = await answer;
  const reader = response.body.getReader();
  // The answer to the first part is there before there is a second.
  assert.deepEqual([response.status, String.fromCharCode(...(await reader.read()).value)], [203, "first"]);
  writer.write(text.encode("second"));
  assert.equal(String.fromCharCode(...(await reader.read()).value), "second");
  writer.close();
  assert.ok((await reader.read()).done);
});

test("A request is aborted when the page goes, and nobody complains", async () => {
  const gone = new AbortController();
  const call = shop.call("/api/shop/slow", { signal: gone.signal });
  setTimeout(() => gone.abort(), 100);
  await assert.rejects(call, { name: "AbortError" });
  await until(async () => (await (await shop.call("/api/shop/aborted")).json()).aborted);
  assert.deepEqual(shop.said, []);
});

test("A request that is refused half-way is answered all the same", async () => {
  const chunk = new Uint8Array(100_000);
  let left = 50;
  const body = new ReadableStream({ pull: (controller) => (left-- ? controller.enqueue(chunk) : controller.close()) });
  const answer = await shop.call("/api/shop/refuses", { body, duplex: "half" });
  assert.deepEqual([answer.status, await answer.text()], [413, "too large"]);
});

test("A long answer arrives whole", async () => {
  assert.equal((await (await shop.call("/api/shop/much")).arrayBuffer()).byteLength, 20_000_000);
});

test("An answer that nobody wants any more is given up", async () => {
  const gone = new AbortController();
  const answer = await shop.call("/api/shop/endless", { signal: gone.signal });
  await answer.body.getReader().read();
  gone.abort();
  await until(async () => (await (await shop.call("/api/shop/aborted")).json()).cancelled);
  assert.deepEqual(shop.said, []);
});

test("What fails is said in the terminal and to the page", async () => {
  const answer = await shop.call("/api/shop/fails");
  assert.equal(answer.status, 500);
  assert.deepEqual(await answer.json(), { error: { code: "internal", message: "no apples" } });
  assert.match(shop.said.pop(), /no apples[^]*shop\.web\.js:/);
});

test("What fails on the way is said in the terminal, and the answer is no whole one", async () => {
  await assert.rejects(async () => (await shop.call("/api/shop/breaks")).text(), TypeError);
  await until(() => shop.said.some((text) => text.includes("no more pears")));
  shop.said.length = 0;
});

test("Everything else is Vite's", async () => {
  for (const path of ["/api/shop", "/api/other/hello", "/api", "/apishop/hello", "/src/reported.js"]) {
    assert.doesNotMatch(await (await shop.call(path, { method: "GET" })).text(), /^hello/);
  }
  assert.match(await (await shop.call("/src/reported.js", { method: "GET" })).text(), /export const reported/);
});

test("The page gets stubs", async () => {
  const text = await (await shop.call("/src/shop.web.js", { method: "GET" })).text();
  assert.match(text, /"\/api\/shop"/);
  assert.doesNotMatch(text, /no apples|reported/);
});

test("Vite does not look for what only the server imports", async () => {
  const { call, said, root } = await development({
    "index.html": '<script type="module" src="/main.js"></script>',
    "main.js": "import { label } from './stock.web.ts'\nlabel()",
    "stock.web.ts": "import 'only-the-server-has-this'\nimport 'esbuild'\nexport const label = () => ''",
  });
  const found = async () => (await readdir(join(root, ".vite/deps")).catch(() => [])).filter((file) => file.endsWith(".js"));
  await call("/main.js", { method: "GET" });
  await until(async () => (await found()).includes("fetch-with-auth.js"));
  assert.ok(!(await found()).includes("esbuild.js"));
  assert.deepEqual(said, []);
});

test("An edit counts from the next request on", async () => {
  await shop.write("src/edited.web.js", "export const hello = () => new Response('one')");
  await until(async () => (await (await shop.call("/api/edited/hello")).text()) == "one");
  // Watchers take two writes at once for one.
  await new Promise((done) => setTimeout(done, 300));
  await shop.write("src/edited.web.js", "export const hello = () => new Response('two')");
  await until(async () => (await (await shop.call("/api/edited/hello")).text()) == "two");
});

test("A web module that is deleted is no longer served", async () => {
  await shop.write("src/short.web.js", "export const hello = () => new Response('short')");
  await until(async () => (await (await shop.call("/api/short/hello")).text()) == "short");
  await rm(join(shop.root, "src/short.web.js"));
  await until(async () => (await shop.call("/api/short/hello")).status == 404);
});

test("Without a backend it says what to set", async () => {
  const { call } = await development(files);
  const answer = await call("/api/shop/hello");
  assert.equal(answer.status, 501);
  assert.match((await answer.json()).error.message, /^Set the option "backend" /);
});

test("A backend that exports none gets an error", async () => {
  const { call } = await development({ ...files, "backend.js": "export default 1" }, { backend: "./backend.js" });
  assert.match((await (await call("/api/shop/hello")).json()).error.message, /backend\.js has to export \{ backend \}/);
});

test("Two modules of one name are refused, and both are named", async () => {
  const { call } = await development({ ...files, "lib/shop.web.ts": SHOP }, { backend: "./backend.js" });
  assert.match((await (await call("/api/shop/hello")).json()).error.message, /lib\/shop\.web\.ts and .*src\/shop\.web\.js/);
});

test("What is installed, built or hidden is not served", async () => {
  const { call } = await development({ ...files, "node_modules/a/a.web.js": SHOP, "dist/b.web.js": SHOP, ".c/c.web.js": SHOP, "d/d.web.ts": "export const hello = (): Response => new Response('hello')" }, { backend: "./backend.js", base: "/call" });
  assert.equal(await (await call("/call/d/hello")).text(), "hello");
  for (const name of "abc") assert.equal((await call(`/call/${name}/hello`)).status, 404);
});
