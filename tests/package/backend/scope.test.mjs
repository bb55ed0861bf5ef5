// As whom something is done: the caller, the app or nobody; and when that ends.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { Permissions, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";

import { API, API_KEY, APP_TOKEN, arrived, codeOf, open, request, settled, tokenOf } from "./shop.mjs";

const caller = tokenOf("member");
const call = async () => (await (await fetchWithAuth(`${API}/x`)).json()).authorization;
const anyone = ({ backend }, handler) => backend.api(Permissions.Anyone, handler);

test("A permission function that is called within an elevation acts as the caller of its own request", async () => {
  const mine = open();
  const acted = [];
  const inner = mine.backend.api(async () => {
    acted.push(await call(), getContext().identity.type);
    return true;
  }, () => new Response("inner"));
  const outer = anyone(mine, () => elevate(() => inner(request("/inner", { token: tokenOf("visitor") })))());
  assert.equal(await (await outer(request())).text(), "inner");
  assert.deepEqual(acted, [tokenOf("visitor"), "visitor"]);
});

test("A permission function of a web method as well, also before any other request", async () => {
  const mine = open();
  const serve = mine.backend.handle({ shop: { method: webMethod(async () => (await call()) === caller, () => "served") } });
  assert.deepEqual(await (await serve(request())).json(), { result: "served" });
});

test("A fetch of the author's own is asked for nobody when the backend asks Wix", async () => {
  const heard = [];
  const { backend } = open({
    fetch: async (input, init) => {
      if (new URL(input).pathname !== "/oauth2/token-info") return Response.json({ access_token: APP_TOKEN, expires_in: 14400 });
      heard.push(await codeOf(() => getContext().identity.type));
      return Response.json({ active: true, subjectType: "MEMBER", subjectId: JSON.parse(init.body).token, exp: 4e9, clientId: "app", instanceId: "instance" });
    },
  });
  const inner = backend.api(Permissions.Anyone, () => new Response());
  await backend.api(Permissions.Anyone, () => elevate(() => inner(request("/", { token: tokenOf("visitor") })))())(request());
  assert.deepEqual(heard, ["not_identified", "not_identified"]);
});

test("What inherits the mark of a web method is none", async () => {
  const mine = open();
  class Base {}
  webMethod(Permissions.Anyone, Base);
  const marked = webMethod(Permissions.Anyone, () => "marked");
  const derived = Object.setPrototypeOf(() => "not marked", marked);
  const serve = mine.backend.handle({ shop: { method: derived, derived: class extends Base {}, marked } });
  const status = async (name) => (await serve(request(`/api/shop/${name}`))).status;
  assert.deepEqual([await status("method"), await status("derived"), await status("marked")], [404, 404, 200]);
  assert.equal(webMethod(Permissions.Admin, derived), derived, "it can be marked by itself");
});

test("A web method is called without a `this`", async () => {
  const serve = open().backend.handle({ shop: { method: webMethod(Permissions.Anyone, function () {
    return this === undefined;
  }) } });
  assert.deepEqual(await (await serve(request())).json(), { result: true });
});

test("External login of one backend never takes the caller of another along with its key", async () => {
  const mine = open();
  const other = open({ appId: "other", apiKey: API_KEY, siteId: "site" });
  const visitor = tokenOf("visitor");
  const serve = anyone(mine, async () => Response.json(await other.backend.getMemberTokensForExternalLogin("m")));
  assert.equal((await serve(request("/", { token: visitor }))).status, 200);
  assert.deepEqual(other.called("/oauth2/token"), [null, `${tokenOf("visitor", "new")},${API_KEY}`]);
});

test("External login of one's own backend makes the visitor who calls that member", async () => {
  const mine = open({ apiKey: API_KEY, siteId: "site" });
  const visitor = tokenOf("visitor");
  const serve = anyone(mine, async () => Response.json(await mine.backend.getMemberTokensForExternalLogin("m")));
  assert.equal((await serve(request("/", { token: visitor }))).status, 200);
  assert.deepEqual(mine.called("/oauth2/token"), [`${visitor},${API_KEY}`]);
});

