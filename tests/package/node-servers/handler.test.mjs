// toNodeHandler behind the servers that have Node's own objects.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { createServer as createServer2, connect } from "node:http2";
import { connect as dial } from "node:net";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";

import express from "express";
import fastify from "fastify";
import { Permissions, createBackend, webMethod } from "fetch-with-auth/backend";
import { toNodeHandler } from "fetch-with-auth/node";

import { listen, until } from "./loopback.js";

const SERVERS = {
  "node:http": (handler) => listen(toNodeHandler(handler)),
  // The Request has the whole path although it is mounted below one.
  "Express": (handler) => listen(express().use("/api", toNodeHandler(handler))),
  async "Fastify"(handler) {
    const app = fastify({ exposeHeadRoutes: false });
    app.route({ method: ["GET", "HEAD", "POST"], url: "/api/*", handler: toNodeHandler(handler) });
    // It has no parser for this type; JSON and text it has read before.
    app.addContentTypeParser("application/octet-stream", (request, payload, done) => done(null));
    after(() => app.close());
    return app.listen({ port: 0, host: "127.0.0.1", forceCloseConnections: true });
  },
};

const BYTES = { method: "POST", headers: { "content-type": "application/octet-stream" }, duplex: "half" };
const forever = new Promise(() => {});

