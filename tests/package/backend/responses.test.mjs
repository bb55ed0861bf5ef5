// What a handler may answer: Responses of every make, streams, and what frameworks throw.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Response as Ponyfill, fetch as ponyfetch } from "@whatwg-node/fetch";
import { HTTPException } from "hono/http-exception";
import { Request as UndiciRequest, Response as Undici, fetch as undici } from "undici";
import { createServer } from "node:http";
import { once } from "node:events";
import { gzipSync } from "node:zlib";

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

test("What a fetch has received, and decoded, is passed on without its encoding", async () => {
  const server = createServer((incoming, outgoing) => outgoing.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("from afar"))).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    for (const [what, act] of Object.entries({ fetch, undici })) {
      const response = await anyone(() => act(`http://127.0.0.1:${server.address().port}`))(request());
      assert.deepEqual([await response.text(), response.headers.get("content-encoding"), response.headers.get("content-length")], ["from afar", null, null], what);
    }
  } finally {
    server.close();
  }
});

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

// An endpoint rejects with these, and with nothing else. The functions that throw them are
// tested in the folder frameworks, behind their frameworks.
class Redirect {
  constructor(status, location) {
    Object.assign(this, { status, location });
  }
}
class HttpError {
  constructor(status, body) {
    Object.assign(this, { status, body });
  }
}
const ofNext = (digest) => Object.assign(new Error(digest), { digest });
const OF_FRAMEWORKS = {
  "Next's redirect": [() => ofNext("NEXT_REDIRECT;replace;/a;b;307;"), 307],
  "Next's notFound": [() => ofNext("NEXT_HTTP_ERROR_FALLBACK;404"), 404],
  "Next's dynamic route": [() => ofNext("DYNAMIC_SERVER_USAGE"), undefined],
  "SvelteKit's redirect": [() => new Redirect(303, "/a"), 303],
  "SvelteKit's error": [() => new HttpError(404, { message: "gone" }), 404],
  "Hono's HTTPException": [() => new HTTPException(401, { message: "go away" }), 401],
  "Hono's HTTPException with a Response": [() => new HTTPException(418, { res: new Response("a teapot") }), 418],
};

for (const [what, [make, status]] of Object.entries(OF_FRAMEWORKS)) {
  test(`What a framework throws for itself passes through an endpoint as it is, and the log hears its status: ${what}`, async () => {
    const error = make();
    const serve = anyone(() => {
      throw error;
    });
    await assert.rejects(serve(request()), (thrown) => thrown === error);
    assert.deepEqual(serve.events.map(({ type, status }) => [type, status]), status ? [["answered", status]] : []);
  });

  test(`In a web method, which no framework calls, it becomes a Response as anything else does: ${what}`, async () => {
    const { backend } = open();
    const serve = backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => {
      throw make();
    }) } });
    assert.ok((await serve(request())) instanceof Response);
  });
}

// What of it the framework sends, with a secret in it.
const WITH_SECRET = {
  "Next's redirect": (secret) => ofNext(`NEXT_REDIRECT;push;/${secret};303;`),
  "SvelteKit's redirect": (secret) => new Redirect(303, `/${secret}`),
  "SvelteKit's error": (secret) => new HttpError(404, { message: "gone", reason: [secret] }),
  "Hono's HTTPException": (message) => new HTTPException(401, { message }),
  "Hono's HTTPException with a Response": (secret) => new HTTPException(418, { res: new Response(secret) }),
};

for (const [what, make] of Object.entries(WITH_SECRET)) {
  test(`With a secret of the app in it, what a framework throws for itself is internal: ${what}`, async () => {
    const serve = anyone(async () => {
      throw make((await (await elevated()).json()).authorization);
    });
    const response = await serve(request());
    assert.deepEqual([response.status, (await response.text()).includes(APP_TOKEN)], [500, false]);
  });
}

const NEARLY = {
  "JSON with Next's digest": () => JSON.parse('{"digest":"NEXT_REDIRECT;replace;/a;307;","message":"x"}'),
  "an error whose digest begins like Next's": () => ofNext("NEXT_REDIRECTED;replace;/a;307;"),
  "an error with a part of Next's digest": () => ofNext("x NEXT_HTTP_ERROR_FALLBACK;404"),
  "an error with a status that Next does not throw": () => ofNext("NEXT_HTTP_ERROR_FALLBACK;500"),
  "an error with a digest that is none": () => Object.assign(new Error("x"), { digest: 5 }),
  "JSON like SvelteKit's redirect": () => JSON.parse('{"status":303,"location":"/a"}'),
  "JSON like SvelteKit's error": () => JSON.parse('{"status":404,"body":{"message":"gone"}}'),
  "the same without a prototype": () => Object.assign(Object.create(null), { status: 303, location: "/a" }),
  "an instance with more than SvelteKit's redirect has": () => Object.assign(new Redirect(303, "/a"), { detail: "x" }),
  "an instance with a status that is no redirect": () => new Redirect(200, "/a"),
  "an instance with a body that says nothing": () => new HttpError(404, {}),
  "an error with a status and a location": () => Object.assign(new Error("x"), { status: 303, location: "/a" }),
  "an error with a status and a res": () => Object.assign(new Error("x"), { status: 400, res: undefined }),
};

for (const [what, make] of Object.entries(NEARLY)) {
  test(`What only resembles it is internal: ${what}`, async () => {
    const serve = anyone(() => {
      throw make();
    });
    assert.equal((await serve(request())).status, 500);
  });
}

test("Any other exception is the answer that it makes of itself", async () => {
  const serve = anyone(() => {
    throw Object.assign(new Error("x"), { getResponse: () => new Response("a teapot", { status: 418 }) });
  });
  const response = await serve(request());
  assert.deepEqual([response.status, await response.text()], [418, "a teapot"]);
  assert.deepEqual(serve.events.map(({ type, status }) => [type, status]), [["answered", 418]]);
});

test("What the answer that an exception carries has of secrets does not arrive", async () => {
  const serve = anyone(async () => {
    const message = await (await elevated()).text();
    throw Object.assign(new Error("x"), { getResponse: () => new Response(message, { status: 400 }) });
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
