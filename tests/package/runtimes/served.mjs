// What was built, run as the server that it is, and asked over HTTP.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";

import { answers } from "./answers.mjs";
import { freePort, responds } from "./loopback.js";

const programAt = (path) => ({ program: path, skip: existsSync(path) ? false : "not for this machine" });

export const PROGRAMS = {
  deno: { ...programAt("node_modules/@deno/linux-x64-glibc/deno"), words: ["serve", "-A", "--host", "127.0.0.1", "--port", "PORT", "built-deno/index.js"] },
  bun: { ...programAt("node_modules/@oven/bun-linux-x64/bin/bun"), words: ["run", "built-bun/index.js"] },
};

/** `prepare` gets the port before the program is started; PORT in its words stands for it. */
export async function served([program, ...words], prepare) {
  const port = await freePort();
  await prepare(port);
  const child = spawn(program, words.map((word) => word.replace("PORT", port)), {
    stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PORT: `${port}`, HOST: "127.0.0.1", DENO_NO_UPDATE_CHECK: "1" },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
  const origin = `http://127.0.0.1:${port}`;
  try {
    await responds(child, origin, () => log);
    await answers((url, init) => fetch(url.replace("http://shop.example", origin), init));
  } finally {
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
}
