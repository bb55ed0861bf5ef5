// What a log hears has been searched through, all of it, for everything that it must not hear.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { Permissions, WebMethodError, elevate, fetchWithAuth, webMethod } from "fetch-with-auth/backend";

import { API, API_KEY, APP_SECRET, APP_TOKEN, arrived, open, request, settled, tokenOf } from "./shop.mjs";

const caller = tokenOf("member");
const SECRETS = { "the caller's token": caller, "the app's token": APP_TOKEN, "the app's secret": APP_SECRET, "the API key": API_KEY };

/** All that a value shows when it is read, printed or written. */
function shown(value, seen = new Set()) {
  if (typeof value != "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const parts = [inspect(value, { depth: 20, showHidden: true, getters: true }), value.stack, value.message];
  try {
    parts.push(JSON.stringify(value));
  } catch {}
  if (value instanceof Map || value instanceof Set || value instanceof Headers || value instanceof URLSearchParams) for (const entry of value) parts.push(shown(entry, seen));
  if (ArrayBuffer.isView(value)) parts.push(new TextDecoder().decode(value));
  if (value instanceof Request) parts.push(value.url, shown(value.headers, seen));
  for (const name of Reflect.ownKeys(value)) parts.push(String(name), shown(value[name], seen));
  return parts.join("\n");
}

const withMember = (name, value) => Object.assign(new Error("broken"), { [name]: value });

/** Where a secret can be in what is thrown. */
const HIDDEN = {
  "its message": (secret) => new Error(`Wix said no to ${secret}`),
  "the message of its cause": (secret) => new Error("broken", { cause: new Error(secret) }),
  "the tenth cause": (secret) => {
    let error = new Error(secret);
    for (let count = 0; count < 12; count++) error = new Error("broken", { cause: error });
    return error;
  },
  "a cause that is a text": (secret) => new Error("broken", { cause: secret }),
  "an error of an AggregateError": (secret) => new AggregateError([new Error("fine"), new Error(secret)], "many"),
  "the cause of an error of an AggregateError": (secret) => new AggregateError([new Error("x", { cause: new AggregateError([new Error(secret)]) })], "many"),
  "its name": (secret) => withMember("name", secret),
  "its stack": (secret) => withMember("stack", `Error: ${secret}`),
  "its code": (secret) => withMember("code", secret),
  "a member": (secret) => withMember("config", { headers: { Authorization: `Bearer ${secret}` } }),
  "the name of a member": (secret) => withMember("config", { [secret]: true }),
  "a member with a symbol": (secret) => withMember(Symbol("config"), secret),
  "the description of a symbol": (secret) => withMember("config", Symbol(secret)),
  "a member that is not enumerable": (secret) => Object.defineProperty(new Error("broken"), "config", { value: [secret] }),
  "a getter": (secret) => Object.defineProperty(new Error("broken"), "config", { get: () => secret, enumerable: true }),
  "a getter of its class": (secret) => new (class extends Error {
    get config() {
      return secret;
    }
  })("broken"),
  "its toString": (secret) => Object.assign(new Error("broken"), { toString: () => secret }),
  "its toJSON": (secret) => Object.assign(new Error("broken"), { toJSON: () => ({ secret }) }),
  "the toJSON of a member": (secret) => withMember("config", { toJSON: () => secret }),
  "a map": (secret) => withMember("config", new Map([["authorization", secret]])),
  "a key of a map": (secret) => withMember("config", new Map([[secret, 1]])),
  "a set within a list within a map": (secret) => withMember("config", new Map([[1, [new Set([secret])]]])),
  "headers": (secret) => withMember("headers", new Headers({ authorization: secret })),
  "a Request": (secret) => withMember("request", new Request(API, { headers: { authorization: secret } })),
  "the URL of a Request": (secret) => withMember("request", new Request(`${API}/?token=${secret}`)),
  "a URL": (secret) => withMember("url", new URL(`${API}/?token=${secret}`)),
  "a query": (secret) => withMember("query", new URLSearchParams({ secret })),
  "bytes": (secret) => withMember("body", new TextEncoder().encode(`a ${secret}`)),
  "a text as an object": (secret) => withMember("body", new String(secret)),
  "within JSON within JSON": (secret) => withMember("body", JSON.stringify(JSON.stringify({ secret }))),
  "an array that is thrown": (secret) => [secret],
  "a text that is thrown": (secret) => `no good: ${secret}`,
  "an object that is thrown": (secret) => ({ deep: { down: [{ below: secret }] } }),
  "a circle": (secret) => {
    const error = withMember("config", { secret });
    error.config.error = error.cause = error;
    return error;
  },
  "a promise": (secret) => withMember("answer", Promise.resolve(secret)),
  "what is thousands of objects away": (secret) => withMember("server", [...Array.from({ length: 5000 }, (_, number) => ({ number })), { secret }]),
  "a text as long as a book": (secret) => new Error("x".repeat(2_000_000) + secret),
};

for (const [whose, secret] of Object.entries(SECRETS)) {
  test(`${whose} is not in what a log hears, wherever it is in what was thrown`, async () => {
    const sentences = [];
    for (const [where, make] of Object.entries(HIDDEN)) {
      const { backend, events } = open({ apiKey: API_KEY, siteId: "site" });
      const serve = backend.api(Permissions.Anyone, async () => {
        await elevate(async () => fetchWithAuth(`${API}/x`))();
        throw make(secret);
      });
      assert.equal((await serve(request())).status, 500);
      assert.deepEqual(events.map(({ type }) => type), ["elevated", "failed"], where);
      if (shown(events).includes(secret)) sentences.push(where);
    }
    assert.deepEqual(sentences, []);
  });
}

test("Nor in what is printed where there is no log", async (t) => {
  const printed = t.mock.method(console, "error", () => {});
  const { backend } = open({ log: undefined });
  const serve = backend.api(Permissions.Anyone, () => {
    throw new AggregateError([new Error(caller)], "many");
  });
  await serve(request());
  const [{ arguments: given }] = printed.mock.calls;
  assert.ok(!shown(given).includes(caller), shown(given));
  assert.match(shown(given), /many/);
});

test("Nor in what is printed of an error that the log itself throws", async (t) => {
  const printed = t.mock.method(console, "error", () => {});
  for (const log of [() => { throw new Error(caller); }, async () => { throw new Error("x", { cause: caller }); }]) {
    const { backend } = open({ log });
    await backend.api(Permissions.Anyone, () => new Response())(request());
    await settled();
  }
  assert.equal(printed.mock.callCount(), 2);
  assert.ok(!shown(printed.mock.calls.map((call) => call.arguments)).includes(caller));
});

test("A token in a path, in the code of a refusal and in the name of an elevated function is not heard", async () => {
  const { backend, events } = open();
  await backend.api(Permissions.Anyone, () => new Response())(request(`/of/${caller}/x`));
  const refuses = backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => {
    throw new WebMethodError(`no_${caller}`, "no");
  }) } });
  assert.equal((await refuses(request())).status, 400);
  await backend.api(Permissions.Anyone, async () => {
    await elevate(Object.defineProperty(async () => {}, "name", { value: caller }))();
    return new Response();
  })(request());
  assert.equal(events.length, 4);
  assert.ok(!shown(events).includes(caller), shown(events));
});