for (const [name, open] of Object.entries(SERVERS)) {
  test(`${name}: the Request has the method, the whole URL, the headers and the body`, async () => {
    const origin = await open(async (request) => Response.json([request instanceof Request, request.method, request.url, request.headers.get("x-one"), await request.text()]));
    const response = await fetch(`${origin}/api/a%20b?c=d`, { ...BYTES, headers: { ...BYTES.headers, "x-one": "1" }, body: "été" });
    assert.deepEqual(await response.json(), [true, "POST", `${origin}/api/a%20b?c=d`, "1", "été"]);
  });

  test(`${name}: the origin is that which visitors see`, async () => {
    const origin = await open(({ url }) => new Response(url));
    const urlFor = async (headers) => (await fetch(`${origin}/api/x`, { headers })).text();
    assert.equal(await urlFor({ "x-forwarded-proto": "https, http", "x-forwarded-host": "shop.example, inner" }), "https://shop.example/api/x");
    assert.equal(await urlFor({ "x-forwarded-proto": "gopher", "x-forwarded-host": "no host" }), `${origin}/api/x`);
  });

  test(`${name}: several Set-Cookie headers, a status and its text arrive`, async () => {
    const origin = await open(() => new Response("made", { status: 201, statusText: name === "Fastify" ? "Created" : "Made", headers: [["set-cookie", "a=1"], ["set-cookie", "b=2; Path=/"], ["x-two", "2"], ["connection", "x-two"]] }));
    const response = await fetch(`${origin}/api/x`);
    assert.deepEqual([response.status, response.headers.getSetCookie(), response.headers.get("x-two"), await response.text()], [201, ["a=1", "b=2; Path=/"], "2", "made"]);
    assert.equal(response.statusText, name === "Fastify" ? "Created" : "Made");
  });

  test(`${name}: responses without a body have none`, async () => {
    const origin = await open(({ method, url }) => method === "HEAD" ? new Response("not sent", { headers: { "x-two": "2" } }) : new Response(null, { status: +url.slice(-3) }));
    for (const status of [204, 304, 404]) {
      const response = await fetch(`${origin}/api/${status}`);
      assert.deepEqual([response.status, await response.text()], [status, ""]);
    }
    const response = await fetch(`${origin}/api/x`, { method: "HEAD" });
    assert.deepEqual([response.status, response.headers.get("x-two"), await response.text()], [200, "2", ""]);
  });

  test(`${name}: headers and each piece of a body arrive before the next piece exists`, async () => {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const origin = await open(() => new Response(readable));
    // Fastify sends no headers before there is a piece.
    if (name === "Fastify") writer.write(new TextEncoder().encode("a"));
    const response = await fetch(`${origin}/api/x`);
    const reader = response.body.getReader();
    for (const piece of ["a", "b"]) {
      if (name !== "Fastify" || piece !== "a") writer.write(new TextEncoder().encode(piece));
      assert.equal(new TextDecoder().decode((await reader.read()).value), piece);
    }
    writer.close();
    assert.equal((await reader.read()).done, true);
  });

  test(`${name}: a body that nobody takes is not produced`, async () => {
    let produced = 0;
    const piece = new Uint8Array(1_000_000);
    const origin = await open(() => new Response(new ReadableStream({ pull: (controller) => (produced++, controller.enqueue(piece)) })));
    const incoming = await new Promise((done) => ask(`${origin}/api/x`, done).end());
    // Until all buffers are full, which is so when nothing was produced for a while.
    for (let before = -1; before !== produced && produced < 100; await new Promise((done) => setTimeout(done, 200))) before = produced;
    assert.ok(produced < 100, `${produced} MB`);
    incoming.destroy();
  });

  test(`${name}: a client that leaves cancels the body and aborts the signal`, async () => {
    const cancelled = deferred();
    let signal;
    const origin = await open((request) => {
      signal = request.signal;
      return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)), cancel: () => cancelled.resolve() }));
    });
    const incoming = await new Promise((done) => ask(`${origin}/api/x`, done).end());
    assert.equal(signal.aborted, false);
    incoming.destroy();
    await cancelled.promise;
    if (!signal.aborted) await once(signal, "abort");
  });

  test(`${name}: a client that leaves before there is a response aborts the signal, and that is no error`, async (t) => {
    const logged = t.mock.method(console, "error", () => {});
    const began = deferred();
    const ended = deferred();
    const origin = await open((request) => {
      began.resolve();
      return new Promise((_, reject) => request.signal.addEventListener("abort", () => (reject(request.signal.reason), ended.resolve())));
    });
    const client = ask(`${origin}/api/x`).on("error", () => {}).end();
    await began.promise;
    client.destroy();
    await ended.promise;
    await new Promise(setImmediate);
    assert.equal(logged.mock.callCount(), 0);
  });

  test(`${name}: a signal of a response that was sent is not aborted`, async () => {
    let signal;
    const origin = await open((request) => (signal = request.signal, new Response("done")));
    const response = await new Promise((done) => ask(`${origin}/api/x`, { headers: { connection: "close" } }, done).end());
    await once(response.resume().socket, "close");
    assert.equal(signal.aborted, false);
  });

  test(`${name}: a body that is not read to its end does not cut off the response`, async () => {
    const origin = await open(async (request) => {
      const reader = request.body.getReader();
      await reader.read();
      await reader.cancel();
      return new Response("too large", { status: 413 });
    });
    const client = ask(`${origin}/api/x`, { method: "POST", headers: { ...BYTES.headers, "content-length": "1000000000" } });
    client.write("the first piece");
    const [response] = await once(client, "response");
    let text = "";
    for await (const piece of response) text += piece;
    assert.deepEqual([response.statusCode, text], [413, "too large"]);
    client.on("error", () => {}).destroy();
  });

  test(`${name}: a body arrives as a stream`, async () => {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const read = deferred();
    const origin = await open(async (request) => {
      const reader = request.body.getReader();
      read.resolve(new TextDecoder().decode((await reader.read()).value));
      return new Response(new TextDecoder().decode((await reader.read()).value));
    });
    writer.write(new TextEncoder().encode("first"));
    const response = fetch(`${origin}/api/x`, { ...BYTES, body: readable });
    assert.equal(await read.promise, "first");
    writer.write(new TextEncoder().encode("second"));
    assert.equal(await (await response).text(), "second");
    await writer.close().catch(() => {});
  });

  test(`${name}: what fetch has received, and decoded, is passed on without its encoding`, async () => {
    const inner = await listen((request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("a long text")));
    const origin = await open(() => fetch(inner));
    const response = await fetch(`${origin}/api/x`);
    assert.deepEqual([response.headers.get("content-encoding"), await response.text()], [null, "a long text"]);
  });

  test(`${name}: headers that announce trailers, of which a Response has none, are not sent`, async () => {
    const origin = await open(() => new Response("x", { headers: { "trailer": "x-late", "content-length": "1" } }));
    const response = await fetch(`${origin}/api/x`);
    assert.deepEqual([response.status, response.headers.get("trailer"), await response.text()], [200, null, "x"]);
  });

  for (const [what, fail] of [["throws", () => { throw new Error("a secret"); }], ["rejects", () => Promise.reject(new Error("a secret"))], ["returns no Response", () => "a text"], ["returns a Response whose body was read", async () => { const response = new Response("a secret"); await response.text(); return response; }]]) {
    test(`${name}: a handler that ${what} is a response 500, and the server goes on`, async (t) => {
      const logged = t.mock.method(console, "error", () => {});
      const origin = await open((request) => request.url.endsWith("/bad") ? fail() : new Response("good"));
      const response = await fetch(`${origin}/api/bad`);
      assert.equal(response.status, 500);
      if (name === "node:http") assert.equal(await response.text(), "");
      // Fastify logs to its own logger, which is off here.
      if (name !== "Fastify") await reported(logged, { "returns no Response": /must return a Response/, "returns a Response whose body was read": /locked/ }[what] ?? /a secret/);
      assert.equal(await (await fetch(`${origin}/api/x`)).text(), "good");
    });
  }

  test(`${name}: a body that fails cuts the response off, and is reported`, async (t) => {
    const logged = t.mock.method(console, "error", () => {});
    const origin = await open(() => new Response(new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
      pull: (controller) => new Promise((done) => setImmediate(() => (controller.error(new Error("the source broke")), done()))),
    })));
    await assert.rejects(async () => (await fetch(`${origin}/api/x`)).text());
    if (name !== "Fastify") await reported(logged, /the source broke/);
  });

  test(`${name}: JSON that a body parser has read before is made again`, async () => {
    const handler = toNodeHandler(async (request) => new Response(await request.text(), { headers: { "x-type": request.headers.get("content-type") } }));
    const origin = await parsing(name, handler);
    const send = async (body, type) => {
      const response = await fetch(`${origin}/api/x`, { method: "POST", headers: { "content-type": type }, body });
      return [response.status, response.status === 200 ? await response.text() : ""];
    };
    assert.deepEqual(await send('[ "é", {} ]', "application/json; charset=utf-8"), [200, '["é",{}]']);
    assert.deepEqual(await send("eyJ.a.b", "text/plain"), [200, "eyJ.a.b"]);
    assert.deepEqual(await send("", "application/json"), name === "Fastify" ? [400, ""] : [200, ""]);
  });
}

