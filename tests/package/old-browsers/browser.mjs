// A browser of the past, as its package has it: started on a page, until that has reported.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const TYPES = { html: "text/html", js: "text/javascript" };
const TIMEOUT_MS = 60_000;

/** What page.html reports in the browser that this package has; `log` is what the browser printed. */
export async function reportOf(name) {
  const folder = await mkdtemp(join(tmpdir(), "old-browser-"));
  const program = join(folder, "chromium");
  await writeFile(program, brotliDecompressSync(await readFile(`node_modules/${name}/bin/chromium.br`)), { mode: 0o755 });
  const { server, report } = await site();
  const words = ["--headless", "--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage", `--user-data-dir=${folder}/profile`, "--remote-debugging-port=0"];
  const child = spawn(program, [...words, `http://127.0.0.1:${server.address().port}/page.html`], { stdio: ["ignore", "ignore", "pipe"], detached: true });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const exited = once(child, "exit");
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`no report:\n${log}`)), TIMEOUT_MS)));
  try {
    return await Promise.race([report, late]);
  } finally {
    clearTimeout(timer);
    // Its renderers as well: they are its group.
    if (child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await exited;
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** This folder as a site under the strict policy that users are promised. */
async function site() {
  let reported;
  const report = new Promise((resolve) => (reported = resolve));
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/report") {
      let text = "";
      for await (const piece of request) text += piece;
      response.end();
      return reported(JSON.parse(text));
    }
    const type = TYPES[path.split(".").at(-1)];
    const body = type && (await readFile(`.${path}`).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type, "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'" });
    response.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, report };
}
