// Codes and links that come by mail.
import { equal, ok, refused } from "../assert.js";
import { beside } from "../runner.js";
import { app, client, fresh, site } from "../world.js";
import { CALLBACK, account, land, leaving, person, stranger } from "./person.js";

const RESET = `${site}/reset.html`;

beside("A registration waits for the code from the mail, and the code makes a member", async () => {
  const mine = await stranger({ emailVerification: true });
  const auth = mine.auth();
  equal(await auth.register(mine.who), { loginState: "EMAIL_VERIFICATION_REQUIRED" });
  equal((await auth.session()).state, "visitor");
  const [{ code }] = await mine.mail();
  equal(await auth.verifyEmail({ code }), { loginState: "SUCCESS" });
  equal((await account(auth, app)).email, mine.email);
});

beside("A wrong code is a failure to show, and the right one still works afterwards (§8.5 #24)", async () => {
  const mine = await person({}, { status: "UNVERIFIED" });
  const auth = mine.auth();
  equal((await auth.login(mine.who)).loginState, "EMAIL_VERIFICATION_REQUIRED");
  const [{ code }] = await mine.mail();
  const { message, ...rest } = await auth.verifyEmail({ code: code === "000000" ? "111111" : "000000" });
  equal([rest.loginState, rest.errorCode, rest.code, rest.status, message], ["FAILURE", "verificationFailed", "VERIFICATION_FAILED", 400, "The code is wrong."]);
  equal(await auth.verifyEmail({ code }), { loginState: "SUCCESS" });
});

beside("The verification is found again after a reload, and by redirect too (§8.5 #25)", async () => {
  const mine = await stranger({ emailVerification: true });
  await mine.auth().register(mine.who);
  const next = (await fresh()).createAuth(mine.options());
  const [{ code }] = await mine.mail();
  const url = await leaving((navigate) => next.verifyEmail({ code, continueWith: "redirect", redirectUri: CALLBACK, navigate }));
  await next.handleRedirect(await land(url));
  equal((await account(next, app)).email, mine.email);
});

beside("Two people in one page: each one's code is for each one's login (§8.5 #25)", async () => {
  const people = [await stranger({ emailVerification: true }), await stranger({ emailVerification: true })];
  const auths = people.map((mine) => mine.auth());
  for (const [index, auth] of auths.entries()) await auth.register(people[index].who);
  for (const [index, auth] of auths.entries()) {
    const [{ code }] = await people[index].mail();
    equal((await auth.verifyEmail({ code })).loginState, "SUCCESS");
    equal((await account(auth, app)).email, people[index].email);
  }
});

beside("A code for nobody's login is refused before anything is sent (§8.5 #25)", async () => {
  const mine = await client();
  const auth = mine.auth();
  await refused(auth.verifyEmail({ code: "123456" }), "invalid_options");
  await refused(auth.resendVerification(), "invalid_options");
  equal((await mine.seen()).requests, []);
});

beside("The mail is sent again: the new code counts, the old one does not", async () => {
  const mine = await stranger({ emailVerification: true });
  const auth = mine.auth();
  await auth.register(mine.who);
  equal(await auth.resendVerification(), undefined);
  const [first, second] = (await mine.mail()).map(({ code }) => code);
  if (first !== second) equal((await auth.verifyEmail({ code: first })).errorCode, "verificationFailed");
  equal(await auth.verifyEmail({ code: second }), { loginState: "SUCCESS" });
});

beside("Five wrong codes end the verification, and that has a code of its own", async () => {
  const mine = await stranger({ emailVerification: true });
  const auth = mine.auth();
  await auth.register(mine.who);
  const [{ code }] = await mine.mail();
  const wrong = code === "000000" ? "111111" : "000000";
  for (let time = 0; time < 5; time += 1) equal((await auth.verifyEmail({ code: wrong })).errorCode, "verificationFailed");
  equal((await auth.verifyEmail({ code })).errorCode, "invalidSession");
});

