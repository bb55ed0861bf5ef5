// Bad arguments: the same class of error as fetch, and never a token request for them.
import { equal, ok, reason, refused } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { client, echo, foreign, fresh, product } from "../world.js";

const BAD = {
  "no argument": () => [],
  "a Symbol": () => [Symbol("url")],
  "a malformed URL": () => ["http://"],
  "a malformed port": () => ["http://127.0.0.1:port/"],
  "an input whose toString throws": () => [{ toString() { throw new RangeError("mine"); } }],
  "an unknown method name": () => [echo(), { method: "a b" }],
  "a forbidden method": () => [echo(), { method: "CONNECT" }],
  "a GET with a body": () => [echo(), { body: "text" }],
  "a HEAD with a body": () => [echo(), { method: "HEAD", body: "text" }],
  "a header name with a space": () => [echo(), { headers: { "a b": "1" } }],
  "a header value with a line break": () => [echo(), { headers: { "x-a": "1\r\nx-b: 2" } }],
  "a header value that is not Latin-1": () => [echo(), { headers: { "x-a": "€" } }],
  "pairs that are not pairs": () => [echo(), { headers: [["x-a"]] }],
  "headers that are no object": () => [echo(), { headers: 5 }],
  "an init that is no object": () => [echo(), 5],
  "an unknown mode": () => [echo(), { mode: "telepathic" }],
  "mode navigate": () => [echo(), { mode: "navigate" }],
  "an unknown cache": () => [echo(), { cache: "sometimes" }],
  "only-if-cached across origins": () => [echo(), { cache: "only-if-cached", mode: "cors" }],
  "unknown credentials": () => [echo(), { credentials: "mine" }],
  "an unknown redirect": () => [echo(), { redirect: "maybe" }],
  "an unknown referrerPolicy": () => [echo(), { referrerPolicy: "loud" }],
  "a malformed referrer": () => [echo(), { referrer: "http://" }],
  "a signal that is none": () => [echo(), { signal: {} }],
  "a window": () => [echo(), { window: 1 }],
  "an init whose getter throws": () => [echo(), { get method() { throw new RangeError("mine"); } }],
  "a locked stream as body": () => {
    const body = new Blob(["text"]).stream();
    body.getReader();
    return [echo(), { method: "POST", body, duplex: "half" }];
  },
  "a Request whose body was used": async () => {
    const request = new Request(echo(), { method: "POST", body: "text" });
    await request.text();
    return [request];
  },
};

const stream = () => new ReadableStream({ start: (it) => it.close() });

// What some engines refuse, and some take.
const MORE = {
  "a URL with a password": () => [echo().replace("//", "//user:password@")],
  "a method that is an object": () => [echo(), { method: {} }],
  "a mode that is a Symbol": () => [echo(), { mode: Symbol("cors") }],
  "an unknown priority": () => [echo(), { priority: "urgent" }],
  "an unknown duplex": () => [echo(), { method: "POST", body: stream(), duplex: "full" }],
  "a stream without duplex": () => [echo(), { method: "POST", body: stream() }],
  "a stream with keepalive": () => [echo(), { method: "POST", body: stream(), duplex: "half", keepalive: true }],
  "a window that is an object": () => [echo(), { window: {} }],
  "headers that are null": () => [echo(), { headers: null }],
  "headers that are a text": () => [echo(), { headers: "ab" }],
  "pairs of texts": () => [echo(), { headers: ["ab"] }],
  "a pair of three": () => [echo(), { headers: [["x-a", "1", "2"]] }],
  "a header name that is a Symbol": () => [echo(), { headers: { [Symbol("x-a")]: "1" } }],
  "a header value that is a Symbol": () => [echo(), { headers: { "x-a": Symbol("1") } }],
  "an empty header name": () => [echo(), { headers: { "": "1" } }],
  "a body that is a Symbol": () => [echo(), { method: "POST", body: Symbol("text") }],
  "a Request with a GET and a body in the init": () => [new Request(echo()), { body: "text" }],
  "a Request with an unknown mode": () => [new Request(echo()), { mode: "telepathic" }],
  "nothing wrong": () => [echo(), {}],
  "nothing wrong, a Request": () => [new Request(echo(), { method: "POST", body: "text" }), {}],
};