/** A server whose body parsers come first. */
async function parsing(name, handler, parsers = [express.json(), express.text()]) {
  if (name === "Fastify") {
    const app = fastify();
    app.post("/api/*", handler);
    after(() => app.close());
    return app.listen({ port: 0, host: "127.0.0.1" });
  }
  if (name === "Express") return listen(express().use(...parsers).all("/api/*rest", handler));
  // A function of a cloud that has read it all.
  return listen(async (message, response) => {
    const chunks = [];
    for await (const chunk of message) chunks.push(chunk);
    message.rawBody = Buffer.concat(chunks);
    if (message.headers["content-type"].startsWith("application/json") && message.rawBody.length) message.rawBody = Buffer.from(JSON.stringify(JSON.parse(message.rawBody)));
    handler(message, response);
  });
}

test("Express: bytes that a body parser has read are used as they are", async () => {
  const origin = await parsing("Express", toNodeHandler(async (request) => new Response(await request.text())), [express.raw({ type: "*/*" })]);
  assert.equal(await (await fetch(`${origin}/api/x`, { method: "POST", headers: { "content-type": "application/json" }, body: "[ 1]" })).text(), "[ 1]");
});

test("Express: a form that was read before is an error of the handler's mounting, passed to Express", async () => {
  const app = express().use(express.urlencoded()).all("/api/*rest", toNodeHandler(() => assert.fail()));
  let failure;
  app.use((error, request, response, next) => (failure = error, response.status(500).end()));
  const origin = await listen(app);
  assert.equal((await fetch(`${origin}/api/x`, { method: "POST", body: new URLSearchParams("a=b") })).status, 500);
  assert.match(failure.message, /body parser has read this request \(Content-Type: application\/x-www-form-urlencoded.*mount this handler before it/);
});

test("Express: headers of middleware stay, and Vary is added to", async () => {
  const app = express().use((request, response, next) => (response.set({ Vary: "Origin", "Access-Control-Allow-Origin": "https://shop.example", "X-Two": "1" }), response.append("Set-Cookie", "a=1"), next()));
  const origin = await listen(app.use(toNodeHandler(() => new Response("x", { headers: [["vary", "Cookie"], ["set-cookie", "b=2"], ["x-two", "2"]] }))));
  const { headers } = await fetch(origin);
  assert.deepEqual([headers.get("vary"), headers.get("access-control-allow-origin"), headers.get("x-two"), headers.getSetCookie()], ["Origin, Cookie", "https://shop.example", "2", ["a=1", "b=2"]]);
});

test("Fastify: hooks see the response, headers of plugins stay, and Vary is added to", async () => {
  const app = fastify();
  app.addHook("onRequest", async (request, reply) => void reply.headers({ "x-one": "1", "vary": "Origin" }));
  app.addHook("onSend", async (request, reply) => void reply.header("x-status", reply.statusCode));
  app.get("/x", toNodeHandler(() => new Response("x", { status: 202, headers: { vary: "Cookie" } })));
  const { statusCode, headers, body } = await app.inject("/x");
  assert.deepEqual([statusCode, headers["x-one"], headers["x-status"], headers["vary"], body], [202, "1", "202", "Origin, Cookie", "x"]);
});

test("node:http: a response that cannot be sent is a 500 without a header of it", async (t) => {
  const logged = t.mock.method(console, "error", () => {});
  const origin = await listen(toNodeHandler(() => new Response("x", { headers: { "content-length": "1", "set-cookie": "a=1", "x-odd": "\u0001" } })));
  const response = await fetch(origin);
  assert.deepEqual([response.status, response.headers.getSetCookie(), await response.text()], [500, [], ""]);
  await reported(logged, /Invalid character/);
});

test("node:http2: the authority counts, whatever Host says (RFC 9113 §8.3.1)", async () => {
  const server = createServer2(toNodeHandler(({ url, headers }) => new Response(`${url} ${headers.get("host")}`))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connect(`http://127.0.0.1:${server.address().port}`);
  after(() => (session.destroy(), server.close()));
  const stream = session.request({ ":path": "/x", ":authority": "shop.example", "host": "evil.example" });
  let text = "";
  for await (const chunk of stream) text += chunk;
  assert.equal(text, "http://shop.example/x shop.example");
});

test("node:http2 in plain text: the same", async () => {
  const server = createServer2(toNodeHandler(async (request) => new Response(`${request.method} ${request.url} ${await request.text()}`, { status: 201, statusText: "Made", headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["connection", "close"]] }))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connect(`http://127.0.0.1:${server.address().port}`);
  after(() => (session.destroy(), server.close()));
  const stream = session.request({ ":method": "POST", ":path": "/x?y", ":authority": "shop.example" });
  stream.end("body");
  const [headers] = await once(stream, "response");
  let text = "";
  for await (const chunk of stream) text += chunk;
  assert.deepEqual([headers[":status"], headers["set-cookie"], text], [201, ["a=1", "b=2"], "POST http://shop.example/x?y body"]);
});

test("node:http: requests that are not a path, or that no Request can be, do no harm", async () => {
  const origin = await listen(toNodeHandler(({ url }) => new Response(url)));
  const { port } = new URL(origin);
  const say = async (line, host = "shop.example") => {
    const socket = dial(port, "127.0.0.1").end(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    let text = "";
    for await (const chunk of socket) text += chunk;
    return text.replace(/^HTTP\/1.1 (\d+)[^]*?\r\n\r\n/, "$1 ").replace(/ [\da-f]+\r\n(.*)\r\n0\r\n\r\n$/s, " $1");
  };
  assert.equal(await say("GET //evil.example/x"), "200 http://shop.example//evil.example/x");
  assert.equal(await say("GET http://evil.example/x?y"), "200 http://shop.example/x?y");
  assert.equal(await say("OPTIONS *"), "200 http://shop.example/*");
  assert.match(await say("GET /x", "a b"), /^400 /);
  assert.match(await say("TRACE /x"), /^400 /);
});

test("A web method is called through Express", async () => {
  const wix = async () => Response.json({ active: true, subjectType: "VISITOR", subjectId: "ann", clientId: "an app", exp: 4e9 });
  const backend = createBackend({ appId: "an app", fetch: wix });
  const handler = toNodeHandler(backend.handle({ shop: { double: webMethod(Permissions.Anyone, (number) => 2 * number) } }));
  for (const app of [express().use("/api", handler), express().use(express.json()).use("/api", handler)]) {
    const response = await fetch(`${await listen(app)}/api/shop/double`, { method: "POST", headers: { authorization: "ann", "content-type": "application/json" }, body: "[21]" });
    assert.deepEqual([response.status, await response.json()], [200, { result: 42 }]);
  }
});

test("What is no function is a TypeError at once", () => {
  for (const given of [undefined, {}, "handler"]) assert.throws(() => toNodeHandler(given), { name: "TypeError", message: /`handler` must be a function of a Request/ });
});

/** Express reports an error after its response. */
const reported = (logged, text) => until(() => logged.mock.calls.some(({ arguments: given }) => text.test(given.join(" "))), () => "it is not reported");

function deferred() {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
}
