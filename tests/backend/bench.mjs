// node bench.mjs KIND API CLIENT: one of the handlers that are compared, behind
// the same server; prints its origin as one line of JSON, and ends with its input.
import { createServer } from "node:http";
import { Permissions, createBackend, webMethod } from "fetch-with-auth/backend";
import { serve } from "srvx";

const [kind, api, client] = process.argv.slice(2);

const open = () => createBackend({ appId: client, apiOrigin: api });

const handlers = {
  /** What one would write by hand: arguments in, an answer out, and nobody asks who. */
  bare: () => async (request) => {
    const given = await request.json();
    return Response.json({ result: given[0] }, { headers: { "cache-control": "no-store" } });
  },
  "web-method": () => open().handle({ shop: { echo: webMethod(Permissions.Anyone, (given) => given) } }),
  endpoint: () => open().api(Permissions.Anyone, async (request) => {
    const given = await request.json();
    return Response.json({ result: given[0] }, { headers: { "cache-control": "no-store" } });
  }),
};

if (kind === "raw") {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
      const body = JSON.stringify({ result: JSON.parse(Buffer.concat(chunks))[0] });
      response.setHeader("content-type", "application/json").setHeader("cache-control", "no-store").end(body);
    });
  }).listen(0, "127.0.0.1", () => say(server.address().port));
} else {
  const server = serve({ fetch: handlers[kind](), hostname: "127.0.0.1", port: 0, silent: true });
  await server.ready();
  say(new URL(server.url).port);
}

function say(port) {
  console.log(JSON.stringify({ port: Number(port), pid: process.pid }));
}
