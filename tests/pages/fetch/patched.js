// A fetch of another make: one that the page has put in the place of its own, or one that is given.
import { equal, ok, same } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { client, echo, product, site } from "../world.js";

const native = fetch.bind(globalThis);

// As tools and pages write them.
const PATCHES = {
  "passes its arguments on": (...args) => native(...args),
  "spreads the headers of a record": (input, init) => native(input, { ...init, headers: { ...init?.headers, "x-patch": "1" } }),
  "writes into the init": (input, init = {}) => ((init.headers = { ...init.headers, "x-patch": "1" }), native(input, init)),
  "makes Headers of it": (input, init) => {
    const headers = new Headers(init?.headers);
    headers.append("x-patch", "1");
    return native(input, { ...init, headers });
  },
  "makes a Request of it": (input, init) => native(new Request(input, init)),
  "has init only": (input, init) => native(String(input), init),
  "is late": async (...args) => (await new Promise((done) => setTimeout(done, 1)), native(...args)),
};

for (const [what, patch] of Object.entries(PATCHES)) {
  test(`A page's own fetch may be replaced by one that ${what}`, async (t) => {
    const { fetchWithAuth } = (await client()).auth();
    await fetchWithAuth(echo());
    const own = globalThis.fetch;
    t.after(() => (globalThis.fetch = own));
    globalThis.fetch = patch;
    const calls = [[echo()], [echo(), { method: "POST", body: "text" }], [echo(), { headers: { "X-A": "1" }, method: "PUT", body: new URLSearchParams("a=1") }]];
    for (const args of calls) {
      const plain = await (await patch(...args)).json();
      const { headers, method, bodyBase64 } = await (await fetchWithAuth(...args)).json();
      ok(headers.authorization?.startsWith("OauthNG."), `signed, got ${headers.authorization}`);
      equal([method, bodyBase64, headers["x-a"], headers["x-patch"]], [plain.method, plain.bodyBase64, plain.headers["x-a"], plain.headers["x-patch"]]);
    }
  });
}

test("What a fetch does to the init that it is given is not there when the request is sent once more", async () => {
  const given = [];
  const sent = spy(async (input, init) => {
    given.push([String(init.body), { ...init.headers }]);
    init.body = `changed ${init.body}`;
    init.headers["x-patch"] = "1";
    return given.length === 1 ? new Response(null, { status: 401 }) : new Response();
  });
  await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo", { method: "POST", body: "text", headers: { "X-A": "1" } });
  equal(given.map(([body, headers]) => [body, Object.keys(headers)]), Array(2).fill(["text", ["X-A", "authorization"]]));
});

const BODIES = {
  "no body": () => undefined,
  "a string": () => "a=1",
  "a number": () => 1,
  "URLSearchParams": () => new URLSearchParams("a=1"),
  "a Blob": () => new Blob(["a=1"]),
  "an ArrayBuffer": () => new TextEncoder().encode("a=1").buffer,
  "a typed array": () => new TextEncoder().encode("xa=1x").subarray(1, 4),
  "FormData": () => { const form = new FormData(); form.set("a", "1"); form.append("b", new File(["2"], "b.txt")); return form; },
};

for (const [what, body] of Object.entries(BODIES)) {
  test(`options.fetch is given a URL and an init for ${what}`, async () => {
    const given = [];
    const sent = spy(async (...args) => (given.push(args), given.length === 1 ? new Response(null, { status: 401 }) : new Response()));
    await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo", { method: "POST", body: body() });
    equal(given.map(([input, init]) => [input, init.method]), Array(2).fill([`${site}/echo`, "POST"]));
    const read = ([, init]) => (init.body instanceof FormData ? [...init.body.keys()] : new Response(init.body).text());
    equal(await read(given[0]), await read([, { body: body() }]));
    equal(await read(given[1]), await read(given[0]));
  });
}

