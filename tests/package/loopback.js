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
