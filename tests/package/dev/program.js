// The program of the package, as somebody starts it in a terminal.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after } from "node:test";

const PROGRAM = "node_modules/.bin/fetch-with-auth-dev";

/** Starts it until it has printed this; it ends with the tests. */
export async function started(words, last) {
  const child = spawn(PROGRAM, words, { stdio: ["ignore", "pipe", "pipe"] });
  after(() => child.kill("SIGKILL"));
  let printed = "";
  child.stderr.on("data", (text) => (printed += text));
  for await (const text of child.stdout) {
    printed += text;
    if (printed.includes(last)) return { child, printed };
  }
  throw new Error(`it ended: ${printed}`);
}

/** Runs it to its end; what it printed, and its exit code. */
export async function run(...words) {
  const child = spawn(PROGRAM, words, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  const [code] = await once(child, "close");
  return { printed, code };
}

/** The origins and the client ID of one that is started for a program, on free ports. */
export async function startedForProgram(...words) {
  const { child, printed } = await started(["--port", "0", "--json", ...words], "\n");
  return { child, ...JSON.parse(printed) };
}
