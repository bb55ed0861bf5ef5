// fromWixHost over the strategies of @wix/site and @wix/dashboard themselves.
import assert from "node:assert/strict";
import { test } from "node:test";

import { dashboard } from "@wix/dashboard";
import { provideSDKApi } from "@wix/dashboard/dist/cjs/provider.js";
import { auth as essentials } from "@wix/essentials";
import { createClient } from "@wix/sdk";
import { site } from "@wix/site";

import { AuthError, createAuth, isAuthError } from "fetch-with-auth";
import { fromWixHost } from "fetch-with-auth/wix-host";

import { later, open } from "./page.mjs";
import { api, backend, foreign, received } from "./wire.mjs";

open("https://shop.example/");

const from = (strategy, options) => createAuth(fromWixHost(strategy, { apiOrigin: api, audience: [backend], ...options }));
const token = (text) => async () => text;
const json = async (promise) => (await promise).json();
const codes = async (promise) => {
  const error = await promise.then(() => assert.fail("it resolved"), (reason) => reason);
  assert.ok(error instanceof AuthError, `${error}`);
  assert.ok(isAuthError(error.cause), `${error.cause}`);
  return [error.code, error.cause.code];
};

/** A site's strategy that has its function already. */
const ready = (getAccessToken) => {
  const strategy = site.auth();
  strategy.getAccessTokenInjector()(getAccessToken);
  return strategy;
};

/** A host whose other end is a dashboard with this function. */
const dashboardHost = (getAccessToken) => dashboard.host({
  origin: "https://manage.wix.com",
  autoHeightUpdate: false,
  postMessage: (message, origin, [port]) => {
    assert.equal(origin, "https://manage.wix.com");
    provideSDKApi({ api: { getAccessToken, onBeforeUnload: () => ({ remove() {} }) }, port });
  },
});

test("A call that is made before the page has injected its function waits for it, and is signed", async () => {
  const strategy = site.auth();
  const { fetchWithAuth } = from(strategy);
  const before = received.length;
  const calls = [fetchWithAuth(`${backend}/1`), fetchWithAuth(new Request(`${backend}/2`)), fetchWithAuth(`${backend}/3`, { method: "POST", body: "text" })];
  await later();
  // The element is created, and only then the page injects.
  const inject = strategy.getAccessTokenInjector();
  await later();
  assert.equal(received.length, before, "nothing is sent meanwhile");
  inject(token("late"));
  for (const call of calls) assert.equal((await json(call)).headers.authorization, "late");
});

test("Where nothing is ever injected a call rejects in time, and nothing was sent; the next one waits anew", async () => {
  const strategy = site.auth();
  const { fetchWithAuth } = from(strategy, { timeout: 0.1 });
  const before = received.length;
  const began = performance.now();
  assert.deepEqual(await codes(fetchWithAuth(`${backend}/never`)), ["token_endpoint_unavailable", "host_silent"]);
  assert.ok(performance.now() - began < 9000);
  assert.equal(received.length, before);
  const next = fetchWithAuth(`${backend}/then`);
  await later();
  strategy.getAccessTokenInjector()(token("then"));
  assert.equal((await json(next)).headers.authorization, "then");
  // It has given one before, and then no more.
  strategy.getAuthHeaders = () => new Promise(() => {});
  const warm = received.length;
  assert.deepEqual(await codes(fetchWithAuth(`${backend}/never`)), ["token_endpoint_unavailable", "host_silent"]);
  assert.equal(received.length, warm);
});

test("Of two functions that are injected the first counts, as it does for Wix's own client", async () => {
  const strategy = site.auth();
  const [first, second] = [strategy.getAccessTokenInjector(), strategy.getAccessTokenInjector()];
  const { fetchWithAuth } = from(strategy);
  const call = fetchWithAuth(`${backend}/twice`);
  first(token("first"));
  second(token("second"));
  for (const answer of [call, fetchWithAuth(`${backend}/again`)]) assert.equal((await json(answer)).headers.authorization, "first");
  assert.equal((await createClient({ auth: strategy, modules: {} }).auth.getAuthHeaders()).headers.Authorization, "first");
});

test("The SDK's own client of the same strategy goes on beside ours, and waits as well", async () => {
  const client = createClient({ auth: site.auth() });
  const { fetchWithAuth } = from(client.auth);
  const calls = [client.fetchWithAuth(`${backend}/theirs`), fetchWithAuth(`${backend}/ours`)];
  await later();
  client.auth.getAccessTokenInjector()(token("one"));
  for (const call of calls) assert.equal((await json(call)).headers.authorization, "one");
});

