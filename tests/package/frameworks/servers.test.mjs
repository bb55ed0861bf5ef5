// Servers and clients of today that have a Response of their own.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { serve } from "@hono/node-server";
import { createSchema, createYoga } from "graphql-yoga";
import { Hono } from "hono";
import { Response as Undici } from "undici";
import { Permissions, getContext } from "fetch-with-auth/backend";

import { backend } from "./backend.js";

const headers = { authorization: "ann" };

// A GraphQL server over the backend: its resolvers act in the request context.
const yoga = createYoga({
  logging: false,
  schema: createSchema({ typeDefs: "type Query { who: String }", resolvers: { Query: { who: () => getContext().identity.memberId } } }),
});
const graphql = backend.api(Permissions.SiteMember, (request) => yoga.fetch(request));
const ASKED = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: '{"query":"{ who }"}' };

test("graphql-yoga: its Response is one, although it is no instance of the global class", async () => {
  assert.ok(!((await yoga.fetch(new Request("http://shop.example/graphql", ASKED))) instanceof Response));
  const answer = await graphql(new Request("http://shop.example/graphql", ASKED));
  assert.ok(answer instanceof Response);
  assert.deepEqual(await answer.json(), { data: { who: "ann" } });
});

for (const overrideGlobalObjects of [true, false]) {
  test(`@hono/node-server ${overrideGlobalObjects ? "with" : "without"} global objects of its own`, async () => {
    const before = { Request, Response };
    const app = new Hono();
    const MAKES = {
      "/own": () => new Response(getContext().identity.memberId),
      "/undici": () => new Undici(getContext().identity.memberId),
      "/fetched": () => fetch(`data:,${getContext().identity.memberId}`),
    };
    for (const [path, make] of Object.entries(MAKES)) {
      const handler = backend.api(Permissions.SiteMember, make);
      app.get(path, ({ req }) => handler(req.raw));
    }
    app.post("/graphql", ({ req }) => graphql(req.raw));
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", overrideGlobalObjects });
    try {
      if (!server.listening) await once(server, "listening");
      const origin = `http://127.0.0.1:${server.address().port}`;
      for (const path of Object.keys(MAKES)) {
        const answer = await fetch(origin + path, { headers });
        assert.deepEqual([path, answer.status, await answer.text()], [path, 200, "ann"]);
      }
      assert.deepEqual(await (await fetch(`${origin}/graphql`, ASKED)).json(), { data: { who: "ann" } });
    } finally {
      server.close();
      for (const [name, value] of Object.entries(before)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  });
}
