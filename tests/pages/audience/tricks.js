// What a caller's things show is not what is sent: what is validated is what is sent.
import { equal, ok, reason } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, echo, foreign, foreignAuthorizations, site } from "../world.js";

const own = (object, members) => {
  for (const [name, value] of Object.entries(members)) Object.defineProperty(object, name, { value, configurable: true });
  return object;
};

/** Texts in turn; the last one from then on. */
const turns = (...texts) => ({ toString: () => (texts.length > 1 ? texts.shift() : texts[0]) });

const subclass = (members) => {
  class Other extends Request {}
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Other.prototype, name, { get: () => value });
  return Other;
};

const shown = (request, members) => new Proxy(request, { get: (of, name) => {
  if (name in members) return members[name];
  const value = Reflect.get(of, name, of);
  return typeof value === "function" ? value.bind(of) : value;
} });

const evil = () => echo(foreign);

// To the foreign origin, in the name of the page's own. As fetch sees them, or not at all.
const URLS = {
  "a url of its own": () => [own(new Request(evil()), { url: site })],
  "a url of its own, with a body": () => [own(new Request(evil(), { method: "POST", body: "text" }), { url: site })],
  "a url of its own, and an init": () => [own(new Request(evil()), { url: site }), { method: "PUT", body: "text" }],
  "a url of a subclass": () => [new (subclass({ url: site }))(evil())],
  "a url of another prototype": () => [Object.setPrototypeOf(new Request(evil()), Object.create(Request.prototype, { url: { value: site } }))],
  "no prototype": () => [Object.setPrototypeOf(own(new Request(evil()), { url: site, toString: () => site, clone: () => new Request(site) }), null)],
  "a Proxy": () => [shown(new Request(evil()), { url: site })],
  "a Proxy whose url changes": () => [shown(new Request(evil()), { get url() { return turns(site, evil()).toString(); } })],
  "a clone of its own": () => [own(new Request(evil()), { url: site, clone: () => new Request(site) })],
  "another name for its kind": () => [own(new Request(evil()), { url: site, toString: () => site, [Symbol.toStringTag]: "String" })],
  "a look-alike that says Request": () => [{ [Symbol.toStringTag]: "Request", url: site, headers: new Headers(), mode: "cors", signal: null, clone: () => new Request(site), toString: evil }],
  "a look-alike with the prototype of Request": () => [Object.create(Request.prototype, { url: { value: site }, toString: { value: evil } })],
  "a look-alike of a Request's class": () => [own(Object.create(new Request(site)), { url: site, toString: evil })],
  "a text that changes": () => [turns(site, evil())],
  "a text that changes back": () => [turns(evil(), site)],
  "a text that changes, for a Request": () => [own(turns(site, evil()), { [Symbol.toStringTag]: "Request", url: site })],
  "Symbol.toPrimitive beside toString": () => [{ toString: () => site, [Symbol.toPrimitive]: evil }],
  "a URL with an href of its own": () => [own(new URL(evil()), { href: site, origin: site, protocol: "http:" })],
  "a URL whose toString changes": () => [own(new URL(site), { toString: turns(site, evil()).toString })],
  "a Request of another realm": (frame) => [own(new frame.Request(evil()), { url: site })],
  "a body whose text changes the Request's url": () => {
    const request = new Request(evil());
    return [request, { method: "POST", body: { toString: () => (own(request, { url: site }), "text") } }];
  },
};

for (const [what, make] of Object.entries(URLS)) {
  for (const state of ["cold", "warm"]) {
    test(`No token goes to a foreign origin by ${what}, on a ${state} client`, async (t) => {
      const heard = await foreignAuthorizations();
      const { fetchWithAuth } = (await client()).auth();
      if (state === "warm") await fetchWithAuth(echo());
      const outcome = await fetchWithAuth(...make(realm(t))).then(({ url }) => new URL(url).origin, (error) => error.code ?? error.name);
      ok([site, "foreign_origin", "TypeError"].includes(outcome), `refused, or sent to the page's own origin: ${outcome}`);
      equal(await foreignAuthorizations(), heard, "tokens that the foreign origin heard");
    });
  }
}

// To the page's own origin, in the name of the foreign one: what fetch would do.
const HONEST = {
  "a url of its own": () => own(new Request(echo()), { url: foreign }),
  "a url of a subclass": () => new (subclass({ url: foreign }))(echo()),
  "another name for its kind": () => own(new Request(echo()), { [Symbol.toStringTag]: "String" }),
  "no prototype": () => Object.setPrototypeOf(new Request(echo()), null),
  "a method, headers, signal and body of its own": () =>
    own(new Request(echo()), { method: "PUT", headers: new Headers({ "x-a": "1" }), signal: AbortSignal.abort(), bodyUsed: true, mode: "no-cors" }),
  "another realm": (frame) => own(new frame.Request(echo(), { headers: { "x-b": "2" } }), { url: foreign }),
};

