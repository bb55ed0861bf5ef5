// Login with a form of the page's own: every state, and from success on to a member.
import { equal, ok, refused, until } from "../assert.js";
import { beside, test } from "../runner.js";
import { app, client, control, visitor } from "../world.js";
import { CALLBACK, account, land, leaving, person, stranger } from "./person.js";
import { wire } from "./wire.js";

test("A login makes a member, who is stored and signs the next call: nothing is left to the caller (§8.5 #37)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const heard = [];
  auth.onSessionChange(({ state, reason }) => heard.push(`${state} ${reason}`));
  equal(await auth.login(mine.who), { loginState: "SUCCESS" });
  equal([(await auth.session()).state, (await account(auth, app)).email], ["member", mine.email]);
  await until(() => heard.includes("member signed_in"), `the news, heard ${heard}`);
  equal(await mine.codes(), 1);
});

test("A registration makes a member, with the profile that was given", async () => {
  const mine = await stranger();
  const auth = mine.auth();
  equal(await auth.register({ ...mine.who, profile: { nickname: "Ann" } }), { loginState: "SUCCESS" });
  const { email, nickname } = await account(auth, app);
  equal([email, nickname], [mine.email, "Ann"]);
});

test("Every step acts as the visitor, who stays beside the member", async () => {
  const mine = await person();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  const first = await visitor(auth);
  await auth.login(mine.who);
  const [{ subject }] = (await mine.seen()).redirectSessions;
  equal(subject, "VISITOR");
  const steps = tapped.log.filter(({ url }) => url.includes("/_api/"));
  equal(new Set(steps.map(({ authorization }) => authorization)).size, 1, "one token in all steps");
  await auth.signOut();
  equal(await visitor(auth), first);
});

test("A member who logs in as somebody else does it as the visitor beside, and that visitor stays", async () => {
  const mine = await person();
  const other = { email: `${crypto.randomUUID()}@people.example`, password: crypto.randomUUID() };
  await control("POST", `/clients/${mine.id}/members`, other);
  const auth = mine.auth();
  const first = await visitor(auth);
  await auth.login(mine.who);
  equal(await auth.login(other), { loginState: "SUCCESS" });
  equal((await account(auth, app)).email, other.email);
  equal((await mine.seen()).redirectSessions.map(({ subject }) => subject), ["VISITOR", "VISITOR"]);
  await auth.signOut();
  equal([await visitor(auth), (await mine.grants()).anonymous], [first, 1]);
});

test("Before anybody is there, no request has an empty Authorization (§8.5 #32, #33)", async () => {
  const mine = await person();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  await auth.login(mine.who);
  ok(tapped.log.length >= 4, "requests to look at");
  for (const { url, authorization } of tapped.log) {
    if (!url.endsWith("/oauth2/token")) ok(authorization?.length > 20, `a token for ${new URL(url).pathname}`);
  }
});

const answered = (body) => ({ kind: "status", status: 200, contentType: "application/json", body });

const STATES = {
  REQUIRE_OWNER_APPROVAL: { loginState: "OWNER_APPROVAL_REQUIRED" },
  STATUS_CHECK: { loginState: "STATUS_CHECK" },
  REQUIRE_MFA: { loginState: "REQUIRE_MFA" },
  MFA_CHALLENGE: { loginState: "MFA_CHALLENGE" },
  REQUIRE_FIRST_FACTOR: { loginState: "REQUIRE_FIRST_FACTOR" },
  REQUIRE_MISSING_FIELDS: { loginState: "REQUIRE_MISSING_FIELDS" },
  REQUIRE_EMAIL_VERIFICATION: { loginState: "EMAIL_VERIFICATION_REQUIRED" },
  UNKNOWN_STATE: { loginState: "UNKNOWN", state: "UNKNOWN_STATE" },
  SOMETHING_NEW: { loginState: "UNKNOWN", state: "SOMETHING_NEW" },
};

for (const [state, result] of Object.entries(STATES)) {
  beside(`The state ${state} is reported as ${result.loginState}, and nobody is signed in`, async () => {
    const fault = answered({ state, stateToken: "x", sessionToken: "never-to-be-used" });
    const mine = await stranger({ faults: { login: fault, register: fault } });
    const auth = mine.auth();
    for (const step of ["login", "register"]) equal(await auth[step](mine.who), result, step);
    equal([(await auth.session()).state, (await mine.seen()).redirectSessions], ["visitor", []]);
  });
}