for (const [what, make] of Object.entries({ ...BAD, ...MORE })) {
  if (/^nothing/.test(what)) continue;
  test(`Refused as fetch refuses it, without a token request: ${what}`, async () => {
    const sent = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: sent });
    const native = await rejection(fetch, await make());
    const ours = await rejection(fetchWithAuth, await make());
    // WebKit takes any object for a signal: being stricter than an engine is fine.
    if (native !== "(resolved)" || ours !== "TypeError TypeError") equal(ours, native, "the error's class");
    // WebKit takes a stream for a Request and does not send it: nobody can know before.
    const late = what in MORE && (await rejection(async (...args) => new Request(...args), await make())) === "(resolved)";
    if (native !== "(resolved)" && !late) equal(sent.tokens().length, 0, "token requests");
  });
}

// A signal that is aborted already: what fetch refuses it refuses all the same, else with the reason.
for (const [what, make] of Object.entries({ ...BAD, ...MORE })) {
  if (what === "no argument" || what === "a signal that is none") continue;
  for (const state of ["cold", "warm", "loading"]) {
    test(`Refused as fetch refuses it although the signal is aborted already: ${what}, on a ${state} client`, async () => {
      const sent = spy(async () => new Response());
      const { createAuth } = state === "loading" ? await fresh() : { createAuth: product.createAuth };
      const { fetchWithAuth } = createAuth((await client()).options({ fetch: sent }));
      if (state === "warm") await fetchWithAuth(echo());
      const before = sent.others().length;
      const aborted = async () => {
        const [input, init] = await make();
        return init === undefined ? [input, { signal: AbortSignal.abort("mine") }] : [input, withSignal(init)];
      };
      equal(await rejection(fetchWithAuth, await aborted()), await rejection(fetch, await aborted()), "the error's class");
      equal(sent.others().length, before, "requests");
    });
  }
}

for (const state of ["cold", "warm", "loading"]) {
  test(`A Request with a body whose signal is aborted already is used up as fetch uses it up, on a ${state} client`, async () => {
    const { createAuth } = state === "loading" ? await fresh() : { createAuth: product.createAuth };
    const { fetchWithAuth } = createAuth((await client()).options());
    if (state === "warm") await fetchWithAuth(echo());
    const used = async (call, init) => {
      const request = new Request(echo(), { method: "POST", body: "text", signal: AbortSignal.abort("mine") });
      const error = await reason(call(request, init));
      return [error?.name ?? error, request.bodyUsed];
    };
    for (const init of [undefined, {}, { mode: "telepathic" }, { body: "other" }]) {
      equal(await used(fetchWithAuth, init), await used(fetch, init), JSON.stringify(init));
    }
  });
}

test("A Request that may not be sent is not used up although its signal is aborted already", async () => {
  const { fetchWithAuth } = (await client()).auth();
  await fetchWithAuth(echo());
  const request = new Request(echo(foreign), { method: "POST", body: "text", signal: AbortSignal.abort("mine") });
  await refused(fetchWithAuth(request), "foreign_origin");
  equal(request.bodyUsed, false);
});

// The same init, with a signal: copied so that it stays what it is.
const withSignal = (init) => {
  if (Object(init) !== init) return init;
  return Object.defineProperty(init, "signal", { value: AbortSignal.abort("mine"), enumerable: true });
};

test("What fetch tolerates is tolerated", async () => {
  const { fetchWithAuth } = (await client()).auth();
  for (const init of [{ unknown: 1 }, { body: null }, { signal: null }, { method: "post", body: "" }, { headers: [] }, () => {}]) {
    ok((await fetchWithAuth(echo(), init)).ok, "an answer");
  }
});

const rejection = async (call, args) => {
  let answer;
  try {
    answer = call(...args);
  } catch (error) {
    return `thrown, not rejected: ${error}`;
  }
  return answer.then(() => "(resolved)", (error) => `${error.constructor.name} ${error.name}`);
};
