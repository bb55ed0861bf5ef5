// Signals: the very reason, at once.
import { equal, ok, reason, same, until } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { client, echo, site } from "../world.js";

const REASONS = {
  "an Error": new Error("changed my mind"),
  "a string": "a bare string",
  "null": null,
  "nothing given": undefined,
};

for (const [what, given] of Object.entries(REASONS)) {
  test(`Aborted before the call, with ${what}: the signal's reason, and nothing is sent`, async () => {
    const sent = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: sent });
    const signal = AbortSignal.abort(given);
    same(await reason(fetchWithAuth(echo(), { signal })), signal.reason);
    same(await reason(fetchWithAuth(new Request(echo(), { signal }))), signal.reason, "of a Request");
    equal(sent.calls.length, 0, "requests");
  });

  test(`Aborted while a token is fetched, with ${what}: the signal's reason, at once (§8.5 #38)`, async () => {
    for (const args of [(signal) => [echo(), { signal }], (signal) => [new Request(echo(), { signal })]]) {
      const mine = await client({ pauseGrants: true });
      const { fetchWithAuth } = mine.auth();
      const controller = new AbortController();
      const answer = reason(fetchWithAuth(...args(controller.signal)));
      await until(async () => (await mine.grants()).anonymous > 0, "the token request");
      controller.abort(given);
      const next = new Promise((done) => setTimeout(done, 0, "nothing yet"));
      same(await Promise.race([answer, next]), controller.signal.reason, "before the page's next task");
      await mine.set({ pauseGrants: false });
    }
  });

  test(`Aborted while the answer is awaited, with ${what}: what fetch rejects with`, async () => {
    const { fetchWithAuth } = (await client()).auth();
    await fetchWithAuth(echo());
    const during = async (call) => {
      const controller = new AbortController();
      const answer = reason(call(echo(site, "?delay=3000"), { signal: controller.signal }));
      await new Promise((done) => setTimeout(done, 50));
      controller.abort(given);
      return Object.is(await answer, controller.signal.reason);
    };
    equal(await during(fetchWithAuth), await during(fetch), "the same value");
  });
}

test("A timeout signal that has fired rejects with its TimeoutError", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const signal = AbortSignal.timeout(1);
  await until(() => signal.aborted, "the timeout");
  const error = await reason(fetchWithAuth(echo(), { signal }));
  same(error, signal.reason);
  equal(error.name, "TimeoutError");
});

test("A timeout that ends while a token is fetched ends the call (§8.5 #38)", async () => {
  const mine = await client({ pauseGrants: true });
  const signal = AbortSignal.timeout(100);
  same(await reason(mine.auth().fetchWithAuth(echo(), { signal })), signal.reason);
  await mine.set({ pauseGrants: false });
});

test("An abort does not cancel the token that others wait for", async () => {
  const mine = await client({ pauseGrants: true });
  const { fetchWithAuth } = mine.auth();
  const controller = new AbortController();
  const first = reason(fetchWithAuth(echo(), { signal: controller.signal }));
  const second = fetchWithAuth(echo());
  await until(async () => (await mine.grants()).anonymous > 0, "the token request");
  controller.abort("not mine");
  same(await first, "not mine");
  await mine.set({ pauseGrants: false });
  equal((await second).status, 200, "the other call");
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test("The token of an aborted call is kept for the next one", async () => {
  const mine = await client({ pauseGrants: true });
  const { fetchWithAuth } = mine.auth();
  const controller = new AbortController();
  const first = reason(fetchWithAuth(echo(), { signal: controller.signal }));
  await until(async () => (await mine.grants()).anonymous > 0, "the token request");
  controller.abort();
  await first;
  await mine.set({ pauseGrants: false });
  equal((await fetchWithAuth(echo())).status, 200);
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test("An abort after the response ends its body as fetch ends it", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const ended = async (call) => {
    const controller = new AbortController();
    const response = await call(echo(site, "?stream=chunks"), { signal: controller.signal });
    controller.abort("enough");
    const error = await reason(response.text());
    return error?.name ?? error;
  };
  equal(await ended(fetchWithAuth), await ended(fetch));
});

test("init.signal replaces that of a Request, and null takes it away", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const aborted = () => new Request(echo(), { signal: AbortSignal.abort("own") });
  equal((await fetchWithAuth(aborted(), { signal: null })).status, 200);
  equal((await fetchWithAuth(aborted(), { signal: new AbortController().signal })).status, 200);
  same(await reason(fetchWithAuth(new Request(echo()), { signal: AbortSignal.abort("given") })), "given");
});

test("An aborted signal wins over a refusal of ours only where fetch would have been asked", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const error = await reason(fetchWithAuth("http://", { signal: AbortSignal.abort("late") }));
  const native = await reason(fetch("http://", { signal: AbortSignal.abort("late") }));
  equal(error?.name, native?.name, "a bad URL is results before the signal");
});
