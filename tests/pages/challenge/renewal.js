// Which 401 is a refused token.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { clock } from "../clock.js";
import { spy } from "../spy.js";
import { api, app, client, echo, site } from "../world.js";
import { CHALLENGE, answers, challenged, refusal, revoked } from "./refuser.js";

const NEEDS = "?auth=required";

test("A refused token is renewed once and the request is sent once more, on our own origin (§8.5 #20, row 19)", async () => {
  const mine = await revoked();
  const url = echo(site, NEEDS);
  equal((await mine.fetchWithAuth(url)).status, 200);
  equal([await mine.hits(url), await mine.grants()], [2, { anonymous: 1, refresh: 1 }]);
});

test("A refused token is renewed once and the request is sent once more, where the challenge can be read (§8.5 #20, row 19)", async () => {
  const mine = await revoked();
  const url = echo(app, NEEDS);
  equal((await mine.fetchWithAuth(url)).status, 200);
  equal([await mine.hits(url), await mine.grants()], [2, { anonymous: 1, refresh: 1 }]);
});

test("A 401 of another origin whose challenge cannot be read counts as a refused token", async () => {
  for (const query of [NEEDS, `${NEEDS}&silent`]) {
    const mine = await revoked({ exposeChallenge: false });
    const url = echo(api, query);
    equal((await mine.fetchWithAuth(url)).status, 200, query);
    equal([await mine.hits(url), await mine.grants()], [2, { anonymous: 1, refresh: 1 }], query);
  }
});

test("The renewed token is the one that is sent", async () => {
  const mine = await revoked();
  const { headers } = await (await mine.fetchWithAuth(echo(app, NEEDS))).json();
  const later = await (await mine.fetchWithAuth(echo(app))).json();
  equal(headers.authorization, later.headers.authorization);
  equal((await mine.grants()).refresh, 1);
});

const STANDS = {
  "401 without a challenge": "?status=401",
  "401 with Basic": challenged('Basic realm="x"'),
  "401 with a quoted text that looks like a challenge": challenged('Basic realm="Bearer error=\\"invalid_token\\""'),
  "401 with Bearer insufficient_scope": challenged('Bearer error="insufficient_scope"'),
  "401 with Bearer invalid_request": challenged('Bearer error="invalid_request"'),
  "403 with Bearer insufficient_scope": `?status=403&challenge=${encodeURIComponent('Bearer error="insufficient_scope"')}`,
  "403 with Bearer invalid_token": `?status=403&challenge=${encodeURIComponent(CHALLENGE)}`,
  "400 with Bearer invalid_request": `?status=400&challenge=${encodeURIComponent('Bearer error="invalid_request"')}`,
  "500 with Bearer invalid_token": `?status=500&challenge=${encodeURIComponent(CHALLENGE)}`,
};

for (const [what, query] of Object.entries(STANDS)) {
  test(`Stands, without a retry, on our own origin: ${what} (row 19)`, async () => {
    const mine = await client();
    const auth = mine.auth();
    const url = echo(site, query);
    // A browser would ask the user for a password: not in a test.
    const { status } = await auth.fetchWithAuth(url, { credentials: "omit" });
    equal([String(status), await mine.hits(url), await mine.grants()], [query.slice(8, 11), 1, { anonymous: 1, refresh: 0 }]);
  });
}

test("403 insufficient_scope of another origin stands, without a retry (row 19)", async () => {
  const mine = await client();
  const url = echo(app, STANDS["403 with Bearer insufficient_scope"]);
  equal((await mine.auth().fetchWithAuth(url)).status, 403);
  equal([await mine.hits(url), (await mine.grants()).refresh], [1, 0]);
});

for (const challenge of [CHALLENGE, 'bearer ERROR="invalid_token"', "Bearer error=invalid_token", `Basic realm="x, y", ${CHALLENGE}`, `Negotiate, ${CHALLENGE}`, `Bearer  realm = "a\\"b" , error = "invalid_token"`]) {
  test(`Is a refused token on our own origin: ${challenge}`, async () => {
    const mine = await client();
    const url = echo(site, challenged(challenge));
    equal((await mine.auth().fetchWithAuth(url, { credentials: "omit" })).status, 401);
    equal([await mine.hits(url), (await mine.grants()).refresh], [2, 1]);
  });
}

test("The second 401 stands: two requests, and the caller gets it (row 19)", async () => {
  for (const origin of [site, app, api]) {
    const mine = await client();
    const url = echo(origin, challenged(CHALLENGE));
    const response = await mine.auth().fetchWithAuth(url);
    equal([response.status, response.bodyUsed, await mine.hits(url), (await mine.grants()).refresh], [401, false, 2, 1], origin);
    ok((await response.text()).length > 0, "its body is readable");
  }
});

test("The second answer stands, whatever it is", async () => {
  for (const status of [201, 403, 404, 500]) {
    const sent = spy(answers(refusal(), new Response("second", { status })));
    const response = await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo");
    equal([response.status, await response.text(), sent.others().length], [status, "second", 2]);
  }
});

test("When the second request fails, the caller gets that failure", async () => {
  let first = true;
  const fail = async () => {
    if (!first) throw "second";
    first = false;
    return refusal();
  };
  let got;
  await (await client()).auth({ fetch: spy(fail) }).fetchWithAuth("/echo").catch((error) => (got = error));
  equal(got, "second");
});

test("The body of the first answer is cancelled", async () => {
  let cancelled = false;
  let left = 1000;
  const pull = (it) => (left-- > 0 ? it.enqueue(new Uint8Array(10)) : it.close());
  const body = new ReadableStream({ pull, cancel: () => void (cancelled = true) });
  const sent = spy(answers(refusal(body), new Response("second")));
  equal(await (await (await client()).auth({ fetch: sent }).fetchWithAuth("/echo")).text(), "second");
  ok(cancelled, "cancelled");
});

test("A token that is refused again later is renewed again (§8.5 #20)", async (t) => {
  const time = clock(t);
  const mine = await revoked();
  for (const round of [1, 2, 3]) {
    equal((await mine.fetchWithAuth(echo(app, NEEDS))).status, 200, `round ${round}`);
    equal((await mine.grants()).refresh, round);
    await mine.revokeAccess();
    time.forward(30);
  }
});

test("A refused token whose renewal is refused: the 401 or the reason, never a hang, and no token is lost", async () => {
  const mine = await revoked();
  await mine.set({ faults: { refresh_token: { kind: "status", status: 503, body: "{}", contentType: "application/json" } } });
  const outcome = await mine.fetchWithAuth(echo(app, NEEDS)).then(({ status }) => status, ({ code }) => code);
  ok([401, "token_endpoint_unavailable"].includes(outcome), `got ${outcome}`);
  await mine.set({ faults: { refresh_token: null } });
  equal((await mine.seen()).visitors, 1);
});

test("When both tokens are revoked, a visitor becomes a new visitor and the call succeeds", async () => {
  const mine = await client();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  await mine.revokeAll();
  equal((await auth.fetchWithAuth(echo(app, NEEDS))).status, 200);
  equal((await mine.seen()).visitors, 2);
});