for (const [what, make] of Object.entries(HONEST)) {
  test(`A Request is what the platform knows of it: ${what}`, async (t) => {
    const { fetchWithAuth } = (await client()).auth();
    const saw = async (call) => {
      const { method, headers } = await (await call(make(realm(t)))).json();
      return [method, headers["x-a"], headers["x-b"]];
    };
    equal(await saw(fetchWithAuth), await saw(fetch));
  });
}

const SIGNED = { headers: { Authorization: "mine" } };

// With an Authorization of the caller's, whatever is shown.
const PRESENT = {
  "headers of its own": () => [own(new Request(echo(), SIGNED), { headers: new Headers() })],
  "headers of a subclass": () => [new (subclass({ headers: new Headers() }))(echo(), SIGNED)],
  "headers that deny it": () => {
    const request = new Request(echo(), SIGNED);
    own(request.headers, { has: () => false, get: () => null });
    return [request];
  },
  "a record whose getter changes": () => {
    let turn = 0;
    return [echo(), { get headers() { return turn++ ? {} : { authorization: "mine" }; } }];
  },
  "pairs whose name is an object": () => [echo(), { headers: [[turns("authorization", "x-a"), "mine"]] }],
  "a Headers of another realm": (frame) => [echo(), { headers: new frame.Headers({ authorization: "mine" }) }],
};

for (const [what, make] of Object.entries(PRESENT)) {
  test(`An Authorization of the caller's is seen: ${what}`, async (t) => {
    const given = spy(async () => new Response());
    const { fetchWithAuth } = (await client()).auth({ fetch: given });
    equal((await reason(fetchWithAuth(...make(realm(t))))).code, "authorization_present");
    equal(given.others().length, 0, "requests");
  });
}

test("An Authorization that is hidden at first is never sent: one read decides", async () => {
  const { fetchWithAuth } = (await client()).auth();
  let turn = 0;
  const changing = {
    "a getter": { get headers() { return turn++ ? { authorization: "mine" } : {}; } },
    "a name": { headers: [[turns("x-a", "authorization"), "mine"]] },
    "a value": { headers: { "x-a": turns("1", "2") } },
    "an iterator": { headers: { *[Symbol.iterator]() { yield turn++ ? ["authorization", "mine"] : ["x-a", "1"]; } } },
  };
  for (const [what, init] of Object.entries(changing)) {
    turn = 0;
    const { headers } = await (await fetchWithAuth(echo(), init)).json();
    ok(headers.authorization.startsWith("OauthNG."), `${what}: signed by us alone, got ${headers.authorization}`);
  }
});

const NO_CORS = {
  "a mode of its own": () => [own(new Request(echo(app), { mode: "no-cors" }), { mode: "cors" })],
  "a mode of a subclass": () => [new (subclass({ mode: "cors" }))(echo(app), { mode: "no-cors" })],
  "a mode whose text changes": () => [echo(app), { mode: turns("no-cors", "cors") }],
};

for (const [what, make] of Object.entries(NO_CORS)) {
  test(`Mode no-cors is seen: ${what}`, async () => {
    const { fetchWithAuth } = (await client()).auth();
    equal((await reason(fetchWithAuth(...make()))).code, "no_cors");
  });
}

test("A mode that turns into no-cors is what it was when it was read", async () => {
  const given = spy(async (...args) => (ok(new Request(...args).mode === "cors", "mode cors"), new Response()));
  const { fetchWithAuth } = (await client()).auth({ fetch: given });
  await fetchWithAuth(echo(app), { mode: turns("cors", "no-cors") });
  equal(given.others().length, 1, "requests");
});

test("A Request that is refused is not used up", async () => {
  const { fetchWithAuth } = (await client()).auth();
  await fetchWithAuth(echo());
  const request = own(new Request(evil(), { method: "POST", body: "text" }), { url: site });
  equal((await reason(fetchWithAuth(request))).code, "foreign_origin");
  equal(request.bodyUsed, false);
  equal(await request.text(), "text");
});

test("A Request that changes after the call is sent as it was", async () => {
  const mine = await client({ grantDelay: 100 });
  const request = new Request(echo(), { method: "POST", body: "text", headers: { "x-a": "1" } });
  const answer = mine.auth().fetchWithAuth(request);
  own(request, { url: evil(), method: "PUT", headers: new Headers({ authorization: "mine" }), clone: () => new Request(foreign) });
  const { method, headers, url } = await (await answer).json();
  equal([method, headers["x-a"], new URL(url).origin], ["POST", "1", site]);
});

function realm(t) {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  t.after(() => frame.remove());
  return frame.contentWindow;
}