test("A token with a scheme, or percent-encoded, is the same token; and so is a key that is escaped", async () => {
  const odd = { token: `${caller}/+=`, key: 'IST.0123456789"\\0123456789' };
  const { backend, events } = open({ apiKey: odd.key, siteId: "site" });
  for (const spelled of [odd.token, encodeURIComponent(odd.token), odd.key, encodeURIComponent(odd.key), JSON.stringify(odd.key).slice(1, -1)]) {
    await backend.api(Permissions.Anyone, () => {
      throw new Error(spelled);
    })(request("/", { token: `Bearer ${odd.token}` }));
  }
  assert.deepEqual(events.map(({ error }) => error?.message), Array(5).fill("[redacted]"));
});

test("Tokens that were made for a member are for the caller, and not for the log", async () => {
  const { backend, events } = open({ apiKey: API_KEY, siteId: "site" });
  const serve = backend.api(Permissions.Anyone, async () => {
    const tokens = await backend.getMemberTokensForExternalLogin("member");
    throw Object.assign(new Error("broken"), { tokens });
  });
  await serve(request());
  const all = shown(events);
  assert.ok(!all.includes(tokenOf("member", "minted")) && !all.includes("JWS.refresh"), all);
});

test("What holds no secret is heard as it is, and of what does the rest is heard", async () => {
  const { backend, events } = open();
  const thrown = Object.assign(new TypeError("broken", { cause: new Map([[1, new Date(0)]]) }), { status: 418, config: { list: [1, { a: 2 }] } });
  const throwing = (error) => backend.api(Permissions.Anyone, () => {
    throw error;
  })(request());
  await throwing(thrown);
  assert.equal(events[0].error, thrown);
  await throwing(Object.assign(new RangeError(`for ${caller}: broken`, { cause: thrown }), { number: 5 }));
  const { error } = events[1];
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.message, error.number, error.cause.message, error.cause.status], ["RangeError", "for [redacted]: broken", 5, "broken", 418]);
  assert.deepEqual(error.cause.config, { list: [1, { a: 2 }] });
  assert.match(error.stack, /^RangeError: for \[redacted\]: broken\n {4}at /);
});

