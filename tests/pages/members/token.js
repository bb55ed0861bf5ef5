// What the token endpoint may answer to a code, and to the refresh token of a member.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { app, echo, visitor } from "../world.js";
import { FAULTS, RFC_CODES, TRUNCATED } from "../session/faults.js";
import { account, answer, begin, callback, person, stranger } from "./person.js";

for (const tokenType of ["bearer", "BEARER"]) {
  test(`The token type of a member's tokens is compared without regard to case: ${tokenType} (row 13)`, async () => {
    const mine = await person({ tokenType });
    const auth = mine.auth();
    await auth.handleRedirect(await callback(mine, auth));
    equal((await account(auth, app)).email, mine.email);
  });
}

/** A login that has come back with a code that no server issued: the fault comes first. */
async function claimed(mine, auth) {
  const state = new URL(await begin(auth)).searchParams.get("state");
  return auth.handleRedirect(answer({ code: "any", state }));
}

for (const [what, { fault, code }] of Object.entries(FAULTS)) {
  beside(`A code is refused with ${code} and nobody is signed in: ${what} (row 16)`, async () => {
    const mine = await person({ faults: { authorization_code: fault } });
    const auth = mine.auth();
    const first = await visitor(auth);
    const error = await refused(claimed(mine, auth), code);
    if (code === "token_request_refused") equal(error.cause.status, fault.status ?? 400, "cause.status");
    if (RFC_CODES.includes(what)) equal(error.cause.error, what, "cause.error");
    equal([(await auth.session()).state, await visitor(auth)], ["visitor", first]);
    await mine.set({ faults: { authorization_code: null } });
    await auth.handleRedirect(await callback(mine, auth));
    equal((await auth.session()).state, "member", "the next login");
  });
}

beside("invalid_grant refuses the code, and ends no session (row 16)", async () => {
  const mine = await person({ faults: { authorization_code: { kind: "invalid_grant" } } });
  const auth = mine.auth();
  const first = await visitor(auth);
  const { cause } = await refused(claimed(mine, auth), "token_request_refused");
  equal([cause.error, await visitor(auth), await mine.codes()], ["invalid_grant", first, 1]);
});

beside("An answer that ends in its middle gives no member (row 16)", async () => {
  const mine = await person({ faults: { authorization_code: TRUNCATED } });
  const auth = mine.auth();
  const { code } = await claimed(mine, auth).catch((error) => error);
  ok(["invalid_token_response", "token_endpoint_unavailable"].includes(code), `a code of ours, got ${code}`);
  equal((await auth.session()).state, "visitor");
});

beside("A token endpoint that cannot answer just now is asked again, with the same code (row 30)", async () => {
  const mine = await person({ faults: { authorization_code: { kind: "status", status: 503, body: "{}", times: 2 } } });
  const auth = mine.auth();
  await auth.handleRedirect(await callback(mine, auth));
  equal([(await auth.session()).state, await mine.codes()], ["member", 3]);
  equal([...new Set((await mine.seen()).tokenRequestLog.filter(({ grant }) => grant === "authorization_code").map(({ body }) => body.code))].length, 1, "codes");
});

test("A member's refresh token is replaced by a new one, and kept where there is none (row 14)", async () => {
  for (const [settings, expected] of [[{ rotation: "rotate" }, 3], [{ rotation: "reuse-detection" }, 3], [{ omitRefreshToken: true }, 1]]) {
    const mine = await person({ rotation: settings.rotation ?? "static" });
    const auth = mine.auth();
    await auth.handleRedirect(await callback(mine, auth));
    await mine.set(settings);
    for (const round of [1, 2, 3]) {
      await mine.revokeAccess();
      equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200, `round ${round}`);
    }
    const { tokenRequestLog, reuseDetected } = await mine.seen();
    const refreshes = tokenRequestLog.filter(({ grant }) => grant === "refresh_token").map(({ body }) => body.refresh_token);
    equal([refreshes.length, new Set(refreshes).size, reuseDetected], [3, expected, 0], JSON.stringify(settings));
    equal((await auth.session()).state, "member");
  }
});

test("A person who comes back by a link in a mail is no stranger: a registration makes a member at once (§8.5 #37)", async () => {
  const mine = await stranger();
  const auth = mine.auth();
  equal(await auth.register({ ...mine.who, profile: { nickname: "Ann" } }), { loginState: "SUCCESS" });
  const { email, nickname } = await account(auth, app);
  equal([email, nickname], [mine.email, "Ann"]);
});

test("A scope that differs from the one that was asked for is reported; the same, or none, is not (row 17)", async () => {
  for (const [scope, results] of [["a b", [{ code: "scope_differs", scope: "a b" }]], ["offline_access", []], [null, []]]) {
    const mine = await person({ scope });
    const auth = mine.auth();
    const warnings = [];
    auth.onWarning((warning) => warnings.push(warning));
    await auth.handleRedirect(await callback(mine, auth));
    equal([(await auth.session()).state, warnings], ["member", results], `scope ${scope}`);
  }
});
