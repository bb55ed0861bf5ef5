// Visitors by hand, and tokens that come from elsewhere.
import { equal, ok, refused, until } from "../assert.js";
import { beside, test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { stored } from "../vault.js";
import { api, app, client, createAuth, echo, foreign, foreignAuthorizations, fresh, visitor } from "../world.js";
import { answer, begin, person } from "./person.js";

beside("newVisitor: the next call is a stranger's, and other pages know", async () => {
  const mine = await client();
  const auth = mine.auth();
  const other = (await fresh()).createAuth(mine.options());
  const first = await visitor(auth);
  equal(await visitor(other), first);
  await auth.newVisitor();
  equal((await auth.session()).state, "empty");
  const second = await visitor(auth);
  ok(second !== first, "another visitor");
  await until(async () => (await visitor(other)) === second, "the other page to see it", 3000);
});

beside("newVisitor with a member: the member stays, the visitor beside it is gone", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  await auth.signInWithTokens(await mine.token());
  const as = await visitor(auth);
  await auth.newVisitor();
  equal([(await auth.session()).state, await visitor(auth)], ["member", as]);
  await auth.signOut();
  equal((await auth.session()).state, "empty");
  ok((await visitor(auth)) !== first, "another visitor");
});

beside("newVisitor where nobody is yet changes nothing", async () => {
  const mine = await client();
  const auth = mine.auth();
  await auth.newVisitor();
  equal([await auth.session(), await mine.grants()], [{ state: "empty" }, { anonymous: 0, refresh: 0 }]);
});

const now = () => Math.floor(Date.now() / 1000);

const SHAPES = {
  "a token response": (it) => it,
  "a token response whose time is a text": ({ expires_in, ...it }) => ({ ...it, expires_in: `${expires_in}` }),
  "names in camel case": (it) => ({ accessToken: it.access_token, refreshToken: it.refresh_token, expiresIn: it.expires_in }),
  "an end in place of a time": (it) => ({ accessToken: it.access_token, refreshToken: it.refresh_token, expiresAt: now() + it.expires_in }),
  "as the Wix SDK keeps them": (it) => ({ accessToken: { value: it.access_token, expiresAt: now() + it.expires_in }, refreshToken: { value: it.refresh_token, role: "member" } }),
};

for (const [what, shape] of Object.entries(SHAPES)) {
  test(`signInWithTokens takes a member's tokens, stores them and renews them: ${what} (§8.5 #37)`, async (t) => {
    const time = clock(t);
    const mine = await person();
    const auth = mine.auth();
    const first = await visitor(auth);
    const heard = [];
    auth.onSessionChange(({ state, reason }) => heard.push(`${state} ${reason}`));
    const tokens = await mine.token();
    await auth.signInWithTokens(shape(tokens));
    const { state, expiresAt } = await auth.session();
    equal([state, Math.abs(expiresAt - now() - 14_400) < 60], ["member", true]);
    await until(() => heard.includes("member signed_in"), `the news, heard ${heard}`);
    equal((await (await fresh()).createAuth(mine.options()).session()).state, "member", "in the next page");
    time.forward(5 * HOUR);
    equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200, "renewed");
    await auth.signOut();
    equal(await visitor(auth), first);
  });
}

test("Tokens that do not say when they end are used, and renewed after ten minutes", async (t) => {
  const time = clock(t);
  const mine = await person();
  const auth = mine.auth();
  const { access_token, refresh_token } = await mine.token();
  await auth.signInWithTokens({ access_token, refresh_token });
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal((await mine.grants()).refresh, 0);
  time.forward(11 * 60);
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal((await mine.grants()).refresh, 1);
});

beside("The option fetch is called as a function, never as a method: the platform's own does for every flow", async () => {
  const mine = await person();
  const foreignThis = [];
  const FETCHES = {
    "the platform's": window.fetch,
    "one that looks at its this": function (...request) {
      if (this !== undefined) foreignThis.push(Object.keys(this));
      return fetch(...request);
    },
  };
  for (const [what, own] of Object.entries(FETCHES)) {
    const auth = mine.auth({ fetch: own, frameTimeout: 20, storage: "memory" });
    equal((await auth.fetchWithAuth(echo(app))).status, 200, what);
    equal((await auth.login(mine.who)).loginState, "SUCCESS", what);
    equal((await auth.getTokenInfo()).subjectType, "MEMBER", what);
    await auth.syncToWixPages();
    await refused(auth.handleRedirect(answer({ code: "any", state: new URL(await begin(auth)).searchParams.get("state") })), "token_request_refused", what);
    await auth.fetchWithAuth().then(() => ok(false, "a call without arguments rejects"), (error) => equal([error.name, /Illegal invocation/.test(error.message)], ["TypeError", false], what));
  }
  equal(foreignThis, []);
});

