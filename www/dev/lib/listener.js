import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Listens on a port of this machine, 0 for a free one, and only for programs on this machine: on
 * 127.0.0.1, and on ::1 if there is one, since a browser may take either for `localhost`. `first` is
 * the port that was asked for.
 */
export async function listen(port, first = port) {
  let handler;
  const servers = [];
  const open = async (address, port) => {
    const server = createServer((request, response) => handler(request, response));
    // A client that keeps a connection decides how long: no request meets one that just closes.
    server.keepAliveTimeout = 0;
    server.on("connection", (socket) => openedAt.set(socket, performance.now()));
    server.listen({ port, host: address });
    await once(server, "listening");
    servers.push(server);
    return server.address().port;
  };
  const stop = () =>
    Promise.all(
      servers.splice(0).map((server) => {
        const closed = once(server, "close");
        server.close();
        server.closeAllConnections();
        return closed;
      }),
    );
  for (let attempt = 1; ; attempt += 1) {
    try {
      const taken = await open("127.0.0.1", port);
      await open("::1", taken).catch(withoutIpv6);
      return { port: taken, stop, serve: (next) => (handler = next) };
    } catch (error) {
      await stop();
      // Somebody else may have the same port on ::1; of free ports there are more.
      if (error.code !== "EADDRINUSE" || port !== 0 || attempt === ATTEMPTS) throw refusal(error, port, first);
    }
  }
}

/** When the connection was opened, in milliseconds of `performance.now()`. */
export const openedAt = new WeakMap();

function withoutIpv6(error) {
  if (!["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"].includes(error.code)) throw error;
}

function refusal(error, port, first) {
  const reasons = {
    EADDRINUSE: `port ${port} is in use, and three from ${first} on are needed: choose another one, or 0 for free ones`,
    EACCES: `port ${port} needs rights that this process does not have: choose one above 1023`,
  };
  return reasons[error.code] ? Object.assign(new Error(reasons[error.code], { cause: error }), { code: error.code }) : error;
}

const ATTEMPTS = 10;
