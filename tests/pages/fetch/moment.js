// What fetch takes at the moment of the call is taken at that moment, not after a token arrived.
import { equal, ok, reason } from "../assert.js";
import { test } from "../runner.js";
import { client, echo } from "../world.js";

const encode = (text) => new TextEncoder().encode(text);

// [what, make the arguments, change them right after the call]
const CHANGES = [
  ["a Headers instance", () => ({ headers: new Headers({ "x-a": "first" }) }), (init) => init.headers.set("x-a", "second")],
  ["a record of headers", () => ({ headers: { "x-a": "first" } }), (init) => (init.headers["x-a"] = "second")],
  ["pairs of headers", () => ({ headers: [["x-a", "first"]] }), (init) => (init.headers[0][1] = "second")],
  ["URLSearchParams", () => ({ method: "POST", body: new URLSearchParams("a=first") }), (init) => init.body.set("a", "second")],
  ["FormData", () => ({ method: "POST", body: form("first") }), (init) => init.body.set("a", "second")],
  ["a typed array", () => ({ method: "POST", body: encode("first") }), (init) => init.body.set(encode("other"))],
  ["an ArrayBuffer", () => ({ method: "POST", body: encode("first").buffer }), (init) => new Uint8Array(init.body).set(encode("other"))],
  ["an ArrayBuffer that is transferred away", () => ({ method: "POST", body: encode("first").buffer }), (init) => structuredClone(init.body, { transfer: [init.body] })],
  ["method and body", () => ({ method: "POST", body: "first" }), (init) => Object.assign(init, { method: "PUT", body: "second" })],
  ["the headers of a Request", (url) => new Request(url, { headers: { "x-a": "first" } }), (request) => request.headers.set("x-a", "second")],
];

for (const [what, make, change] of CHANGES) {
  for (const [state, warm] of [["cold", false], ["warm", true]]) {
    test(`Changing ${what} right after the call changes nothing, on a ${state} client`, async () => {
      const { fetchWithAuth } = (await client({ grantDelay: 100 })).auth();
      if (warm) await fetchWithAuth(echo());
      const url = echo();
      const given = make(url);
      const answer = given instanceof Request ? fetchWithAuth(given) : fetchWithAuth(url, given);
      change(given);
      const { method, headers, bodyBase64 } = await (await answer).json();
      const sent = `${headers["x-a"] ?? ""}${atob(bodyBase64)}`;
      ok(sent.includes("first") && !sent.includes("second") && !sent.includes("other"), `sent as given, got ${sent}`);
      equal(method, given.headers ? "GET" : "POST", "the method");
    });
  }
}

test("Changing a URL right after the call changes nothing, on a cold client", async () => {
  const { fetchWithAuth } = (await client({ grantDelay: 100 })).auth();
  const url = new URL(echo());
  const { pathname } = url;
  const answer = fetchWithAuth(url);
  url.pathname = "/echo/elsewhere";
  equal(new URL((await answer).url).pathname, pathname);
});

test("A relative URL is resolved at the moment of the call, on a cold client", async (t) => {
  const { href } = location;
  t.after(() => history.replaceState(null, "", href));
  const { fetchWithAuth } = (await client({ grantDelay: 100 })).auth();
  history.replaceState(null, "", "/echo/here/");
  const answer = fetchWithAuth("there");
  history.replaceState(null, "", "/echo/elsewhere/");
  equal(new URL((await answer).url).pathname, "/echo/here/there");
});

test("The body of a Request is taken at the moment of the call, on a cold client", async () => {
  const { fetchWithAuth } = (await client({ grantDelay: 100 })).auth();
  const request = new Request(echo(), { method: "POST", body: "first" });
  const answer = fetchWithAuth(request);
  equal(request.bodyUsed, true, "bodyUsed right after the call");
  ok((await reason(request.text())) instanceof TypeError, "reading it afterwards is refused");
  equal(atob((await (await answer).json()).bodyBase64), "first");
});

test("A Request whose body was used is refused, as fetch refuses it", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const request = new Request(echo(), { method: "POST", body: "first" });
  await fetchWithAuth(request);
  ok((await reason(fetchWithAuth(request))) instanceof TypeError, "the second use is a TypeError");
});

test("The state of the signal is taken at the moment of the call, on a cold client", async () => {
  const { fetchWithAuth } = (await client({ grantDelay: 100 })).auth();
  const init = { signal: new AbortController().signal };
  const answer = fetchWithAuth(echo(), init);
  init.signal = AbortSignal.abort();
  equal((await answer).status, 200);
});

function form(value) {
  const data = new FormData();
  data.set("a", value);
  return data;
}
