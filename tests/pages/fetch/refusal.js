// Bad arguments: the same class of error as fetch, and never a token request for them.
import { equal, ok, reason } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { client, echo } from "../world.js";

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

for (const [what, make] of Object.entries(BAD)) {
  test(`Refused as fetch refuses it, without a token request: ${what}`, async () => {
    const sent = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: sent });
    const native = await rejection(fetch, await make());
    const ours = await rejection(fetchWithAuth, await make());
    // WebKit takes any object for a signal: being stricter than an engine is fine.
    if (native !== "(resolved)" || ours !== "TypeError TypeError") equal(ours, native, "the error's class");
    if (native !== "(resolved)") equal(sent.tokens().length, 0, "token requests");
  });
}

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