test("An aborted call ends with its reason while it waits, and the others go on", async () => {
  const strategy = site.auth();
  const { fetchWithAuth } = from(strategy);
  for (const state of ["cold", "warm"]) {
    let give;
    if (state === "warm") strategy.getAuthHeaders = () => new Promise((resolve) => (give = () => resolve({ headers: { Authorization: "token" } })));
    const controller = new AbortController();
    const before = received.length;
    const aborted = [fetchWithAuth(`${backend}/1`, { signal: controller.signal }), fetchWithAuth(new Request(`${backend}/2`, { signal: controller.signal }))];
    await later();
    controller.abort("enough");
    for (const call of aborted) await assert.rejects(call, (reason) => reason === "enough", state);
    assert.equal(received.length, before);
    const other = fetchWithAuth(`${backend}/other`);
    await later();
    if (give) give();
    else strategy.getAccessTokenInjector()(token("token"));
    assert.equal((await json(other)).headers.authorization, "token", state);
  }
});

const FAILURES = {
  "it throws": () => {
    throw new Error("busy");
  },
  "it rejects": () => Promise.reject(new TypeError("busy")),
  "it rejects with nothing": () => Promise.reject(undefined),
  "nothing": () => undefined,
  "null": () => null,
  "an empty text": () => "",
  "a number": () => 5,
  "an object": () => ({ token: "text" }),
  "a scheme and a token": () => "Bearer token",
  "two lines": () => "token\r\nx-a: 1",
  "what is no ASCII": () => "tökén",
};

/** A call without a token yet, and one after that worked; `make` gets what says whether to fail. */
async function failsAndRecovers(what, make) {
  let failing = true;
  const strategy = make(() => failing);
  const { fetchWithAuth } = from(strategy, { timeout: 1 });
  const url = `${backend}/${encodeURIComponent(what)}`;
  for (const state of ["cold", "warm"]) {
    failing = true;
    assert.deepEqual(await codes(fetchWithAuth(url)), ["token_endpoint_unavailable", "host_failed"], `${what}, ${state}`);
    assert.equal(received.filter((it) => url.endsWith(it.url)).length, state === "cold" ? 0 : 1, `${what}, ${state}`);
    failing = false;
    assert.equal((await json(fetchWithAuth(url))).headers.authorization, "token", `${what}, ${state}`);
  }
}

test("Whatever the page gives for a token, no call goes unsigned, and the next one works", () =>
  Promise.all(Object.entries(FAILURES).map(([what, fail]) => failsAndRecovers(what, (isFailing) => ready(async () => (isFailing() ? fail() : "token"))))));

test("A strategy of another make that fails does the same", () => {
  const answers = [undefined, null, {}, { headers: null }, { headers: {} }, { headers: { Authorization: "" } }, { headers: new Headers({ Authorization: "token" }) }];
  const good = { headers: { Authorization: "token" } };
  return Promise.all([
    ...answers.map((answer, index) => failsAndRecovers(`another ${index}`, (isFailing) => ({ getAuthHeaders: () => (isFailing() ? answer : good) }))),
    failsAndRecovers("no strategy", (isFailing) => () => (isFailing() ? undefined : { getAuthHeaders: () => good })),
  ]);
});

test("The first call tries three times before it rejects, and a later one once", async () => {
  let asked = 0;
  let failing = false;
  const strategy = () => ready(async () => (asked++, failing ? Promise.reject(new Error("busy")) : "token"));
  const cold = from(strategy(), { timeout: 1 });
  failing = true;
  await codes(cold.fetchWithAuth(`${backend}/x`));
  assert.equal(asked, 3);
  failing = false;
  const warm = from(strategy());
  await warm.fetchWithAuth(`${backend}/x`);
  failing = true;
  asked = 0;
  await codes(warm.fetchWithAuth(`${backend}/x`));
  assert.equal(asked, 1);
});

test("A login or logout on the page counts from the next request on", async () => {
  let person = "visitor";
  const { fetchWithAuth } = from(ready(async () => person));
  for (person of ["visitor", "ada", "visitor", "ben"]) {
    const answers = await Promise.all([1, 2, 3].map((n) => json(fetchWithAuth(`${backend}/${n}`))));
    assert.deepEqual(answers.map(({ headers }) => headers.authorization), Array(3).fill(person));
  }
});

