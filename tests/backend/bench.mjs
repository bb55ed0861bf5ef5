// node bench.mjs KIND API CLIENT: one of the handlers that are compared, behind
// the same server; prints its origin as one line of JSON, and ends with its input.
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import { Permissions, createBackend, webMethod } from "fetch-with-auth/backend";
import { serve } from "srvx";

const [kind, api, client] = process.argv.slice(2);

const open = () => createBackend({ appId: client, apiOrigin: api });

/** What one would write by hand: arguments in, an answer out, and nobody asks who. */
const bare = async (request) => {
  const given = await request.json();
  return Response.json({ result: given[0] }, { headers: { "cache-control": "no-store" } });
};

const handlers = {
  /** In a process that has never asked anybody anything. */
  fresh: () => bare,
  /**
   * In one that has, as every backend: from then on Node takes longer for each
   * response of its own, which is none of what is measured.
   */
  bare: () => bare,
  /** Where `elevate` and `getContext` would find their caller: what that alone costs. */
  scoped: () => {
    const scope = new AsyncLocalStorage();
    return (request) => scope.run({}, bare, request);
  },
  endpoint: () => open().api(Permissions.Anyone, bare),
  /** One of several that a site has, found by its address as web methods are. */
  routed: () => async (request) => {
    const { pathname } = new URL(request.url);
    return request.method === "POST" && pathname === "/api/shop/echo" ? bare(request) : new Response(null, { status: 404 });
  },
  "web-method": () => open().handle({ shop: { echo: webMethod(Permissions.Anyone, (given) => given) } }),
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
  if (kind !== "fresh") await fetchSome();
  const server = serve({ fetch: handlers[kind](), hostname: "127.0.0.1", port: 0, silent: true });
  await server.ready();
  say(new URL(server.url).port);
}

/** As many requests as there are tokens to ask about, as many at once as connections. */
async function fetchSome() {
  const one = async () => {
    const body = JSON.stringify({ token: "nobody's" });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${api}/oauth2/token-info`, { method: "POST", headers, body, redirect: "manual" });
    await response.text();
  };
  for (let count = 0; count < 100; count += 10) await Promise.all(Array.from({ length: 10 }, one));
}

function say(port) {
  console.log(JSON.stringify({ port: Number(port), pid: process.pid }));
}