beside("A forgotten password: the mail's link, the new password, and a member at once", async () => {
  const mine = await person();
  const auth = mine.auth();
  equal(await auth.sendPasswordResetEmail({ email: mine.email, redirectUri: RESET }), undefined);
  const [{ kind, link, recoveryToken }] = await mine.mail();
  equal([kind, new URL(link).origin, new URL(link).searchParams.get("recoveryToken")], ["recovery", site, recoveryToken]);
  const password = crypto.randomUUID();
  equal(await auth.resetPassword({ recoveryToken, password }), { loginState: "SUCCESS" });
  equal((await account(auth, app)).email, mine.email);
  await auth.signOut();
  equal((await auth.login(mine.who)).errorCode, "invalidPassword", "the old password");
  equal((await auth.login({ ...mine.who, password })).loginState, "SUCCESS", "the new one");
});

beside("A link counts once, and one that is made up not at all", async () => {
  const mine = await person();
  const auth = mine.auth();
  await auth.sendPasswordResetEmail({ email: mine.email, redirectUri: RESET });
  const [{ recoveryToken }] = await mine.mail();
  await auth.resetPassword({ recoveryToken, password: "secret-1" });
  for (const token of [recoveryToken, "made-up"]) {
    const { loginState, errorCode } = await auth.resetPassword({ recoveryToken: token, password: "secret-2" });
    equal([loginState, errorCode], ["FAILURE", "recoveryTokenInvalid"]);
  }
});

beside("Whether an account exists is not revealed by asking for a mail", async () => {
  const mine = await stranger();
  equal(await mine.auth().sendPasswordResetEmail({ email: mine.email, redirectUri: RESET }), undefined);
  equal(await mine.mail(), []);
});

beside("A reset page that is not allowed is reported, and no mail is sent", async () => {
  const mine = await person();
  const answer = await mine.auth().sendPasswordResetEmail({ email: mine.email, redirectUri: "https://evil.example/reset" }).catch(({ name, code }) => ({ name, code }));
  ok(answer?.loginState === "FAILURE" || answer?.code === "api_refused", `a refusal, got ${JSON.stringify(answer)}`);
  equal(await mine.mail(), []);
});

for (const [step, options] of [["verifyEmail", { code: "123456" }], ["resetPassword", { recoveryToken: "x", password: "secret-1" }], ["sendPasswordResetEmail", { email: "a@b.example", redirectUri: RESET }], ["resendVerification", undefined]]) {
  const NAMES = { verifyEmail: "verify", resetPassword: "recover", sendPasswordResetEmail: "send-email", resendVerification: "resend" };
  beside(`An outage is api_unavailable, and the step may be taken again: ${step} (§8.5 #21, row 30)`, async () => {
    const mine = await stranger({ emailVerification: true });
    const auth = mine.auth();
    await auth.register(mine.who);
    for (const fault of [{ kind: "cut" }, { kind: "html" }, { kind: "status", status: 503 }]) {
      await mine.set({ faults: { [NAMES[step]]: fault } });
      await refused(auth[step](options), "api_unavailable");
    }
    await mine.set({ faults: { [NAMES[step]]: null } });
    const [{ code }] = await mine.mail();
    equal((await auth.verifyEmail({ code })).loginState, "SUCCESS", "the verification is still there");
  });
}

beside("What cannot be used is refused before anything is sent", async () => {
  const mine = await client();
  const auth = mine.auth();
  for (const options of [undefined, {}, { email: 5, redirectUri: RESET }, { email: "", redirectUri: RESET }, { email: "a@b.example", redirectUri: "http://" }, { email: "a@b.example", redirectUri: `${RESET}#x` }]) {
    await refused(auth.sendPasswordResetEmail(options), "invalid_options", JSON.stringify(options));
  }
  for (const options of [undefined, {}, { recoveryToken: "x" }, { password: "secret-1" }, { recoveryToken: 5, password: "secret-1" }]) {
    await refused(auth.resetPassword(options), "invalid_options", JSON.stringify(options));
  }
  for (const options of [undefined, {}, { code: 5 }, { code: "" }]) await refused(auth.verifyEmail(options), "invalid_options", JSON.stringify(options));
  equal((await mine.seen()).requests, []);
});
beside("A verification that has been used is over", async () => {
  const mine = await stranger({ emailVerification: true });
  const auth = mine.auth();
  await auth.register(mine.who);
  const [{ code }] = await mine.mail();
  await auth.verifyEmail({ code });
  await refused(auth.verifyEmail({ code }), "invalid_options");
});