test("A member without a refresh token is asked to sign in at its end, and becomes no visitor", async (t) => {
  const time = clock(t);
  const mine = await person();
  const auth = mine.auth();
  const { access_token, expires_in } = await mine.token();
  await auth.signInWithTokens({ access_token, expires_in });
  time.forward(5 * HOUR);
  await refused(auth.fetchWithAuth(echo()), "sign_in_required");
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});

beside("What is no member's token set is refused, and nothing is stored (§8.5 #33)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const BAD = [undefined, null, 5, "text", {}, { access_token: "" }, { access_token: 5 }, { access_token: "a b\n" }, { access_token: "good", refresh_token: "a\nb" }, { accessToken: {} }, { accessToken: { value: "" } }, { accessToken: { value: "good" }, refreshToken: { value: "x", role: "visitor" } }, { accessToken: { value: "" , expiresAt: 0 }, refreshToken: { value: "", role: "none" } }];
  for (const tokens of BAD) await refused(auth.signInWithTokens(tokens), "invalid_options", JSON.stringify(tokens));
  equal([(await auth.session()).state, await mine.grants()], ["empty", { anonymous: 0, refresh: 0 }]);
  ok(!(await stored(mine.id))?.includes("good"), "nothing is stored");
});

beside("Another member's tokens take the place of a member's, and every page hears that one left", async () => {
  const mine = await person();
  const auth = mine.auth();
  await auth.signInWithTokens(await mine.token());
  const first = await visitor(auth);
  await auth.signInWithTokens(await mine.token());
  const second = await visitor(auth);
  ok(first !== second, "another member");
});

/** An Auth for whom somebody else keeps the tokens. */
async function external(next) {
  const mine = await client();
  const asked = [];
  const accessToken = async () => {
    const token = await next(mine, asked.length);
    asked.push(token);
    return token;
  };
  return { mine, asked, auth: createAuth({ accessToken, apiOrigin: api, audience: [app] }) };
}

const minted = async (mine) => (await (await fetch(`${api}/_control/clients/${mine.id}/member`, { method: "POST" })).json()).access_token;

beside("accessToken: calls are signed with what somebody else keeps, and nobody is minted", async () => {
  const { mine, asked, auth } = await external(minted);
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal((await auth.fetchWithAuth(`${app}/api/account`)).status, 200);
  equal([asked.length, (await auth.session()).state, await mine.grants(), (await mine.seen()).visitors], [1, "external", { anonymous: 0, refresh: 0 }, 0]);
});

beside("accessToken: the rules about who is allowed to receive a token hold", async () => {
  const before = await foreignAuthorizations();
  const { asked, auth } = await external(minted);
  await refused(auth.fetchWithAuth(`${foreign}/echo`), "foreign_origin");
  await refused(auth.fetchWithAuth(echo(), { headers: { authorization: "x" } }), "authorization_present");
  equal([await foreignAuthorizations(), asked.length], [before, 0]);
});

beside("accessToken: asked again on a 401, once", async () => {
  const { mine, asked, auth } = await external(minted);
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  await mine.revokeAccess();
  equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  equal([asked.length, asked[0] === asked[1]], [2, false]);
});

beside("accessToken: parallel calls ask once", async () => {
  const { asked, auth } = await external(minted);
  const answers = await Promise.all(Array.from({ length: 20 }, () => auth.fetchWithAuth(echo(app, "?auth=required"))));
  equal([[...new Set(answers.map(({ status }) => status))], asked.length], [[200], 1]);
});

for (const [what, next] of Object.entries({
  "it throws": () => Promise.reject(new Error("the host is busy")),
  "it has none": () => undefined,
  "a number": () => 5,
  "an empty text": () => "",
  "a text that is no header": () => "a\r\nb: c",
})) {
  beside(`accessToken: a failure ends no session, and the next call works: ${what}`, async () => {
    const { auth } = await external((mine, turn) => turn < 0 ? "" : failing ? next() : minted(mine));
    let failing = true;
    const error = await auth.fetchWithAuth(echo(app)).catch((reason) => reason);
    ok(["token_endpoint_unavailable", "invalid_token_response", "token_request_refused"].includes(error.code), `a code that keeps the session, got ${error.code}`);
    equal((await auth.session()).state !== "expired", true);
    failing = false;
    equal((await auth.fetchWithAuth(echo(app, "?auth=required"))).status, 200);
  });
}
