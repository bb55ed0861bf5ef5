// Headers: every form, fetch's own precedence.
import { alike } from "../alike.js";
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { client, echo, api, app, site } from "../world.js";

const survives = async (headers) => {
  await alike((url) => [url, { method: "POST", headers: headers(), body: "{}" }]);
  await alike((url) => [url, { method: "POST", headers: headers(), body: "{}" }], { at: app });
};

test("A Headers instance survives (§8.5 #1)", () =>
  survives(() => new Headers({ "content-type": "application/json", "X-A": "1" })));

test("Pairs of headers survive (§8.5 #2)", () =>
  survives(() => [["content-type", "application/json"], ["x-a", "1"], ["X-A", "2"]]));

test("Two spellings of one header name are combined as fetch combines them (§8.5 #3)", () =>
  survives(() => ({ "X-A": "1", "x-a": "2", "Content-Type": "application/json" })));

const HEADERS = {
  "a record": () => ({ "Content-Type": "application/json", "x-a": "1" }),
  "a Map": () => new Map([["content-type", "application/json"], ["x-a", "1"]]),
  "a generator": () => (function* () { yield ["x-a", "1"]; yield ["x-b", "2"]; })(),
  "an empty record": () => ({}),
  "undefined": () => undefined,
  "values that are not strings": () => ({ "x-a": 1, "x-b": true, "x-c": undefined, "x-d": null }),
};

for (const [form, headers] of Object.entries(HEADERS)) {
  test(`Headers survive as ${form} (row 23)`, () => survives(headers));
}

for (const headers of [() => new Headers({ "x-a": "1" }), () => [["x-a", "1"]], () => ({ "X-A": "1" }), () => ({}), () => undefined]) {
  test(`init.headers replace those of a Request, and the token is still there: ${JSON.stringify(headers()) ?? "undefined"} (§8.5 #5)`, () =>
    alike((url) => [new Request(url, { headers: { "x-own": "1" } }), { headers: headers() }]));
}

test("The headers of a Request arrive (§8.5 #7)", () =>
  alike((url) => [new Request(url, { headers: { "x-own": "1", "content-type": "text/x" } })]));

test("The headers of a Request arrive beside an init that does not speak of headers", () =>
  alike((url) => [new Request(url, { headers: { "x-own": "1" } }), { method: "PUT", body: "text" }]));

test("A header that fetch forbids is dropped as fetch drops it", () =>
  alike((url) => [url, { headers: { "x-a": "1", origin: "http://elsewhere.example", host: "elsewhere.example" } }]));

test("Nothing but one Authorization is added to a request, however many responses there were before (§8.5 #9, #13)", async () => {
  const { fetchWithAuth } = (await client()).auth();
  await fetchWithAuth(echo(api));
  for (const origin of [site, app, api]) {
    const native = names(await (await fetch(echo(origin))).json());
    const ours = names(await (await fetchWithAuth(echo(origin))).json());
    equal(ours, [...native, "authorization"].sort(), `headers to ${origin}`);
  }
});

const SPELLED = {
  "a record": () => ({ "X-UPPER": "1", "x-lower": "2", "X-MiXed": "3", "Content-TYPE": "application/json" }),
  "pairs": () => [["X-UPPER", "1"], ["x-lower", "2"], ["X-MiXed", "3"]],
  "a Headers instance": () => new Headers({ "X-UPPER": "1", "x-lower": "2" }),
  "a Map": () => new Map([["X-UPPER", "1"]]),
  "two spellings of a name": () => ({ "X-A": "1", "x-a": "2" }),
  "two spellings of a name, in pairs": () => [["x-A", "1"], ["X-a", "2"], ["x-A", "3"]],
};

// What alike compares are the names as the server read them.
for (const [form, headers] of Object.entries(SPELLED)) {
  test(`Names of headers are spelled on the wire as fetch spells them: ${form}`, async () => {
    const { saw } = await alike((url) => [url, { method: "POST", headers: headers(), body: "{}" }]);
    ok(saw.headerNames.length > 3, `names that the server read: ${saw.headerNames}`);
    await alike((url) => [new Request(url, { method: "POST", headers: headers(), body: "{}" })]);
    await alike((url) => [new Request(url, { method: "POST", body: "{}" }), { headers: headers() }]);
    await alike((url) => [url, { method: "POST", headers: headers(), body: new ReadableStream(), duplex: "half" }]);
    await alike((url) => [url, { method: "POST", headers: headers(), body: { toString: () => "{}" } }]);
  });

  test(`The headers that options.fetch is given are those of the caller, in their form: ${form}`, async () => {
    let given;
    const { fetchWithAuth } = (await client()).auth({ fetch: spy(async (...args) => ((given = args), new Response())) });
    await fetchWithAuth("/echo", { headers: headers() });
    const [, init] = given;
    const kind = (value) => (Array.isArray(value) || value instanceof Map ? "pairs" : value instanceof Headers ? "Headers" : "record");
    equal(kind(init.headers), kind(headers()));
    const all = new Headers(init.headers);
    ok(all.get("authorization").startsWith("OauthNG."), "signed");
    all.delete("authorization");
    equal([...all], [...new Headers(headers())]);
  });
}

test("The token is sent raw, as the header's only value (row 18)", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const { rawHeaders } = await (await fetchWithAuth(echo())).json();
  const values = rawHeaders.filter(([name]) => name.toLowerCase() === "authorization").map(([, value]) => value);
  equal(values.length, 1, "Authorization headers");
  equal(/^OauthNG\.JWS\.[^ ,]+$/.test(values[0]), true, "the raw access token");
});

const names = ({ rawHeaders }) => rawHeaders.map(([name]) => name.toLowerCase()).sort();
