// A proxy that changes nothing and records what passes: what browsers and tests send, and what they are answered.
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";

export class Recorder {
  exchanges = [];

  /** In front of `target`, until `end`. */
  static async start(target) {
    const recorder = new Recorder();
    const { hostname, port } = new URL(target);
    // No connection is used again, which its other end may be about to close.
    recorder.agent = new Agent();
    recorder.server = createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => recorder.#pass(incoming, outgoing, { hostname, port })).listen(0, "127.0.0.1");
    await once(recorder.server, "listening");
    recorder.origin = `http://127.0.0.1:${recorder.server.address().port}`;
    return recorder;
  }

  #pass(incoming, outgoing, target) {
    const { method, url, headers } = incoming;
    // What is received shall be readable here, and the server knows that the browser speaks plain http.
    const passed = request({ ...target, method, path: url, headers: { ...headers, "accept-encoding": "identity", "x-forwarded-proto": "http" }, agent: this.agent }, (response) => {
      const exchange = { method, url, headers, status: response.statusCode, received: response.headers, body: "" };
      this.exchanges.push(exchange);
      outgoing.writeHead(response.statusCode, response.statusMessage, response.rawHeaders);
      response.setEncoding("latin1");
      response.on("data", (text) => {
        exchange.body += text;
        outgoing.write(text, "latin1");
      });
      response.on("end", () => outgoing.end());
      response.on("error", () => outgoing.destroy());
    });
    passed.on("error", () => outgoing.destroy());
    // Who has gone away is gone for the server, too.
    outgoing.on("close", () => outgoing.writableFinished || passed.destroy());
    incoming.pipe(passed);
  }

  /** The last document of that path. */
  document(path) {
    return this.exchanges.findLast(({ url, headers }) => url === path && headers["sec-fetch-dest"] === "document");
  }

  end() {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
  }
}
