// As whom SDK modules call on a server: the caller, the app or nobody; and when that ends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { items } from "@wix/data";
import { currentCart } from "@wix/ecom";
import { auth as essentials, httpClient } from "@wix/essentials";
import { members } from "@wix/members";
import { redirects } from "@wix/redirects";
import { Permissions, auth as own, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";
import { enableWixSdk } from "fetch-with-auth/wix/backend";

import { appToken, codeOf, open, request, tokenOf } from "./server-world.mjs";

enableWixSdk();

const ANN = tokenOf("member");
const APP = appToken();
const ELEVATE = { "of @wix/essentials": essentials.elevate, "of this package": own.elevate };

/** As whom each of these calls: without a client, and elevated by this function. */
const ASKED = {
  "a query": async (elevate) => (await elevate(items.query)("brands").eq("slug", "a").find()).items[0].as,
  "a combined query": async (elevate) => {
    const query = elevate(items.query);
    return (await query("brands").eq("slug", "a").or(query("brands").eq("slug", "b")).ascending("slug").limit(2).find()).items[0].as;
  },
  "the next page of its result": async (elevate) => (await (await elevate(items.query)("brands").find()).next()).items[0].as,
  "an item": async (elevate) => (await elevate(items.get)("brands", "1")).as,
  "a cart": async (elevate) => (await elevate(currentCart.getCurrentCart)()).buyerNote,
  "a query of members": async (elevate) => (await elevate(members.queryMembers)().eq("profile.slug", "a").limit(1).find()).items[0].loginEmail,
  "the next page of members": async (elevate) => (await (await elevate(members.queryMembers)().limit(1).find()).next()).items[0].loginEmail,
  "a member": async (elevate) => (await elevate(members.getCurrentMember)()).member.loginEmail,
  "a redirect session": async (elevate) => (await elevate(redirects.createRedirectSession)({ ecomCheckout: { checkoutId: "c" } })).redirectSession.fullUrl,
  "a call of essentials' httpClient": async (elevate) => (await (await elevate(httpClient.fetchWithAuth)(`${api}/echo`)).json()).as,
  "a function of one's own": (elevate) => elevate(async (slug) => {
    const { items: [item] } = await items.query("brands").eq("slug", slug).find();
    return item.as;
  })("a"),
};
const itself = (fn) => fn;
let api;

/** Runs this in a handler, and resolves to what it comes to. */
const within = async (world, work, token = ANN) => {
  api = world.apiOrigin;
  let result;
  const serve = world.backend.api(Permissions.Anyone, async () => {
    result = await work();
    return new Response();
  });
  const { status } = await serve(request("/", { token }));
  assert.equal(status, 200, JSON.stringify(world.events.map(({ error }) => `${error?.stack}`)));
  return result;
};

for (const [what, ask] of Object.entries(ASKED)) {
  test(`In a handler, it is the caller who asks for ${what}`, async () => {
    const mine = await open();
    assert.equal(await within(mine, () => ask(itself)), ANN);
    assert.deepEqual([...new Set(mine.authorizations())], [ANN]);
  });

  for (const [whose, elevate] of Object.entries(ELEVATE)) {
    test(`Elevated by the function ${whose}, it is the app that asks for ${what}`, async () => {
      const mine = await open();
      assert.equal(await within(mine, () => ask(elevate)), APP);
      assert.deepEqual([...new Set(mine.authorizations())], [APP]);
    });
  }
}

test("Methods of what is elevated get the objects themselves, frozen ones as well", async () => {
  class Query {
    #slugs;
    constructor(...slugs) {
      this.#slugs = slugs;
      Object.assign(this, { find: async () => (await items.get("brands", "1")).as });
      Object.freeze(this);
    }
    or(other) {
      return new Query(...this.#slugs, ...other.#slugs);
    }
    get slugs() {
      return this.#slugs.join();
    }
  }
  const mine = await open();
  const query = elevate((slug) => new Query(slug));
  assert.deepEqual(await within(mine, async () => {
    const both = query("a").or(query("b"));
    return [both instanceof Query, both.slugs, await both.find()];
  }), [true, "a,b", APP]);
});

test("Data and objects of the platform are returned as they are", async () => {
  const mine = await open();
  const given = [{ a: 1 }, ["a"], new Map([["a", 1]]), new Date(0), new Headers(), new Response(), null, undefined, "a text"];
  const results = await within(mine, () => Promise.all(given.flatMap((value) => [elevate(() => value)(), elevate(async () => value)()])));
  assert.deepEqual(results.map((value, index) => value === given[Math.floor(index / 2)]), results.map(() => true));
});

test("Web methods and permissions have the context as well", async () => {
  const mine = await open();
  const permission = async () => (await items.get("brands", "1")).as === ANN;
  const serve = mine.backend.handle({ shop: { method: webMethod(permission, async () => (await items.query("brands").find()).items[0].slug) } });
  assert.deepEqual(await (await serve(request())).json(), { result: "a" });
  assert.deepEqual(mine.authorizations(), [ANN, ANN]);
});

test("What acts without a caller, as the app, has it too", async () => {
  const mine = await open();
  assert.equal(await mine.backend.asApp(async () => (await items.query("brands").find()).items[0].as), APP);
});

test("A query of the SDK that is passed to another one may be elevated or not", async () => {
  const mine = await open();
  const result = await within(mine, async () => (await elevate(items.query)("brands").eq("slug", "a").or(items.query("brands").eq("slug", "b")).find()).items[0].as);
  assert.equal(result, APP);
  assert.deepEqual(mine.calls[0].data.query.filter, { $or: [{ slug: "a" }, { slug: "b" }] });
});

test("An elevated query can be awaited before it is used, and is the app's", async () => {
  const mine = await open();
  assert.equal(await within(mine, async () => {
    const query = await elevate(items.query)("brands");
    return (await query.find()).items[0].as;
  }), APP);
});

for (const [whose, elevate] of Object.entries(ELEVATE)) {
  test(`A parallel branch is not elevated, and neither is what is called while it goes on (${whose})`, async () => {
    const mine = await open();
    mine.pauses = () => 10;
    const find = async (query) => (await query("brands").find()).items[0].as;
    const branches = () => [find(elevate(items.query)), find(items.query), find(elevate(items.query)), find(items.query)];
    assert.deepEqual(await within(mine, () => Promise.all(branches())), [APP, ANN, APP, ANN]);
  });

  test(`What an elevated function has left running acts no more as the app (${whose})`, async () => {
    const mine = await open();
    const code = await within(mine, async () => {
      let later;
      await elevate(async () => {
        later = new Promise((done) => setTimeout(() => done(codeOf(() => items.query("brands").find())), 20));
      })();
      return later;
    });
    assert.deepEqual([code, mine.authorizations()], ["elevation_over", []]);
  });

  test(`When its handler has ended, nothing acts as its caller or the app (${whose})`, async () => {
    const mine = await open();
    let go, codes;
    const ended = new Promise((done) => {
      go = done;
    });
    await within(mine, async () => {
      const builder = elevate(items.query)("brands").eq("slug", "a");
      const page = await elevate(items.query)("brands").find();
      const works = {
        caller: () => items.query("brands").find(),
        item: () => items.get("brands", "1"),
        cart: () => currentCart.getCurrentCart(),
        fetch: () => httpClient.fetchWithAuth(`${api}/echo`),
        app: () => elevate(items.query)("brands").eq("slug", "a").find(),
        call: () => elevate(items.get)("brands", "1"),
        builder: () => builder.find(),
        chain: () => builder.eq("slug", "b").limit(1).find(),
        page: () => page.next(),
      };
      codes = ended.then(async () => Object.fromEntries(await Promise.all(Object.entries(works).map(async ([name, work]) => [name, await codeOf(work)]))));
    });
    mine.calls.length = 0;
    go();
    const over = new Set(Object.values(await codes));
    assert.deepEqual([[...over], mine.calls], [["not_identified"], []]);
  });

  test(`A query that was kept is not the app's in another request (${whose})`, async () => {
    const mine = await open();
    const builder = await within(mine, () => [elevate(items.query)("brands")]);
    const code = await within(mine, () => codeOf(() => builder[0].find()), tokenOf("visitor", "eve"));
    assert.deepEqual([code, mine.calls], ["elevation_over", []]);
  });

  test(`Not while its own request goes on either (${whose})`, async () => {
    const mine = await open();
    let code;
    await within(mine, async () => {
      const builder = elevate(items.query)("brands");
      await within(mine, async () => {
        code = await codeOf(() => builder.find());
      }, tokenOf("visitor", "eve"));
      await builder.find();
    });
    assert.deepEqual([code, mine.authorizations()], ["elevation_over", [APP]]);
  });

  test(`Where nobody has called there is nobody to elevate for (${whose})`, async () => {
    const mine = await open();
    const codes = await Promise.all([
      codeOf(() => elevate(items.query)("brands").eq("slug", "a").find()),
      codeOf(() => elevate(items.get)("brands", "1")),
      codeOf(() => elevate(httpClient.fetchWithAuth)(`${mine.apiOrigin}/echo`)),
    ]);
    assert.deepEqual([codes, mine.calls], [Array(3).fill("not_identified"), []]);
  });

  test(`A caller who is not identified elevates nothing (${whose})`, async () => {
    const mine = await open();
    const serve = mine.backend.api(Permissions.Anyone, async () => Response.json(await elevate(items.query)("brands").find()));
    const statuses = await Promise.all([null, "OauthNG.JWS.forged", tokenOf("member", "ann", "other")].map(async (token) => (await serve(request("/", { token }))).status));
    assert.deepEqual([statuses, mine.calls], [[401, 401, 401], []]);
  });

  test(`The app's token is sent to Wix only (${whose})`, async () => {
    const [mine, foreign] = [await open({ audience: ["https://api.shop.example"] }), await open()];
    const codes = await within(mine, () => Promise.all([`${foreign.apiOrigin}/echo`, "https://api.shop.example/x"].map((url) => codeOf(() => elevate(httpClient.fetchWithAuth)(url)))));
    assert.deepEqual([codes, foreign.calls], [["foreign_origin", "foreign_origin"], []]);
  });

  test(`A result with the app's token does not arrive at a page (${whose})`, async () => {
    const mine = await open();
    const serve = mine.backend.api(Permissions.Anyone, async () => Response.json(await elevate(items.query)("brands").find()));
    assert.equal((await serve(request())).status, 500);
    assert.equal(mine.events.find(({ type }) => type === "failed").error.code, "token_in_answer");
  });

  test(`A page of results is sent like one that is not elevated (${whose})`, async () => {
    const mine = await open();
    mine.answer = ({ pathname }) => pathname.endsWith("/query") ? { value: { dataItems: [{ id: "1", data: { _id: "1", slug: "a" } }], pagingMetadata: { count: 1, total: 1 } } } : undefined;
    const serve = mine.backend.handle({ shop: { method: webMethod(Permissions.Anyone, async (as) => (await (as === "app" ? elevate(items.query) : items.query)("brands").find())) } });
    const [asApp, asCaller] = await Promise.all(["app", "caller"].map(async (as) => (await (await serve(request(undefined, { body: JSON.stringify([as]) }))).json()).result));
    assert.deepEqual(asApp, asCaller);
    assert.equal(JSON.stringify(asApp).includes('"slug":"a"'), true);
  });

  test(`Each elevation is in the log and in the context (${whose})`, async () => {
    const mine = await open();
    const count = await within(mine, async () => {
      await elevate(items.query)("brands").eq("slug", "a").find();
      return getContext().elevated.length;
    });
    const elevated = mine.events.filter(({ type }) => type === "elevated");
    assert.deepEqual([count, elevated.length, elevated[0].who.memberId], [1, 1, "ann"]);
  });

  test(`A generator is refused (${whose})`, async () => {
    const mine = await open();
    const code = await within(mine, () => codeOf(() => elevate(async function* () {})()));
    assert.equal(code, "invalid_options");
  });
}

test("Outside any request every module says so by a code, and nothing is sent", async () => {
  const mine = await open();
  for (const work of [() => items.query("brands").find(), () => items.get("brands", "1"), () => currentCart.getCurrentCart(), () => members.queryMembers().find(), () => redirects.createRedirectSession({}), () => httpClient.fetchWithAuth(`${mine.apiOrigin}/echo`)]) {
    assert.equal(await codeOf(work), "not_identified");
  }
  assert.deepEqual(mine.calls, []);
});

test("A wrong answer of Wix arrives as the SDK's error", async () => {
  const mine = await open();
  mine.answer = () => ({ status: 404, value: { message: "There is no such item.", details: { applicationError: { code: "WDE0073", description: "There is no such item." } } } });
  const code = await within(mine, async () => {
    const error = await members.getMember("m").catch((error) => error);
    return error.details?.applicationError?.code;
  });
  assert.equal(code, "WDE0073");
});

test("essentials' fetchWithAuth is ours to a caller: what is sent, what is returned, what is refused", async () => {
  const mine = await open();
  const url = `${mine.apiOrigin}/echo`;
  const given = {
    "a URL": () => [new URL(url)],
    "a text, with headers": () => [url, { headers: new Headers({ "x-shop": "mine" }) }],
    "pairs of headers": () => [url, { headers: [["x-shop", "mine"]] }],
    "a form": () => [url, { method: "POST", body: new URLSearchParams({ a: "b" }) }],
    "a text in lower case": () => [url, { method: "put", body: "a text" }],
    "bytes": () => [url, { method: "POST", body: new Uint8Array([97, 98]) }],
    "a Request": () => [new Request(url, { method: "POST", body: "a text", headers: { "x-shop": "mine" } })],
    "a Request and more": () => [new Request(url, { headers: { "x-shop": "mine" } }), { method: "DELETE" }],
    "an Authorization of its own": () => [url, { headers: { authorization: "mine" } }],
    "a Request with one": () => [new Request(url, { headers: { authorization: "mine" } })],
    "somebody else's origin": () => ["https://foreign.example/x"],
    "nothing": () => [],
    "no URL": () => ["no URL"],
    "what is aborted": () => [url, { signal: AbortSignal.abort() }],
  };
  const outcome = async (fetch, args) => {
    try {
      const response = await fetch(...args);
      const { headers, ...rest } = await response.json();
      return [response.constructor, response.status, { ...headers, connection: "" }, rest];
    } catch (error) {
      return [error.name, error.code, error.message];
    }
  };
  for (const [what, args] of Object.entries(given)) {
    for (const elevated of [itself, essentials.elevate]) {
      const [theirs, ours] = await within(mine, () => Promise.all([httpClient.fetchWithAuth, fetchWithAuth].map((fetch) => outcome(elevated(fetch), args()))));
      assert.deepEqual(theirs, ours, what);
    }
  }
});

test("What the SDK remembers of a response is sent along in that request only", async () => {
  const mine = await open();
  let count = 0;
  mine.answer = () => ({ headers: { "x-wix-consistent": `value-${++count}` } });
  const twice = async () => {
    await items.get("brands", "1");
    await items.get("brands", "1");
  };
  await within(mine, twice);
  await within(mine, twice);
  assert.deepEqual(mine.calls.map(({ headers }) => headers["x-wix-consistent"]), [undefined, "value-1", undefined, "value-3"]);
});

test("Nobody sets a header for all callers", async () => {
  const mine = await open();
  const code = await within(mine, () => codeOf(() => globalThis.__wix_context__.client.setHeaders({ "x-shop": "mine" })));
  assert.match(code, /TypeError/);
});

test("getTokenInfo of essentials asks about the caller", async (t) => {
  const mine = await open();
  const real = globalThis.fetch;
  const asked = [];
  t.after(() => {
    globalThis.fetch = real;
  });
  globalThis.fetch = (url, init) => {
    if (!`${url}`.startsWith("https://www.wixapis.com/")) return real(url, init);
    asked.push(JSON.parse(init.body).token);
    return Promise.resolve(Response.json({ subjectType: "MEMBER" }));
  };
  assert.equal(await within(mine, async () => (await essentials.getTokenInfo()).subjectType), "MEMBER");
  assert.equal(await codeOf(() => essentials.getTokenInfo()), "not_identified");
  assert.deepEqual(asked, [ANN]);
});