test("A token that a server refuses is asked for once more, and the request is sent once more", async () => {
  const tokens = ["old", "old", "new"];
  const { fetchWithAuth } = from(ready(async () => (tokens.length > 1 ? tokens.shift() : tokens[0])));
  const before = received.length;
  const answer = await fetchWithAuth(`${api}/refuse`, { method: "POST", body: "text" });
  assert.deepEqual([answer.status, (await answer.json()).headers.authorization], [200, "new"]);
  assert.deepEqual(received.slice(before).map(({ headers, body }) => [headers.authorization, body]), [["old", "text"], ["new", "text"]]);
});

test("The rules about who is allowed to receive a token hold, and the page is not even asked", async () => {
  let asked = 0;
  const { fetchWithAuth } = from(ready(async () => (asked++, "token")));
  const before = received.length;
  await assert.rejects(fetchWithAuth(`${foreign}/x`), { code: "foreign_origin" });
  await assert.rejects(fetchWithAuth(`${backend}/x`, { headers: { authorization: "mine" } }), { code: "authorization_present" });
  await assert.rejects(createAuth(fromWixHost(ready(token("token")))).fetchWithAuth(`${backend}/x`), { code: "foreign_origin" });
  assert.deepEqual([received.length, asked], [before, 0]);
});

test("What carries no token of its own is sent as it is: the question who somebody is", async () => {
  const auth = from(ready(token("token")), { host: siteHost() });
  await auth.getTokenInfo().catch(() => {});
  const { url, headers, body } = received.at(-1);
  assert.deepEqual([url, headers.authorization, body.includes("token")], ["/oauth2/token-info", undefined, true]);
});

test("A relative URL goes to the Wix page, not to the backend", async () => {
  const urls = [];
  const { fetchWithAuth } = from(ready(token("token")), { fetch: async (url) => (urls.push(url), new Response()) });
  await fetchWithAuth("/api/x");
  assert.deepEqual(urls, ["https://shop.example/api/x"]);
});

/** Everything that fetch takes, and what is received of it besides the token. */
const FORMS = {
  "an object": () => [`${api}/x`, { headers: { "X-A": "1" } }],
  "pairs": () => [`${api}/x`, { headers: [["X-A", "1"]] }],
  "Headers": () => [`${api}/x`, { headers: new Headers({ "X-A": "1" }) }],
  "a Request": () => [new Request(`${api}/x`, { headers: { "X-A": "1" } })],
  "a Request and an init": () => [new Request(`${api}/x`), { headers: { "X-A": "1" } }],
  "a body": () => [`${api}/x`, { method: "POST", headers: { "X-A": "1" }, body: new URLSearchParams("a=1") }],
  "a stream": () => [`${api}/x`, { method: "POST", headers: { "X-A": "1" }, body: new Blob(["a=1"]).stream(), duplex: "half" }],
};

for (const [what, make] of Object.entries(FORMS)) {
  test(`What is sent is what fetch sends, with one token: ${what}`, async () => {
    const tokens = ["first", "second"];
    const { fetchWithAuth } = from(ready(async () => (tokens.length > 1 ? tokens.shift() : tokens[0])));
    for (const state of ["cold", "warm"]) {
      const [ours, plain] = [await json(fetchWithAuth(...make())), await json(fetch(...make()))];
      assert.deepEqual([ours.method, ours.body, ours.headers["x-a"]], [plain.method, plain.body, plain.headers["x-a"]], state);
      assert.deepEqual(ours.names.filter((name) => name !== "authorization"), plain.names, state);
      assert.equal(ours.headers.authorization, "second", state);
    }
  });
}

const german = { language: "de", locale: "de-CH" };
const PLACEHOLDER = "00000000-0000-0000-0000-000000000000";
const siteHost = () => site.host({ applicationId: "app" });

test("The language of the page goes to the Wix API, where the host's own client sends it, and to nobody else", async () => {
  open("https://shop.example/", { commonConfig: german });
  const host = siteHost();
  const { fetchWithAuth } = from(ready(token("token")), { host });
  const language = async (...call) => (await json(fetchWithAuth(...call))).headers["x-wix-linguist"];
  for (const make of Object.values(FORMS)) assert.equal(await language(...make()), `de|de-CH|false|${PLACEHOLDER}`);
  const theirs = createClient({ host, auth: ready(token("token")) });
  assert.equal((await json(theirs.fetchWithAuth(`${api}/x`))).headers["x-wix-linguist"], `de|de-CH|false|${PLACEHOLDER}`);
  assert.equal(await language(`${backend}/x`), undefined);
  assert.equal(await language(`${api}/x`, { headers: { "X-Wix-Linguist": "fr|fr|true|x" } }), "fr|fr|true|x");
  window.commonConfig = { language: "it" };
  assert.equal(await language(`${api}/x`), `it|it|false|${PLACEHOLDER}`, "read for each request");
  window.commonConfig = undefined;
  assert.equal(await language(`${api}/x`), undefined);
});