/** Thenables as queries are: they work when they are asked. */
const LAZY = {
  "a thenable": (work) => ({ then: (resolve, reject) => work().then(resolve, reject) }),
  "a promise of a class of its own": (work) => new (class extends Promise {
    static get [Symbol.species]() {
      return Promise;
    }
    then(resolve, reject) {
      return work().then(resolve, reject);
    }
  })(() => {}),
  "a thenable that resolves to another": (work) => ({ then: (resolve) => resolve({ then: (...both) => void work().then(...both) }) }),
};

for (const [what, lazy] of Object.entries(LAZY)) {
  test(`What an elevated function answers is awaited as the app: ${what}`, async () => {
    const mine = open();
    const serve = anyone(mine, async () => Response.json([await elevate(() => lazy(call))(), await elevate(async () => lazy(call))(), await call()]));
    assert.deepEqual(await codeOf(async () => (await serve(request())).status), 500, "the app's token is not answered");
    assert.deepEqual(mine.called("/x"), [APP_TOKEN, APP_TOKEN, caller]);
  });

  test(`What a handler, a web method or a permission answers is awaited as the caller: ${what}`, async () => {
    const mine = open();
    const allowed = () => lazy(async () => (await call()) === caller);
    const serve = mine.backend.handle({ shop: { method: webMethod(allowed, () => lazy(call)) } });
    assert.deepEqual(await (await serve(request())).json(), { result: caller });
    const ends = mine.backend.api(allowed, () => lazy(async () => new Response(await call())));
    assert.equal(await (await ends(request())).text(), caller);
  });
}

test("A generator is not elevated: it would do its work as the caller", async () => {
  for (const fn of [async function* () {}, function* () {}]) assert.throws(() => elevate(fn), { code: "invalid_options", message: /generator/ });
  const mine = open();
  async function* prices() {
    yield await call();
  }
  for (const fn of [() => prices(), async () => prices()]) {
    await anyone(mine, async () => {
      for await (const price of await elevate(fn)()) void price;
      return new Response();
    })(request());
  }
  assert.deepEqual(mine.events.filter(({ type }) => type === "failed").map(({ error }) => error.code), ["invalid_options", "invalid_options"]);
  assert.deepEqual(mine.called("/x"), []);
});

/** The outcome of code in the context of a request, which runs on a signal. */
function lingering() {
  let go;
  const signal = new Promise((done) => {
    go = done;
  });
  const codes = {};
  const begin = () => {
    for (const [name, work] of Object.entries({
      signs: call, elevates: elevate(call), says: () => getContext().identity.type,
    })) codes[name] = signal.then(() => codeOf(work));
  };
  const all = async () => {
    go();
    return Object.fromEntries(await Promise.all(Object.entries(codes).map(async ([name, code]) => [name, await code])));
  };
  return { begin, all };
}

const NOBODY = { signs: "not_identified", elevates: "not_identified", says: "not_identified" };
const ANSWERS = {
  "a text": () => new Response("a text"),
  "JSON": () => Response.json({ a: 1 }),
  "no body": () => new Response(null, { status: 204 }),
  "an empty text": () => new Response(""),
  "a Response that is thrown": () => {
    throw new Response("thrown");
  },
  "an error": () => {
    throw new Error("broken");
  },
};

for (const [what, answer] of Object.entries(ANSWERS)) {
  test(`Once a request is answered nobody acts as its caller any more: ${what}`, async () => {
    const mine = open();
    const { begin, all } = lingering();
    const response = await anyone(mine, async () => {
      begin();
      return answer();
    })(request());
    assert.deepEqual(await all(), NOBODY);
    assert.deepEqual(mine.called("/x"), []);
    await response.text();
  });
}

test("Nor as the caller of a web method, nor of a request that was refused", async () => {
  const mine = open();
  for (const permission of [Permissions.Anyone, async () => (later.begin(), false)]) {
    var later = lingering();
    const serve = mine.backend.handle({ shop: { method: webMethod(permission, () => (later.begin(), 1)) } });
    await serve(request());
    assert.deepEqual(await later.all(), NOBODY);
  }
  assert.deepEqual(mine.called("/x"), []);
});

