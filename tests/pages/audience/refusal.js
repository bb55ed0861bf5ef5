// A request that cannot be signed is refused, not sent unsigned.
import { equal, ok, refused } from "../assert.js";
import { test } from "../runner.js";
import { spy, watched } from "../spy.js";
import { app, client, echo, product, site } from "../world.js";

const PRESENT = {
  "in a record": () => [echo(), { headers: { Authorization: "mine" } }],
  "in a record, in lower case": () => [echo(), { headers: { authorization: "mine" } }],
  "in a record, in odd case": () => [echo(), { headers: { aUTHORIZATIOn: "mine" } }],
  "in a Headers instance": () => [echo(), { headers: new Headers({ Authorization: "mine" }) }],
  "in pairs": () => [echo(), { headers: [["x-a", "1"], ["AUTHORIZATION", "mine"]] }],
  "empty": () => [echo(), { headers: { Authorization: "" } }],
  "in a Request": () => [new Request(echo(), { headers: { Authorization: "mine" } })],
  "in a Request, with an init that keeps it": () => [new Request(echo(), { headers: { Authorization: "mine" } }), { method: "PUT" }],
  "to another origin of the audience": () => [echo(app), { headers: { authorization: "mine" } }],
};

for (const [where, make] of Object.entries(PRESENT)) {
  test(`Authorization already present is refused: ${where} (§8.5 #3, #4)`, async (t) => {
    const page = watched(t);
    const given = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: given });
    await refused(fetchWithAuth(...make()), "authorization_present");
    equal([...given.calls, ...page.calls].length, 0, "requests");
  });
}

test("Authorization of a Request that init.headers replace is not there any more", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const request = new Request(echo(), { headers: { Authorization: "mine" } });
  const { headers } = await (await fetchWithAuth(request, { headers: { "x-a": "1" } })).json();
  ok(headers.authorization.startsWith("OauthNG."), "signed by us");
  equal(headers["x-a"], "1");
});

test("Every entry point refuses Authorization alike (§8.5 #4)", async () => {
  const mine = await client();
  const auth = product.configure(mine.options());
  for (const call of [auth.fetchWithAuth, product.fetchWithAuth, product.httpClient.fetchWithAuth]) {
    await refused(call(echo(), { headers: { Authorization: "mine" } }), "authorization_present");
    ok((await (await call(echo())).json()).headers.authorization.startsWith("OauthNG."), "signed");
  }
});

const NO_CORS = {
  "in init": () => [echo(), { mode: "no-cors" }],
  "in init, to another origin": () => [echo(app), { mode: "no-cors" }],
  "in a Request": () => [new Request(echo(), { mode: "no-cors" })],
  "in a Request, with an init that keeps it": () => [new Request(echo(), { mode: "no-cors" }), { cache: "no-store" }],
};

for (const [where, make] of Object.entries(NO_CORS)) {
  test(`Mode no-cors is refused, because it would drop the token: ${where}`, async (t) => {
    const page = watched(t);
    const given = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: given });
    await refused(fetchWithAuth(...make()), "no_cors");
    equal([...given.calls, ...page.calls].length, 0, "requests");
  });
}

test("Mode no-cors of a Request that init replaces is not there any more", async () => {
  const { fetchWithAuth } = (await client()).auth();
  equal((await fetchWithAuth(new Request(echo(), { mode: "no-cors" }), { mode: "cors" })).status, 200);
});

test("A refusal says what was wrong, and isAuthError knows it (§8.5 #47)", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const error = await refused(fetchWithAuth("http://evil.example/"), "foreign_origin");
  ok(error instanceof product.AuthError && error instanceof Error, "an AuthError");
  ok(product.isAuthError(error), "isAuthError");
  equal(error.message, "http://evil.example is not in `audience`: not sent. Add it, or use fetch.");
  for (const other of [new Error("x"), null, undefined, "foreign_origin", { code: 1 }]) equal(product.isAuthError(other), false);
});

test("Refusals of one client cost nobody a token", async () => {
  const mine = await client();
  const { fetchWithAuth } = mine.auth();
  await refused(fetchWithAuth("http://evil.example/"), "foreign_origin");
  await refused(fetchWithAuth(site, { mode: "no-cors" }), "no_cors");
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});
