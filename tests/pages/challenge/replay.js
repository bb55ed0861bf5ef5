// What is sent again is what was sent before; what cannot be sent again is not.
import { unbounded } from "../alike.js";
import { equal, ok, same } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, echo, site } from "../world.js";
import { answers, refusal, revoked } from "./refuser.js";

const NEEDS = "?auth=required&cors=any";
const bytes = () => Uint8Array.from({ length: 100_000 }, (_, index) => (index * 11) % 256);

const form = () => {
  const data = new FormData();
  data.append("text", "ä");
  data.append("file", new File([bytes()], "a.bin", { type: "application/x-a" }));
  return data;
};

const BODIES = {
  "a string": () => "ä text",
  "URLSearchParams": () => new URLSearchParams("a=1&b=ä"),
  "FormData": form,
  "a Blob": () => new Blob([bytes()], { type: "application/x-a" }),
  "an ArrayBuffer": () => bytes().buffer,
  "a typed array": () => bytes().subarray(1, 90_001),
};

// WebKit: of a form's files, a Request knows only names, and sends nothing for those that nobody else holds.
const forgets = "body" in Request.prototype && !("duplex" in Request.prototype);
// It may forget them while the first request is on its way, as with fetch itself, unless somebody holds them.
const held = [];

for (const [kind, body] of Object.entries(BODIES)) {
  test(`A body is sent again byte-equal: ${kind} (row 24)`, () => replayed((url) => [url, { method: "PUT", body: body(), headers: { "x-a": "1" } }]));
  if (forgets && kind === "FormData") continue;
  test(`A body is sent again byte-equal: a Request with ${kind} (row 24)`, () =>
    replayed((url) => [new Request(url, { method: "PUT", body: body(), headers: { "x-a": "1" } })]));
}

test("A Request made of a form is sent again whole; where the engine forgets its files, once, and the 401 stands (row 24)", async () => {
  for (const origin of [site, app]) {
    const mine = await revoked({ grantDelay: 200 });
    const url = echo(origin, NEEDS);
    const body = form();
    if (forgets) held.push(body);
    const answer = await littered(mine.fetchWithAuth(new Request(url, { method: "PUT", body })));
    equal([answer.status, await mine.hits(url)], forgets ? [401, 1] : [200, 2], "the answer, and requests");
    ok((await answer.json()).bodyLength > 100_000, "all of it was sent");
  }
});

test("A form that the caller empties meanwhile is sent again with its files (row 24)", async () => {
  const mine = await revoked({ grantDelay: 200 });
  const body = form();
  const answer = mine.fetchWithAuth(echo(site, NEEDS), { method: "PUT", body });
  body.delete("file");
  ok((await (await littered(answer)).json()).bodyLength > 100_000, "all of it was sent");
});

test("A Request without a body is sent again (row 24)", () => replayed((url) => [new Request(url, { method: "DELETE", headers: { "x-a": "1" } })]));

test("What the caller changes between the two is not sent", async () => {
  const body = new URLSearchParams("a=first");
  const headers = new Headers({ "x-a": "first" });
  const given = [];
  const sent = spy(async (...args) => {
    const request = new Request(...args);
    given.push(`${request.headers.get("x-a")} ${await request.text()}`);
    body.set("a", "second");
    headers.set("x-a", "second");
    return given.length === 1 ? refusal() : new Response();
  });
  await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo", { method: "POST", body, headers });
  equal(given, ["first a=first", "first a=first"]);
});

test("A one-shot stream is not read ahead and not sent again: the 401 stands (row 24)", async () => {
  let pulled = 0;
  const body = new ReadableStream({ pull: (it) => (++pulled > 5 ? it.close() : it.enqueue(new Uint8Array(10))) }, { highWaterMark: 0 });
  const sent = spy(answers(refusal(), new Response("second")));
  const response = await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo", { method: "POST", body, duplex: "half" });
  // Where a stream is only a string, it may be sent again.
  if (!streamsUp()) return ok([200, 401].includes(response.status), `an answer, got ${response.status}`);
  equal([response.status, sent.others().length, pulled], [401, 1, 0]);
});

test("The options of the request are those of the first, the second time too", async () => {
  const kept = ["method", "url", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "keepalive"];
  const given = [];
  const sent = spy(async (...args) => {
    const request = new Request(...args);
    given.push(Object.fromEntries(kept.map((name) => [name, request[name]])));
    return given.length === 1 ? refusal() : new Response();
  });
  const init = { method: "PUT", credentials: "omit", cache: "no-store", redirect: "error", referrer: "/pages/elsewhere", referrerPolicy: "origin", keepalive: true };
  const auth = (await client()).auth({ fetch: sent });
  for (const args of [["/echo", init], [new Request("/echo", init)]]) {
    given.length = 0;
    await auth.fetchWithAuth(...args);
    equal(given.length, 2, "requests");
    equal(given[1], given[0]);
  }
});

test("A signal that aborts between the two ends the call with its reason", async () => {
  const controller = new AbortController();
  const sent = spy(async () => {
    controller.abort("between");
    return refusal();
  });
  let got;
  const { fetchWithAuth } = (await client()).auth({ fetch: sent });
  await fetchWithAuth("/echo", { signal: controller.signal }).catch((error) => (got = error));
  same(got, "between");
  equal(sent.others().length, 1, "requests");
});

/** The promise, while garbage is made until the engine collects. */
async function littered(promise) {
  let waits = true;
  const done = () => (waits = false);
  promise.then(done, done);
  while (waits) {
    for (let count = 0; count < 200; count++) Array.from(new Uint8Array(5000), (index) => ({ index }));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return promise;
}

async function replayed(make) {
  for (const origin of [site, app]) {
    const mine = await revoked();
    const native = await (await fetch(...make(echo(origin, "?cors=any")))).json();
    const url = echo(origin, NEEDS);
    const ours = await (await mine.fetchWithAuth(...make(url))).json();
    equal(await mine.hits(url), 2, "requests");
    const plain = ({ method, headers, bodyBase64 }) => {
      const { type, text } = unbounded(headers["content-type"], atob(bodyBase64));
      return [method, headers["x-a"], text, type];
    };
    const [got, wanted] = [plain(ours), plain(native)];
    ok(got.every((part, index) => part === wanted[index]), `sent again as sent before, ${got[2].length} of ${wanted[2].length} bytes, ${got[3]}`);
  }
}

// Firefox and WebKit turn a stream into the string "[object ReadableStream]".
function streamsUp() {
  const request = new Request(site, { method: "POST", body: new ReadableStream(), duplex: "half" });
  return !request.headers.has("content-type");
}