test("Where the host calls the Wix API on the site itself, the language goes there as well", async () => {
  open("https://shop.example/", { commonConfig: german, wixEmbedsAPI: { getExternalBaseUrl: () => "https://shop.example/base" } });
  const sent = {};
  const options = { host: siteHost(), audience: ["https://other.example"], fetch: async (url, { headers }) => ((sent[url] = headers["x-wix-linguist"]), new Response()) };
  const { fetchWithAuth } = from(ready(token("token")), options);
  for (const url of ["https://shop.example/base/x", "https://other.example/x"]) await fetchWithAuth(url);
  assert.deepEqual(sent, { "https://shop.example/base/x": `de|de-CH|false|${PLACEHOLDER}`, "https://other.example/x": undefined });
  open("https://shop.example/");
});

test("Of what a host passes through only the language is taken, and only a text: a dashboard reads it from its URL", async () => {
  for (const language of [7, {}, "", "a\nb", null]) {
    const host = { essentials: { passThroughHeaders: { "x-wix-linguist": language, Authorization: "theirs", "x-other": "1" } } };
    const { headers } = await json(from(ready(token("ours")), { host }).fetchWithAuth(`${api}/x`));
    assert.deepEqual([headers.authorization, headers["x-other"], headers["x-wix-linguist"]], ["ours", undefined, undefined]);
  }
});

test("A classic embedded script has its function from the start, and needs no injector", async () => {
  const window = open("https://shop.example/", { wixEmbedsAPI: { getAccessTokenFunction: () => token("classic") } });
  const script = window.document.createElement("script");
  Object.defineProperty(window.document, "currentScript", { value: script, configurable: true });
  const strategy = site.auth();
  open("https://shop.example/");
  assert.equal((await json(from(strategy).fetchWithAuth(`${backend}/x`))).headers.authorization, "classic");
});

test("The dashboard's strategy signs with the host that it is given, by itself or by a client", async () => {
  let user = "user";
  const host = dashboardHost(async () => user);
  const client = createClient({ host, auth: dashboard.auth() });
  client.enableContext("global");
  const ways = [
    [dashboard.auth(), { host }],
    [client.auth, {}],
    [() => essentials.getContextualAuth(), {}],
  ];
  for (const [strategy, options] of ways) {
    const { fetchWithAuth } = from(strategy, options);
    for (user of ["user", "other"]) assert.equal((await json(fetchWithAuth(`${backend}/x`))).headers.authorization, user);
  }
  delete globalThis.__wix_context__;
});

test("Without a host the dashboard's strategy fails, and the error names the option", async () => {
  const call = from(dashboard.auth()).fetchWithAuth(`${backend}/x`);
  assert.deepEqual(await codes(call), ["token_endpoint_unavailable", "host_failed"]);
  await assert.rejects(call, ({ cause }) => cause.message.includes("`host`") && cause.cause instanceof TypeError);
});

test("A function that finds no context yet is asked again by the next call", async () => {
  const { fetchWithAuth } = from(() => essentials.getContextualAuth(), { timeout: 1 });
  assert.deepEqual(await codes(fetchWithAuth(`${backend}/x`)), ["token_endpoint_unavailable", "host_failed"]);
  createClient({ host: dashboardHost(token("now")), auth: dashboard.auth() }).enableContext("global");
  assert.equal((await json(fetchWithAuth(`${backend}/x`))).headers.authorization, "now");
  delete globalThis.__wix_context__;
});

test("What cannot be used is refused at once, by its name", () => {
  const strategy = site.auth();
  const wrong = {
    auth: [[undefined], [null], [{}], ["strategy"]],
    options: [[strategy, 5]],
    host: [[strategy, { host: "host" }]],
    timeout: [[strategy, { timeout: 0 }], [strategy, { timeout: 10 }], [strategy, { timeout: NaN }], [strategy, { timeout: "5 s" }]],
    fetch: [[strategy, { fetch: "fetch" }]],
  };
  for (const [name, all] of Object.entries(wrong)) {
    for (const given of all) assert.throws(() => fromWixHost(...given), ({ code, message }) => code === "invalid_options" && message.startsWith(`\`${name}\` must be `), name);
  }
  // What is left is that of createAuth, and checked there.
  assert.throws(() => createAuth(fromWixHost(strategy, { audiance: [] })), ({ code, message }) => code === "invalid_options" && message.includes("`audience`"));
  assert.throws(() => createAuth(fromWixHost(strategy, { apiOrigin: "nonsense" })), { code: "invalid_options" });
});
