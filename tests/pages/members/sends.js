// A request of ours that carries a secret follows no redirect: what another origin would hear of it is counted there.
import { equal, ok, reason } from "../assert.js";
import { beside } from "../runner.js";
import { app, createAuth, foreign, visitor } from "../world.js";
import { CALLBACK, answer, begin, leaving, person, stranger } from "./person.js";

/** A fetch whose requests to this path are answered by a real redirect to another origin, once `on`; and what that origin heard. */
function redirecting(path) {
  const state = { on: false, heard: [], answered: 0 };
  const own = fetch.bind(globalThis);
  state.fetch = async (input, init) => {
    const url = String(input.url ?? input);
    if (!state.on || new URL(url).pathname !== path) return own(input, init);
    state.answered += 1;
    const target = `${app}/echo/${crypto.randomUUID()}?code=307&redirect=${encodeURIComponent(`${foreign}/echo/${crypto.randomUUID()}`)}`;
    const response = await own(input instanceof Request ? new Request(target, input) : target, init);
    state.heard.push(await response.clone().text());
    return response;
  };
  return state;
}

const STEP = "/_api/iam/authentication/v2/";
const SESSION = "/_api/redirects-api/v1/redirect-session";
const away = (act) => leaving((navigate) => act({ navigate }).then((value) => navigate(`ended with ${JSON.stringify(value)}`)));

// Each kind of request, and the functions that send it.
const SENDS = {
  "a visitor's token request": ["/oauth2/token", (auth) => auth.fetchWithAuth(`${app}/echo`)],
  "a refresh": ["/oauth2/token", async (auth, mine) => {
    await mine.revokeAccess();
    const { status } = await auth.fetchWithAuth(`${app}/echo?auth=required`);
    throw Object.assign(new Error("the 401 stands"), { status });
  }, "signed in"],
  "a code": ["/oauth2/token", async (auth, mine, state) => {
    state.on = false;
    const url = await begin(auth);
    state.on = true;
    return auth.handleRedirect(answer({ code: "secret-code", state: new URL(url).searchParams.get("state") }));
  }],
  "token info": ["/oauth2/token-info", (auth) => auth.getTokenInfo()],
  "a login": [`${STEP}login`, (auth, mine) => auth.login(mine.who)],
  "a registration": [`${STEP}register`, (auth) => auth.register({ email: "a@people.example", password: "secret-password" })],
  "a verification": ["/_api/iam/verification/v1/auth/verify", (auth) => auth.verifyEmail({ code: "secret-code" }), "unverified"],
  "the mail again": ["/_api/iam/verification/v1/auth/resend", (auth) => auth.resendVerification(), "unverified"],
  "a mail for a password": ["/_api/iam/recovery/v1/send-email", (auth, mine) => auth.sendPasswordResetEmail({ email: mine.email, redirectUri: CALLBACK })],
  "a new password": ["/_api/iam/recovery/v1/recover", (auth) => auth.resetPassword({ recoveryToken: "secret-token", password: "secret-password" })],
  "a login by redirect": [SESSION, (auth) => away((navigation) => auth.loginWithRedirect({ redirectUri: CALLBACK, ...navigation }))],
  "a login that goes on in a frame": [SESSION, (auth, mine) => auth.login(mine.who)],
  "a silent login": [SESSION, (auth) => auth.loginSilently()],
  "a logout": [SESSION, (auth) => away((navigation) => auth.logout({ returnTo: CALLBACK, ...navigation })), "signed in"],
  "a sync": [SESSION, (auth) => auth.syncToWixPages(), "signed in"],
  "a page of Wix": [SESSION, (auth) => away((navigation) => auth.redirectToWixPage({ ecomCheckout: { checkoutId: "c" }, ...navigation })), "signed in"],
};

for (const [what, [path, act, before]] of Object.entries(SENDS)) {
  beside(`A redirect to another origin is not followed, and that origin hears nothing: ${what}`, async () => {
    const mine = before === "unverified" ? await stranger({ emailVerification: true }) : await person();
    const state = redirecting(path);
    const auth = mine.auth({ fetch: state.fetch, frameTimeout: 8 });
    if (what !== "a visitor's token request") await visitor(auth);
    if (before === "signed in") await auth.signInWithTokens(await mine.token());
    if (before === "unverified") equal((await auth.register(mine.who)).loginState, "EMAIL_VERIFICATION_REQUIRED");
    state.on = true;
    const error = await reason(act(auth, mine, state));
    ok(["api_unavailable", "token_endpoint_unavailable"].includes(error.code) || error.status === 401, `a code of ours, got ${error.code} ${error.message}`);
    ok(state.answered > 0, "the redirect was answered");
    equal(state.heard, [], "what the other origin heard");
  });
}

beside("What the redirect would have led to does hear: the test can fail", async () => {
  const mine = await person();
  const state = redirecting("/oauth2/token-info");
  const follows = (input, init) => state.fetch(input, init && { ...init, redirect: "follow" });
  const auth = createAuth(mine.options({ fetch: follows }));
  await visitor(auth);
  state.on = true;
  await auth.getTokenInfo();
  ok(state.heard.length === 1 && atob(JSON.parse(state.heard[0]).bodyBase64).includes("token"), "a body that arrived");
});
