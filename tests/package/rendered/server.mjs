// The built server of a project, as its users start it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname, resolve } from "node:path";

import { freePort, responds } from "../loopback.js";

/** Runs a program to its end: "node", or one that npm installed. */
export async function run(words, env) {
  const child = start(words, env);
  await child.exited;
  if (child.exitCode) throw new Error(`${words.join(" ")}: ${child.log()}`);
}

/** Starts a server; its origin, and what ends it. PORT in its words and in its environment is its port. */
export async function serve(words, env) {
  const port = await freePort();
  const child = start(words.map((word) => word.replace("PORT", port)), { ...env, PORT: `${port}` });
  const origin = `http://127.0.0.1:${port}`;
  await responds(child, `${origin}/about`, child.log).catch(async (error) => {
    await child.end();
    throw error;
  });
  return { origin, log: child.log, end: child.end };
}

function start([program, ...words], env) {
  // In a group of its own: a program of npm starts others.
  const child = spawn(program === "node" ? process.execPath : resolve("node_modules/.bin", program), words, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...withoutTests(process.env), PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1", ...env },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => log += text);
  const exited = once(child, "close");
  return {
    exited,
    log: () => log,
    get exitCode() {
      return child.exitCode;
    },
    async end() {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {}
      await exited;
    },
  };
}

// What tells a process that it is one of the test runner's.
function withoutTests({ NODE_TEST_CONTEXT, NODE_ENV, ...env }) {
  return env;
}