test("A callback of a connection that several requests share acts for nobody when the request that opened it is over", async () => {
  const mine = open();
  const waiting = [];
  let wake;
  const connect = async () => {
    await new Promise((done) => {
      wake = done;
    });
    for (const query of waiting) query(await codeOf(call));
  };
  const first = anyone(mine, () => {
    void connect();
    return new Response("first");
  });
  const second = anyone(mine, async () => new Response(await new Promise((done) => {
    waiting.push(done);
    wake();
  })));
  await (await first(request())).text();
  assert.equal(await (await second(request("/", { token: tokenOf("member", "bob") }))).text(), "not_identified");
  assert.deepEqual(mine.called("/x"), []);
});

/** Streams that act as the caller while they are read. */
const STREAMS = {
  "pulled": (work) => new ReadableStream({
    async pull(controller) {
      await settled();
      const piece = await work();
      piece === undefined ? controller.close() : controller.enqueue(new TextEncoder().encode(piece));
    },
  }),
  "of bytes": (work) => new ReadableStream({
    type: "bytes",
    async pull(controller) {
      await settled();
      const piece = await work();
      if (piece === undefined) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else controller.enqueue(new TextEncoder().encode(piece));
    },
  }),
  "pushed": (work) => {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    (async () => {
      await settled();
      for (let piece; (piece = await work()) !== undefined;) await writer.write(new TextEncoder().encode(piece));
      await writer.close();
    })().catch((error) => writer.abort(error));
    return readable;
  },
  "an async iterator": (work) => (async function* () {
    await settled();
    for (let piece; (piece = await work()) !== undefined;) yield new TextEncoder().encode(piece);
  })(),
};

for (const [what, make] of Object.entries(STREAMS)) {
  test(`A stream that is the answer acts as the caller until it has ended, and not longer: ${what}`, async () => {
    const mine = open();
    const { begin, all } = lingering();
    let left = 3;
    const response = await anyone(mine, () => {
      begin();
      return new Response(make(async () => left-- ? `${await call()} ${getContext().identity.type},` : undefined));
    })(request());
    await settled();
    await settled();
    assert.equal(await arrived(response), `${caller} member,`.repeat(3));
    assert.deepEqual(await all(), NOBODY);
  });

  test(`And not when it has been cancelled: ${what}`, async () => {
    const mine = open();
    const { begin, all } = lingering();
    const response = await anyone(mine, () => {
      begin();
      return new Response(make(async () => `${await call()} `));
    })(request());
    const reader = response.body.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), `${caller} `);
    await reader.cancel();
    assert.deepEqual(await all(), NOBODY);
  });

  test(`And not when it has failed, which the log hears: ${what}`, async () => {
    const mine = open();
    const { begin, all } = lingering();
    let count = 0;
    const response = await anyone(mine, () => {
      begin();
      return new Response(make(async () => {
        if (count++) throw new Error("broken");
        return "piece";
      }));
    })(request());
    await arrived(response);
    assert.deepEqual(await all(), NOBODY);
    assert.ok(mine.events.some(({ type, error }) => type === "failed" && error.message === "broken"));
  });
}

test("Nobody reads the answer to HEAD: it ends at once", async () => {
  const mine = open();
  const { begin, all } = lingering();
  await anyone(mine, () => {
    begin();
    return new Response(new ReadableStream({}));
  })(request("/", { method: "HEAD", body: null }));
  assert.deepEqual(await all(), NOBODY);
});

test("While its answer is streamed a request elevates nothing any more", async () => {
  const mine = open();
  const { begin, all } = lingering();
  const response = await anyone(mine, () => {
    begin();
    return new Response(new ReadableStream({}));
  })(request());
  assert.deepEqual(await all(), { signs: caller, elevates: "elevation_over", says: "member" });
  await response.body.cancel();
});

test("A service that is made for each request is collected, and made again it is the same to the module", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "per-request.mjs"]);
  const { grown, status } = JSON.parse(stdout);
  assert.equal(status, 200);
  assert.ok(grown < 3_000_000, `${grown} bytes more after 20,000 requests`);
});
