import { once } from "node:events";
import { createServer } from "node:net";

/** The first of so many free ports, one behind the other. */
export async function freePorts(count) {
  for (;;) {
    const first = await listening(0);
    const port = first.address().port;
    const others = Array.from({ length: count - 1 }, (_, index) => listening(port + 1 + index));
    const results = await Promise.allSettled(others);
    for (const server of [first, ...results.map(({ value }) => value)]) server?.close();
    if (results.every(({ status }) => status === "fulfilled")) return port;
  }
}

async function listening(port) {
  if (port > 65535) throw new RangeError("there is no such port");
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
