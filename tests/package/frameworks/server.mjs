// A built app, behind its framework's own server.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

import { freePort, responds } from "./loopback.js";

const run = promisify(execFile);
const OPTIONS = { env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: undefined } };
for (const name in OPTIONS.env) if (OPTIONS.env[name] === undefined || name.startsWith("NODE_TEST")) delete OPTIONS.env[name];

/** Runs one of this folder's programs to its end. */
export async function build(folder, program, ...words) {
  await run(process.execPath, [new URL(`node_modules/${program}`, import.meta.url).pathname, ...words], { ...OPTIONS, cwd: new URL(`${folder}/`, import.meta.url) });
}

/** Its origin, once it answers, and what ends it. `words` has PORT for the port. */
export async function start(folder, ...words) {
  const port = await freePort();
  const server = spawn(process.execPath, words.map((word) => word.replace("PORT", port)), {
    stdio: ["ignore", "pipe", "pipe"], cwd: new URL(`${folder}/`, import.meta.url), env: { ...OPTIONS.env, PORT: `${port}`, HOST: "127.0.0.1", ORIGIN: `http://127.0.0.1:${port}` },
  });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (log += text));
  const origin = `http://127.0.0.1:${port}`;
  await responds(server, origin, () => log);
  const end = async () => {
    if (server.exitCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  return { origin, end, isAlive: () => server.exitCode === null, log: () => log };
}

/** Status, where to, and what is said. */
export async function call(url, authorization = "ann") {
  const answer = await fetch(url, { redirect: "manual", headers: authorization ? { authorization } : {} });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
}
