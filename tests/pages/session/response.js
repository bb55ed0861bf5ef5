// What the token endpoint answers, and what it says of it.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { app, client, echo, visitor } from "../world.js";
import { aged } from "../aged.js";
import { FAULTS, TRUNCATED } from "./faults.js";

for (const [what, { fault, code }] of Object.entries(FAULTS)) {
  beside(`A first call is refused with ${code}: ${what} (§8.5 #47, row 16)`, async () => {
    const mine = await client({ faults: { anonymous: fault } });
    const auth = mine.auth();
    const error = await refused(auth.fetchWithAuth(echo()), code);
    equal((await auth.session()).state, "empty");
    if (code === "token_request_refused") equal(error.cause.status, fault.status ?? 400, "cause.status");
    await mine.set({ faults: { anonymous: null } });
    equal((await auth.fetchWithAuth(echo())).status, 200, "the next call");
  });

  beside(`A visitor stays the same visitor: ${what} at expiry (row 16, row 30)`, async () => {
    const mine = await aged("visitor", { faults: { refresh_token: fault } });
    await refused(mine.fetchWithAuth(echo()), code);
    equal((await mine.session()).state, "visitor");
    await stays(mine);
  });
}

beside("A visitor stays the same visitor: a token response that ends in its middle (row 30)", async () => {
  const mine = await aged("visitor", { faults: { refresh_token: TRUNCATED } });
  const { code } = await mine.fetchWithAuth(echo()).catch((error) => error);
  ok(["invalid_token_response", "token_endpoint_unavailable"].includes(code), `a code of ours, got ${code}`);
  await stays(mine);
});

for (const status of [400, 401]) {
  beside(`invalid_grant with ${status}, and nothing else, makes a visitor a new visitor (row 16)`, async () => {
    const mine = await aged("visitor", { faults: { refresh_token: { kind: "invalid_grant", status, times: 1 } } });
    await visitor(mine);
    equal([await mine.grants(), (await mine.session()).state, (await mine.seen()).visitors], [{ anonymous: 1, refresh: 1 }, "visitor", 2]);
  });
}

test("A visitor grant that is answered with invalid_grant is a refusal, not a loop", async () => {
  const mine = await client({ faults: { anonymous: { kind: "invalid_grant" } } });
  const error = await mine.auth().fetchWithAuth(echo()).catch((reason) => reason);
  equal(error.name, "AuthError");
  const { anonymous } = await mine.grants();
  ok(anonymous <= 5, `at most five token requests, got ${anonymous}`);
});

test("The cause says status, error and request id, and never more (§8.5 #47)", async () => {
  const mine = await client({ faults: { anonymous: { kind: "status", status: 400, contentType: "application/json", body: '{"error":"unauthorized_client","error_description":"text"}' } } });
  const { cause, message } = await refused(mine.auth().fetchWithAuth(echo()), "token_request_refused");
  equal([cause.status, cause.error], [400, "unauthorized_client"]);
  ok(typeof cause.requestId === "string" && cause.requestId.length > 0, "cause.requestId");
  ok(message.length > 10, `a sentence: ${message}`);
});

test("The cause of a pause says how long it should be, where that can be read", async () => {
  const busy = { kind: "status", status: 503, body: "{}", contentType: "application/json", retryAfter: "7000" };
  const mine = await client({ faults: { anonymous: busy }, exposeHeaders: ["retry-after"] });
  const { cause } = await refused(mine.auth().fetchWithAuth(echo()), "token_endpoint_unavailable");
  equal([cause.status, cause.retryAfter], [503, 7000]);
});

for (const tokenType of ["Bearer", "bearer", "BEARER"]) {
  test(`The token type is compared without regard to case: ${tokenType} (row 13)`, async () => {
    equal((await (await client({ tokenType })).auth().fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  });
}

for (const tokenType of ["mac", "DPoP", "Bearer2", "N_A"]) {
  test(`An unknown token type is refused, and its token is never sent: ${tokenType} (row 13)`, async () => {
    const mine = await client({ tokenType });
    await refused(mine.auth().fetchWithAuth(echo()), "invalid_token_response");
    equal((await mine.seen()).requests.length, 0, "requests with its token");
  });
}

test("Field names that JSON could make dangerous are only data", async () => {
  const body = '{"__proto__":{"access_token":"a"},"constructor":{"prototype":{"x":1}},"token_type":"Bearer"}';
  const mine = await client({ faults: { anonymous: { kind: "status", status: 200, contentType: "application/json", body } } });
  await refused(mine.auth().fetchWithAuth(echo()), "invalid_token_response");
  equal({}.access_token, undefined);
});

/** Once the endpoint works again, the same refresh token is used, for the same visitor. */
async function stays(mine) {
  await mine.set({ faults: { refresh_token: null } });
  await visitor(mine);
  const { tokenRequestLog, visitors } = await mine.seen();
  equal(visitors, 1);
  equal([...new Set(tokenRequestLog.map(({ grant, body }) => `${grant} ${body.refresh_token}`))], ["refresh_token 0"]);
}
