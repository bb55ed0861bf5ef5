// The answer: the very Response, for every status.
import { alike } from "../alike.js";
import { equal, ok, same } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, echo, site } from "../world.js";

test("The Response is the very object that fetch gave", async () => {
  const answer = new Response("text");
  const { fetchWithAuth } = (await client()).auth({ fetch: spy(async () => answer) });
  same(await fetchWithAuth("/echo"), answer);
  same(answer.bodyUsed, false, "its body is untouched");
});

test("Every status from 200 to 599 comes back as fetch brings it", async () => {
  const statuses = Array.from({ length: 400 }, (_, index) => 200 + index);
  while (statuses.length > 0) {
    await Promise.all(statuses.splice(0, 20).map((status) => alike((url) => [url, { credentials: "omit" }], { query: `?status=${status}`, what: `status ${status}` })));
  }
});

test("A status of another origin comes back as fetch brings it", async () => {
  for (const status of [200, 204, 400, 403, 404, 409, 429, 500, 503]) {
    await alike((url) => [url], { at: app, query: `?status=${status}` });
  }
});

test("A response is streamed, not gathered", async () => {
  const { fetchWithAuth } = (await client()).auth();
  await fetchWithAuth(echo());
  const reader = (await fetchWithAuth(echo(site, "?stream=chunks"))).body.getReader();
  const arrived = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) arrived.push(performance.now());
  ok(arrived.length > 1, `several parts, got ${arrived.length}`);
  ok(arrived.at(-1) - arrived[0] > 200, "the first part is there before the last was sent");
});

test("url, redirected and type are those of fetch", async () => {
  await alike((url) => [`${url}#part`]);
  const { redirected, url } = await alike((url) => [url], { query: `?redirect=${encodeURIComponent("/echo/target#there")}&code=302` });
  equal([redirected, url], [true, `${site}/echo/target`]);
  const { type } = await alike((url) => [url], { at: app });
  equal(type, "cors");
});

test("A network error is the TypeError of fetch, the same value", async () => {
  const { fetchWithAuth } = (await client()).auth();
  await fetchWithAuth(echo());
  const { status } = await alike((url) => [url, { redirect: "error" }], { query: "?redirect=/echo/target&code=307" });
  equal(status, undefined, "no response");
});

for (const [what, value] of Object.entries({
  "a string": "a bare string",
  "null": null,
  "undefined": undefined,
  "a number": 0,
  "a DOMException": new DOMException("gone", "NetworkError"),
  "an object": Object.freeze({ odd: true }),
})) {
  for (const [manner, fail] of Object.entries({ rejects: () => Promise.reject(value), throws: () => { throw value; } })) {
    test(`When options.fetch ${manner} with ${what}, that very value arrives`, async () => {
      const { fetchWithAuth } = (await client()).auth({ fetch: spy(fail) });
      let got = "(resolved)";
      await fetchWithAuth("/echo").catch((error) => (got = error));
      same(got, value);
    });
  }
}