for (const [what, body] of Object.entries({ "no state": {}, "SUCCESS without a session token": { state: "SUCCESS" }, "a session token that is no text": { state: "SUCCESS", sessionToken: 5 }, "a state that is no text": { state: 5 } })) {
  beside(`A success that says nothing usable is a failure, not a crash: ${what} (§8.5 #21)`, async () => {
    const mine = await stranger({ faults: { login: answered(body) } });
    const { loginState, errorCode, status } = await mine.auth().login(mine.who);
    equal([loginState, errorCode, status], ["FAILURE", "unknown", 200]);
  });
}

for (const [what, { body, contentType }] of Object.entries({ "HTML": { body: "<!doctype html><title>x</title>", contentType: "text/html" }, "nothing": { body: "" }, "an array": { body: "[]" }, "JSON null": { body: "null" } })) {
  beside(`A success that is no JSON object is nobody's answer: ${what} (§8.5 #21)`, async () => {
    const mine = await stranger({ faults: { login: { kind: "status", status: 200, contentType: contentType ?? "application/json", body } } });
    const { cause } = await refused(mine.auth().login(mine.who), "api_refused");
    equal(cause.status, 200);
  });
}

test("The owner's approval is waited for, and then a login works", async () => {
  const mine = await stranger({ ownerApproval: true });
  const auth = mine.auth();
  equal(await auth.register(mine.who), { loginState: "OWNER_APPROVAL_REQUIRED" });
  const { errorCode } = await auth.login(mine.who);
  equal(errorCode, "ownerApprovalRequired");
  await mine.act("approve");
  equal(await auth.login(mine.who), { loginState: "SUCCESS" });
});

for (const step of ["login", "register"]) {
  test(`By redirect the page is left, and the callback page has the member: ${step}`, async () => {
    const mine = await (step === "login" ? person() : stranger());
    const auth = mine.auth();
    let result;
    const url = await leaving(async (navigate) => (result = await auth[step]({ ...mine.who, continueWith: "redirect", redirectUri: CALLBACK, returnTo: "/x", navigate })));
    await until(() => result, "the result");
    equal([result, document.querySelectorAll("iframe").length], [{ loginState: "REDIRECTING" }, 0]);
    equal((await auth.session()).state, "visitor", "until then");
    ok((await auth.handleRedirect(await land(url))).returnTo.endsWith("/x"), "where to go on");
    equal((await account(auth, app)).email, mine.email);
  });
}

test("What cannot be used is refused before anything is sent", async () => {
  const mine = await client();
  const auth = mine.auth();
  const good = { email: "a@b.example", password: "secret-1" };
  const BAD = [undefined, null, "x", {}, { email: "a@b.example" }, { password: "x" }, { ...good, email: 5 }, { ...good, password: "" }, { ...good, email: "" }, { ...good, continueWith: "popup" }, { ...good, continueWith: "redirect" }, { ...good, redirectUri: "x#y" }, { ...good, redirectUri: "/", returnTo: "https://evil.example/" }];
  for (const options of BAD) {
    for (const step of ["login", "register"]) await refused(auth[step](options), "invalid_options", JSON.stringify(options));
  }
  equal([(await mine.seen()).requests, await mine.grants()], [[], { anonymous: 0, refresh: 0 }]);
});

test("An instance has one of each method, however often it is read (§8.5 #26)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const { login } = auth;
  for (let time = 0; time < 300_000; time += 1) if (auth.login !== login) throw new Error(`another one at ${time}`);
  equal((await login(mine.who)).loginState, "SUCCESS");
});

test("A form that is sent twice signs in once and again, and loses nobody", async () => {
  const mine = await person();
  const auth = mine.auth({ frameTimeout: 8 });
  const first = await visitor(auth);
  equal(await Promise.all([auth.login(mine.who), auth.login(mine.who)]), Array(2).fill({ loginState: "SUCCESS" }));
  equal((await account(auth, app)).email, mine.email);
  await auth.signOut();
  equal([await visitor(auth), (await mine.grants()).anonymous], [first, 1]);
});
