// `startDev()`: a local Wix in the process of a test.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createAuth } from "fetch-with-auth";
import { PASSWORD, connectDev, startDev } from "fetch-with-auth-dev";

import { freePorts } from "./with-playwright/ports.js";
import { myEmail, post, visitor } from "./wire.js";

async function using(options, work) {
  const wix = await startDev(options);
  try {
    await work(wix);
  } finally {
    await wix.stop();
  }
}

test("a member is signed in by name, and the library takes the tokens", () =>
  using({}, async (wix) => {
    const ada = await wix.signedInAs("ada");
    assert.equal(ada.email, "ada@example.com");
    const auth = createAuth(wixOptions(wix));
    await auth.signInWithTokens(ada);
    const response = await auth.fetchWithAuth(`${wix.apiOrigin}/members/v1/members/my`);
    assert.equal((await response.json()).member.id, ada.memberId);
    await assert.rejects(wix.signedInAs("eve"), { message: 'there is no member "eve"; there are Ada, Ben, Grace, Paul, Rita, Una' });
  }));

test("the token endpoint is down for so many seconds, and then it is not", () =>
  using({}, async (wix) => {
    const seconds = 0.5;
    const before = Date.now();
    await wix.fault("token", { kind: "status", status: 503, seconds });
    let result = await visitor(wix);
    assert.equal(result.status, 503);
    // It ends by the clock: nobody switches it off.
    while (result.status === 503 && Date.now() < before + 10_000) result = await visitor(wix);
    assert.equal(result.status, 200);
    assert.ok(Date.now() - before >= seconds * 1000);
  }));

test("a fault ends when it is mended, alone or with all others", () =>
  using({}, async (wix) => {
    const { accessToken } = await wix.signedInAs("grace");
    const mend = await wix.fault("members-my", { kind: "html" });
    await wix.fault("token", { kind: "cut" });
    await assert.rejects(visitor(wix), TypeError);
    await mend();
    assert.equal(await myEmail(wix.apiOrigin, accessToken), "grace@example.com");
    await assert.rejects(visitor(wix), TypeError);
    await wix.mend();
    assert.equal((await visitor(wix)).status, 200);
  }));

test("every kind of fault is one that the local Wix knows, and seconds are positive", () =>
  using({}, async (wix) => {
    const { kinds } = await (await fetch(`${wix.origin}/faults.json`)).json();
    for (const kind of kinds) await wix.fault("token", { kind });
    for (const seconds of [0, -1, Number.NaN, "2"]) await assert.rejects(wix.fault("token", { kind: "cut", seconds }), TypeError);
    await assert.rejects(wix.fault("token", { kind: "cut", statos: 1 }), /unknown field `statos`/);
  }));

test("a request that gets no response does not hold up others", () =>
  using({}, async (wix) => {
    const { accessToken } = await wix.signedInAs("ada");
    await wix.fault("members-my", { kind: "hang" });
    await assert.rejects(fetch(`${wix.origin}/members/v1/members/my`, { headers: { authorization: accessToken }, signal: AbortSignal.timeout(100) }), { name: "TimeoutError" });
    await wix.mend();
    assert.equal(await myEmail(wix.origin, accessToken), "ada@example.com");
  }));

test("each has its own members, settings and outbox, and another process can connect to it", () =>
  using({ settings: { emailVerification: true }, members: [{ email: "eve@example.com", nickname: "Eve" }] }, (wix) =>
    using({}, async (other) => {
      assert.deepEqual((await wix.members()).map(({ nickname, status }) => [nickname, status]), [["Eve", "ACTIVE"]]);
      assert.equal((await other.members()).length, 6);
      const { json } = await visitor(wix);
      await post(wix.origin, "/iam/recovery/v1/send-email", { email: "eve@example.com" }, json.access_token);
      const connected = await connectDev({ port: Number(new URL(wix.origin).port) });
      assert.deepEqual((await connected.outbox()).map(({ to, kind }) => [to, kind]), [["eve@example.com", "recovery"]]);
      assert.deepEqual(await other.outbox(), []);
      assert.equal((await connected.report()).visitors, 1);
      assert.equal((await other.report()).visitors, 0);
    })));

test("tokens that were expired or revoked are refused", () =>
  using({}, async (wix) => {
    const { accessToken, refreshToken } = await wix.signedInAs("ada");
    await wix.expireAccessTokens();
    assert.equal(await myEmail(wix.origin, accessToken), 401);
    const refresh = () => post(wix.origin, "/oauth2/token", { clientId: wix.clientId, grantType: "refresh_token", refreshToken });
    assert.equal((await refresh()).status, 200);
    await wix.revokeTokens();
    assert.equal((await refresh()).json.error, "invalid_grant");
  }));

test("a member who is added logs in with the password of all, unless they have another", () =>
  using({ members: [] }, async (wix) => {
    await wix.addMember({ email: "eve@example.com" });
    await wix.addMember({ email: "tom@example.com", password: "secret-1" });
    const { json } = await visitor(wix);
    const state = async (email, password) => (await post(wix.origin, "/iam/authentication/v2/login", { loginId: { email }, password }, json.access_token)).json.state;
    assert.equal(await state("eve@example.com", PASSWORD), "SUCCESS");
    assert.equal(await state("tom@example.com", "secret-1"), "SUCCESS");
    assert.equal(await state("tom@example.com", PASSWORD), undefined);
    await assert.rejects(wix.addMember({ email: "eve@example.com" }), /registered already/);
  }));

test("an option that is not known or not valid is an error, and nothing listens", async () => {
  await assert.rejects(startDev({ prot: 1 }), { name: "TypeError", message: 'there is no option "prot"; do you mean port?' });
  await assert.rejects(startDev({ port: 1.5 }), TypeError);
  const port = await freePorts(3);
  await assert.rejects(startDev({ port, settings: { rotation: "rotat" } }), /rotat/);
  await using({ port }, async ({ origin }) => assert.equal(origin, `http://localhost:${port}`));
  await assert.rejects(connectDev({ settings: {} }), TypeError);
  await using({}, async (wix) => {
    await assert.rejects(startDev({ port: Number(new URL(wix.origin).port) }), { code: "EADDRINUSE" });
    await assert.rejects(wix.storageState("ada", {}), { name: "TypeError", message: /^page must be the URL of your page/ });
    await assert.rejects(wix.storageState("ada", { page: "http://localhost:1/", storage: "cookie" }), TypeError);
  });
});

const wixOptions = ({ clientId, apiOrigin }) => ({ clientId, apiOrigin });