test("options.fetch is given a Request for what was called with a Request or a stream", async () => {
  const inputs = [];
  const { fetchWithAuth } = (await client()).auth({ fetch: spy(async (...args) => (inputs.push(args), new Response())) });
  await fetchWithAuth(new Request("/echo"));
  await fetchWithAuth("/echo", { method: "POST", body: new ReadableStream(), duplex: "half" });
  for (const [input, init] of inputs) ok(input instanceof Request && init === undefined, "a Request alone");
  equal(inputs.length, 2, "requests");
});

// A 401 as mocks and other clients answer it: all are refused tokens, and none breaks the call.
const REFUSALS = {
  "without headers": { status: 401 },
  "without anything to read": Object.freeze(Object.create(null, { status: { value: 401 } })),
  "with headers in a record": { status: 401, headers: { "www-authenticate": "Bearer" } },
  "whose headers answer no text": { status: 401, headers: { get: () => ["Bearer", "Basic"] } },
  "whose headers throw": { status: 401, get headers() { throw new Error("no headers"); } },
  "whose challenge is not ASCII": { status: 401, headers: { get: () => "Bearer realm=\"\u20ac\u{1f600}\", error=\"invalid_token\"" } },
  "whose body cannot be cancelled": { status: 401, headers: new Headers(), body: {} },
  "whose body is a stream of Node's": { status: 401, headers: new Headers(), body: { destroy() { this.gone = true; } } },
  "whose body throws": { status: 401, headers: new Headers(), get body() { throw new Error("no body"); } },
  "whose cancel throws": { status: 401, body: { cancel() { throw new Error("no cancel"); } } },
  "whose cancel rejects": { status: 401, body: { cancel: () => Promise.reject(new Error("no cancel")) } },
  "whose cancel answers nothing": { status: 401, body: { cancel() {} } },
  "whose body is locked": (() => { const answer = new Response("text", { status: 401 }); answer.body?.getReader(); return answer; })(),
  "whose status is a text": { status: "401" },
};

for (const [what, refusal] of Object.entries(REFUSALS)) {
  test(`After an answer with 401 ${what} the request is sent once more`, async () => {
    const second = new Response();
    const answers = [refusal, second];
    const sent = spy(async () => answers.shift());
    const { fetchWithAuth } = (await client()).auth({ fetch: sent });
    same(await fetchWithAuth("/echo"), second);
    if (what.includes("Node's")) ok(refusal.body.gone, "let go of");
    equal(sent.others().length, 2, "requests");
  });
}

// Whatever it answers is the answer.
const ANSWERS = {
  nothing: undefined,
  "null": null,
  "a text": "text",
  "an object": Object.freeze({ ok: true }),
  "a status that throws": { get status() { throw new Error("no status"); } },
  "a status that is a Symbol": { status: Symbol("401") },
  "a status that is a BigInt": { status: 401n },
};

for (const [what, value] of Object.entries(ANSWERS)) {
  test(`When options.fetch answers ${what}, that very value arrives`, async () => {
    const { fetchWithAuth } = (await client()).auth({ fetch: spy(async () => value) });
    same(await fetchWithAuth("/echo"), value);
    same(await fetchWithAuth("/echo"), value, "the next one");
  });
}

test("A fetch that answers at once, without a promise, will do", async () => {
  const answer = new Response();
  const { fetchWithAuth } = (await client()).auth({ fetch: spy(() => answer) });
  same(await fetchWithAuth("/echo"), answer);
});

test("A global Request that was replaced by a subclass changes nothing", async (t) => {
  const own = globalThis.Request;
  t.after(() => (globalThis.Request = own));
  globalThis.Request = class Request extends own {};
  const { fetchWithAuth } = (await client()).auth();
  const made = [new own(echo(), { method: "PUT", body: "text" }), new Request(echo(), { method: "PUT", body: "text" })];
  for (const request of made) equal((await (await fetchWithAuth(request)).json()).method, "PUT");
  class Init { get method() { return "PUT"; } }
  equal((await (await fetchWithAuth(echo(), new Init())).json()).method, "PUT");
  equal((await product.isAuthError(await fetchWithAuth(new own("http://evil.example/")).catch((error) => error))), true);
});
