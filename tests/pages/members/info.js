// Who a token belongs to, by the word of the server.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { api, client, createAuth, echo, visitor } from "../world.js";
import { person } from "./person.js";
import { wire } from "./wire.js";

for (const infoAsStrings of [false, true]) {
  beside(`Token info has natives, whether the server writes them or texts: ${infoAsStrings ? "texts" : "natives"} (§8.5 #45)`, async () => {
    const mine = await person({ infoAsStrings });
    const auth = mine.auth();
    const of = async () => {
      const { active, subjectType, subjectId, exp, iat, clientId, ...rest } = await auth.getTokenInfo();
      equal([active, typeof subjectId, clientId, Object.values(rest).every((value) => typeof value === "string")], [true, "string", mine.id, true]);
      ok(Math.abs(exp - iat - 14_400) < 5 && Math.abs(iat - Date.now() / 1000) < 60, `times in seconds, got ${exp} and ${iat}`);
      return subjectType;
    };
    equal(await of(), "VISITOR");
    const tokens = await mine.token();
    await auth.signInWithTokens(tokens);
    equal([await of(), (await auth.getTokenInfo()).subjectId], ["MEMBER", tokens.memberId]);
  });
}

beside("Before anybody is there somebody is, and no empty token is asked about (§8.5 #45)", async () => {
  const mine = await client();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  equal((await auth.getTokenInfo()).subjectType, "VISITOR");
  const [{ body }] = tapped.to("/oauth2/token-info");
  ok(JSON.parse(body).token.length > 20, "a token");
  equal((await mine.grants()).anonymous, 1);
});

test("A token that has ended is renewed before it is asked about, and a refresh token never is (§8.5 #45)", async (t) => {
  const time = clock(t);
  const mine = await client();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  await visitor(auth);
  time.forward(5 * HOUR);
  equal((await auth.getTokenInfo()).active, true);
  const answers = tapped.to("/oauth2/token").map(({ answer }) => JSON.parse(answer));
  const [{ body, authorization }] = tapped.to("/oauth2/token-info");
  const { token } = JSON.parse(body);
  ok(token === answers[1].access_token, "the new access token");
  equal([answers.some(({ refresh_token }) => refresh_token === token), authorization], [false, null]);
});

beside("A token that is dead on the server is reported as such", async () => {
  const mine = await client();
  const auth = mine.auth();
  await visitor(auth);
  await mine.revokeAccess();
  const { active, subjectType } = await auth.getTokenInfo();
  equal([active, subjectType], [false, "UNKNOWN"]);
});

beside("An expired member is asked to sign in, and no visitor is asked about", async () => {
  const mine = await person();
  const auth = mine.auth();
  await auth.signInWithTokens(await mine.token());
  await mine.revokeAll();
  await refused(auth.fetchWithAuth(echo(api, "?auth=required")), "sign_in_required");
  await refused(auth.getTokenInfo(), "sign_in_required");
  equal((await mine.grants()).anonymous, 0);
});

const said = (status, body, contentType = "application/json") => ({ kind: "status", status, body, contentType });

for (const [what, [fault, code, status]] of Object.entries({
  "400": [said(400, { error: "invalid_request" }), "api_refused", 400],
  "HTML": [said(200, "<!doctype html>", "text/html"), "api_refused", 200],
  "503": [said(503, {}), "api_unavailable", 503],
  "a cut": [{ kind: "cut" }, "api_unavailable", 0],
})) {
  beside(`A server that does not say is no answer: ${what}`, async () => {
    const mine = await client({ faults: { "token-info": fault } });
    const auth = mine.auth();
    const { cause } = await refused(auth.getTokenInfo(), code);
    equal([cause.status, (await auth.session()).state], [status, "visitor"]);
  });
}

for (const [what, body] of Object.entries({ "nothing": {}, "active is a number": { active: 1 }, "active is false, as a text": { active: "false" }, "absurd times": { active: true, exp: "soon", iat: -5, subjectType: "ROBOT" } })) {
  beside(`What does not say that a token is good does not make it good: ${what}`, async () => {
    const mine = await client({ faults: { "token-info": said(200, body) } });
    const info = await mine.auth().getTokenInfo();
    equal([info.active, info.subjectType, info.exp], [body.active === true, body.subjectType ?? "UNKNOWN", undefined]);
  });
}
beside("Somebody else's token is asked about in the same way", async () => {
  const mine = await person();
  const { access_token, memberId } = await mine.token();
  const auth = createAuth({ accessToken: () => access_token, apiOrigin: api });
  const { subjectType, subjectId } = await auth.getTokenInfo();
  equal([subjectType, subjectId], ["MEMBER", memberId]);
});
