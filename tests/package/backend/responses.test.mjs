// What a handler may answer: Responses of every make, streams, and what frameworks throw.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Response as Ponyfill, fetch as ponyfetch } from "@whatwg-node/fetch";
import { HTTPException } from "hono/http-exception";
import { Request as UndiciRequest, Response as Undici, fetch as undici } from "undici";
import { createServer } from "node:http";
import { once } from "node:events";

import { Permissions, elevate, fetchWithAuth, webMethod } from "fetch-with-auth/backend";

import { API, API_KEY, APP_TOKEN, arrived, codeOf, open, request, settled } from "./shop.mjs";

const elevated = () => elevate(async () => fetchWithAuth(`${API}/x`))();
const anyone = (handler, options) => {
  const { backend, events } = open(options);
  return Object.assign(backend.api(Permissions.Anyone, handler), { events });
};

async function listening() {
  const server = createServer((incoming, outgoing) => {
    outgoing.writeHead(203, { "x-from": "there", "set-cookie": ["a=b", "c=d"] });
    outgoing.write("from ");
    setImmediate(() => outgoing.end("afar"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const MAKES = {
  "undici's of a text": () => new Undici("made", { status: 201, statusText: "Made", headers: { "x-a": "b" } }),
  "undici's of JSON": () => Undici.json("made", { status: 201, statusText: "Made", headers: { "x-a": "b" } }),
  "a ponyfill's": () => new Ponyfill("made", { status: 201, statusText: "Made", headers: { "x-a": "b" } }),
  "a subclass": () => new (class extends Response {})("made", { status: 201, statusText: "Made", headers: { "x-a": "b" } }),
};

for (const [what, make] of Object.entries(MAKES)) {
  for (const [how, handler] of Object.entries({
    "answered": make,
    "thrown": () => {
      throw make();
    },
    "answered after an elevation": async () => {
      await elevated();
      return make();
    },
  })) {
    test(`A Response is one by what it is, and not by its class: ${what}, ${how}`, async () => {
      const response = await anyone(handler)(request());
      assert.ok(response instanceof Response);
      assert.deepEqual([response.status, response.statusText, response.headers.get("x-a")], [201, "Made", "b"]);
      assert.match(await response.text(), /^"?made"?$/);
    });
  }
}

for (const [what, fetch] of Object.entries({ "undici's": undici, "a ponyfill's": ponyfetch, "the platform's": globalThis.fetch })) {
  test(`What a fetch answered is passed on: ${what}`, async () => {
    const there = await listening();
    const response = await anyone(() => fetch(there.url))(request());
    assert.deepEqual([response.status, response.headers.get("x-from"), response.headers.getSetCookie(), await response.text()], [203, "there", ["a=b", "c=d"], "from afar"]);
    there.close();
  });
}

test("A Response that is no instance of the global one, as behind a server that replaces it", async () => {
  const { Response: native } = globalThis;
  globalThis.Response = class Other extends native {};
  try {
    for (const make of [() => new native("native"), () => native.json("native"), () => Response.json("replaced")]) {
      const response = await anyone(make)(request());
      assert.ok(response instanceof Response);
      assert.match(await response.text(), /native|replaced/);
    }
  } finally {
    globalThis.Response = native;
  }
});

test("As the app a Request of another make follows no redirect", async () => {
  const { backend, sent } = open();
  const serve = backend.api(Permissions.Anyone, async () => {
    for (const input of [new Request(`${API}/x`), new UndiciRequest(`${API}/x`), `${API}/x`]) await codeOf(() => elevate(() => fetchWithAuth(input))());
    return new Response();
  });
  await serve(request());
  const redirects = sent.filter(({ pathname }) => pathname === "/x").map(({ request }) => request.redirect);
  assert.ok(redirects.length && redirects.every((redirect) => redirect === "manual"), redirects.join());
});

test("Hono's HTTPException is the answer that it carries", async () => {
  const own = new HTTPException(418, { res: new Response("a teapot", { status: 418, headers: { "x-a": "b" } }) });
  for (const [error, text] of [[new HTTPException(401, { message: "go away" }), "go away"], [own, "a teapot"]]) {
    const serve = anyone(() => {
      throw error;
    });
    const response = await serve(request());
    assert.deepEqual([response.status, await response.text()], [error.status, text]);
    assert.deepEqual(serve.events.map(({ type, status }) => [type, status]), [["answered", error.status]]);
  }
});

test("What the answer that an exception carries has of secrets does not arrive", async () => {
  const serve = anyone(async () => {
    throw new HTTPException(400, { message: await (await elevated()).text() });
  });
  const response = await serve(request());
  assert.deepEqual([response.status, (await response.text()).includes(APP_TOKEN)], [500, false]);
});

test("A text is answered with its length as ever, and not in pieces", async () => {
  for (const make of [() => new Response("a text"), () => Response.json({ a: "b" }), () => new Response(new Uint8Array(9))]) {
    const response = await anyone(make)(request());
    const reader = response.body.getReader();
    const { value } = await reader.read();
    assert.ok(value.length && (await reader.read()).done);
    assert.equal(response.headers.get("content-type"), make().headers.get("content-type"));
  }
});

test("A stream after an elevation arrives piece by piece: only what may begin a secret waits", async () => {
  let push;
  const serve = anyone(async () => {
    await elevated();
    return new Response(new ReadableStream({ start: (controller) => {
      push = (text) => controller.enqueue(new TextEncoder().encode(text));
      push.close = () => controller.close();
    } }), { headers: { "content-type": "text/event-stream" } });
  });
  const reader = (await serve(request())).body.getReader();
  const read = async () => {
    const { done, value } = await reader.read();
    return done ? undefined : new TextDecoder().decode(value);
  };
  const pieces = ["data: 1\n\n", "data: OauthNG is a prefix\n\n", "data: 3\n\n"];
  for (const piece of pieces) {
    push(piece);
    assert.equal(await read(), piece);
  }
  push(`data: ${APP_TOKEN.slice(0, 20)}`);
  assert.equal(await read(), "data: ");
  push("!\n\n");
  assert.equal(await read(), `${APP_TOKEN.slice(0, 20)}!\n\n`);
  push(`tail ${APP_TOKEN.slice(0, 7)}`);
  push.close();
  assert.deepEqual([await read(), await read(), await read()], ["tail ", APP_TOKEN.slice(0, 7), undefined]);
});

test("A secret does not arrive in however many pieces it comes, and the log hears of it", async () => {
  const text = `before ${APP_TOKEN.slice(0, 9)}${APP_TOKEN} after`;
  for (let size = 1; size <= text.length; size++) {
    const serve = anyone(async () => {
      await elevated();
      return new Response((async function* () {
        for (let at = 0; at < text.length; at += size) {
          await settled();
          yield new TextEncoder().encode(text.slice(at, at + size));
        }
      })());
    });
    const response = await serve(request());
    const got = await arrived(response);
    assert.ok(!got.includes(APP_TOKEN) && `before ${APP_TOKEN.slice(0, 9)}`.startsWith(got), `${size}: ${got}`);
    assert.deepEqual(serve.events.filter(({ type }) => type === "failed").map(({ error }) => error.code), ["token_in_answer"], `${size}`);
  }
});

test("A key that a stream gets hold of while it is read is searched for from then on", async () => {
  const mine = open({ apiKey: API_KEY, siteId: "site" });
  const serve = mine.backend.api(Permissions.Anyone, () => new Response((async function* () {
    await settled();
    yield new TextEncoder().encode("first ");
    await mine.backend.getMemberTokensForExternalLogin("m");
    yield new TextEncoder().encode(API_KEY);
  })()));
  assert.equal(await arrived(await serve(request())), "first ");
});

test("A body that a parser has read before: the log hears what to do", async () => {
  const { backend, events } = open();
  const serve = backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => 1) } });
  for (const read of [(given) => given.text(), (given) => given.body.getReader().read()]) {
    const given = request();
    await read(given);
    const response = await serve(given);
    assert.deepEqual([response.status, (await response.json()).error], [500, { code: "internal", message: "Internal error." }]);
    assert.match(events.at(-1).error.message, /body .* was read before .* parser/);
  }
});

test("Many web methods are served side by side, each below its path", async () => {
  const { backend } = open();
  const of = (name) => ({ shop: { method: webMethod(Permissions.Anyone, () => name) } });
  const [first, second, third] = [backend.handle(of("first")), backend.handle(of("second")), backend.handle(of("third"), { base: "/other" })];
  const result = async (serve, path) => (await (await serve(request(path))).json()).result;
  assert.deepEqual([await result(first), await result(second), await result(third, "/other/shop/method"), await result(first)], ["first", "second", "third", "first"]);
});