test("An Authorization that is too short for a token tears no holes into what is logged", async () => {
  const { backend, events } = open();
  const serve = backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => {}) } });
  await serve(request("/api/shop/method", { token: "e" }));
  assert.deepEqual(events.map(({ what, code }) => [what, code]), [["shop.method", "token_invalid"]]);
});

test("The app's token, its key and its secret are not in an answer: status text, headers, body", async () => {
  const ways = {
    "the status text": (secret) => new Response("", { statusText: secret }),
    "a header": (secret) => new Response("", { headers: { "x-secret": `a ${secret}` } }),
    "a cookie": (secret) => new Response("", { headers: [["set-cookie", "a=b"], ["set-cookie", `c=${secret}`]] }),
    "a text": (secret) => new Response(`a ${secret}`),
    "JSON": (secret) => Response.json([{ secret }]),
    "a Blob": (secret) => new Response(new Blob(["a", secret])),
    "a form": (secret) => new Response(new URLSearchParams({ secret })),
    "a stream": (secret) => new Response(new ReadableStream({
      async pull(controller) {
        await settled();
        controller.enqueue(new TextEncoder().encode(`piece ${secret}`));
        controller.close();
      },
    })),
  };
  const does = {
    "by a secret": [{}, APP_TOKEN, () => elevate(async () => fetchWithAuth(`${API}/x`))()],
    "by a key": [{ appSecret: undefined, apiKey: API_KEY, siteId: "site" }, API_KEY, () => elevate(async () => fetchWithAuth(`${API}/x`))()],
    "by external login": [{ apiKey: API_KEY, siteId: "site" }, API_KEY, (backend) => backend.getMemberTokensForExternalLogin("member")],
  };
  for (const [how, [options, secret, act]] of Object.entries(does)) {
    for (const [where, make] of Object.entries(ways)) {
      const { backend } = open(options);
      const response = await backend.api(Permissions.Anyone, async () => {
        await act(backend);
        return make(secret);
      })(request());
      const all = [response.statusText, ...[...response.headers].flat(), await arrived(response)].join("\n");
      assert.ok(!all.includes(secret), `${how}: ${where}`);
    }
  }
});
