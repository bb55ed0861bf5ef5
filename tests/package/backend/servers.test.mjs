// Behind servers and routers that have a Response of their own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { Response as Undici } from "undici";

import { Permissions, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";

import { API, open, request, settled, tokenOf } from "./shop.mjs";

const caller = tokenOf("member");
const native = await fetch("data:,x").then(({ constructor }) => constructor);

const HANDLERS = {
  "a text": () => new Response("fine"),
  "JSON": () => Response.json("fine"),
  "what fetch answered": () => fetch("data:,fine"),
  "what is thrown": () => {
    throw new Response("fine");
  },
  "undici's": () => new Undici("fine"),
  "a stream": () => new Response(new ReadableStream({
    async start(controller) {
      await settled();
      controller.enqueue(new TextEncoder().encode("fi"));
      await settled();
      controller.enqueue(new TextEncoder().encode(getContext().identity.type === "member" ? "ne" : "?"));
      controller.close();
    },
  })),
  "an exception": () => {
    throw new HTTPException(200, { message: "fine" });
  },
  "signed": async () => {
    const response = await fetchWithAuth(`${API}/x`);
    return new Response((await response.json()).authorization === caller ? "fine" : "?");
  },
  "what fetchWithAuth answered": () => fetchWithAuth(`${API}/x`),
  "elevated": async () => {
    await elevate(async () => fetchWithAuth(`${API}/x`))();
    return Response.json("fine");
  },
};

const pathOf = (what) => `/${what.replaceAll(/\W/g, "-")}`;

for (const replaced of [true, false]) {
  test(`@hono/node-server 1 ${replaced ? "with" : "without"} a Response of its own answers what a handler answers`, async () => {
    const { backend } = open();
    const app = new Hono();
    for (const [what, handler] of Object.entries(HANDLERS)) {
      const answer = backend.api(Permissions.Anyone, handler);
      app.post(pathOf(what), ({ req }) => answer(req.raw));
    }
    const methods = backend.handle({ shop: { method: webMethod(Permissions.Anyone, (given) => given) } });
    app.all("/api/*", ({ req }) => methods(req.raw));
    const { Response: before, Request: asked } = globalThis;
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", overrideGlobalObjects: replaced });
    try {
      await new Promise((done) => (server.listening ? done() : server.once("listening", done)));
      assert.equal(Response === native, !replaced);
      const origin = `http://127.0.0.1:${server.address().port}`;
      const headers = Object.fromEntries(request().headers);
      for (const what of Object.keys(HANDLERS)) {
        const answer = await fetch(origin + pathOf(what), { method: "POST", headers, body: "[]" });
        assert.deepEqual([what, answer.status], [what, 200]);
        assert.match(await answer.text(), /fine|authorization/, what);
      }
      const answer = await fetch(`${origin}/api/shop/method`, { method: "POST", headers, body: '["fine"]' });
      assert.deepEqual(await answer.json(), { result: "fine" });
    } finally {
      server.close();
      Object.defineProperty(globalThis, "Response", { value: before, configurable: true, writable: true });
      Object.defineProperty(globalThis, "Request", { value: asked, configurable: true, writable: true });
    }
  });
}
