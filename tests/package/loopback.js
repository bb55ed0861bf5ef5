// Servers on this machine.
import { once } from "node:events";
import { createServer } from "node:http";
import { after } from "node:test";

/** Serves until the tests have ended; its origin. */
export async function listen(answer) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => (server.close(), server.closeAllConnections()));
  return `http://127.0.0.1:${server.address().port}`;
}

/** A port that nobody listens on, for a program that takes its port as an argument. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until it is so. `why` is the message of the error if it takes too long. */
export async function until(isSo, why, timeoutMs = 60_000) {
  for (const end = Date.now() + timeoutMs; !(await isSo()); await new Promise((done) => setTimeout(done, 20))) {
    if (Date.now() > end) throw new Error(why());
  }
}

/** Waits until the program that was started responds at this URL, whatever it responds. `log` is what it has printed. */
export function responds(child, url, log = () => "") {
  const why = () => `it does not respond at ${url}:\n${log()}`;
  return until(async () => {
    if (child.exitCode !== null) throw new Error(why());
    return fetch(url).then(() => true, () => false);
  }, why);
}
