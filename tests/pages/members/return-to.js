// Where a login and a logout may come back to.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { client, site } from "../world.js";
import { CALLBACK, callback, leaving, person } from "./person.js";

const blob = URL.createObjectURL(new Blob(["<script>alert(1)</script>"], { type: "text/html" }));

// Everything that is not an http(s) URL of the page's own origin, after parsing.
const REFUSED = [
  "javascript:alert(1)", " java\nscript:alert(1)", "JAVASCRIPT:alert(1)", `javascript://${location.host}/%0Aalert(1)`, "data:text/html,x", blob, `blob:${site}/x`, "file:///etc/passwd", "about:blank", "about:srcdoc",
  `filesystem:${site}/temporary/x`, `view-source:${site}/`, "mailto:a@b", `ws://${location.host}/`, `ftp://${location.host}/`, "https://evil.example/", "//evil.example/", "\\\\evil.example/", "/\\evil.example/", `${site}.evil.example/`,
  `${site}@evil.example/`, "http://", `${site}/${"x".repeat(2048)}`, { toString: () => { throw new Error("own"); } },
];

test("A way back that is not an http(s) URL of this origin is refused before anything happens, by every function that takes one", async () => {
  const mine = await client();
  const auth = mine.auth();
  const navigate = () => { throw new Error("left the page"); };
  for (const returnTo of REFUSED) {
    const what = typeof returnTo === "string" ? returnTo.slice(0, 60) : "an object";
    for (const [name, options] of [["loginWithRedirect", { redirectUri: CALLBACK }], ["login", { email: "a@b.example", password: "x", redirectUri: CALLBACK, continueWith: "redirect" }], ["logout", {}]]) {
      const { message } = await refused(auth[name]({ ...options, returnTo, navigate }), "invalid_options", `${name}: ${what}`);
      if (typeof returnTo === "string") ok(/`returnTo` must be an http\(s\) URL of this origin.*\(got a string\)\.$/.test(message), message);
    }
  }
  equal([(await mine.seen()).redirectSessions, await mine.grants()], [[], { anonymous: 0, refresh: 0 }]);
});

beside("A way back of this origin is taken: absolute, relative, as a URL, with whitespace that a parser drops", async () => {
  const mine = await person();
  const auth = mine.auth();
  for (const [returnTo, expected] of [["/a?b=1#c", `${site}/a?b=1#c`], [`${site}/`, `${site}/`], [new URL("/u", site), `${site}/u`], [" /a ", `${site}/a`], ["?x", `${site}${location.pathname}?x`]]) {
    const url = await callback(mine, auth, { returnTo });
    equal(await auth.handleRedirect(url), { returnTo: expected });
    await auth.signOut();
  }
});

test("On a page whose address is longer than Wix takes, what nobody gave does not fail: its path is the way back, and then its origin", async (t) => {
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  for (const [address, expected] of [[`${location.pathname}?${"x".repeat(2048)}`, site + location.pathname], [`/pages/${"x".repeat(2048)}`, `${site}/`], [`${location.pathname}?${"x".repeat(2047 - site.length - location.pathname.length)}`, undefined]]) {
    const mine = await person();
    const auth = mine.auth({ frameTimeout: 8 });
    history.replaceState(null, "", address);
    const href = location.href;
    const url = await callback(mine, auth);
    history.replaceState(null, "", before);
    equal((await auth.handleRedirect(url)).returnTo, expected ?? href);
    history.replaceState(null, "", address);
    const out = new URL(await leaving((navigate) => auth.logout({ navigate })));
    equal((await auth.session()).state, "visitor");
    ok(out.href.length > 10, "a page to leave to");
    const { callbacks } = (await mine.seen()).redirectSessions.find(({ intent }) => intent === "logout");
    equal(callbacks.postFlowUrl, expected ?? href);
    history.replaceState(null, "", before);
  }
});

test("In about:srcdoc, which has no origin of its own in its address, no way back is taken, and none is needed", async (t) => {
  const frame = document.createElement("iframe");
  t.after(() => frame.remove());
  const mine = await client({ allowedRedirectUris: [CALLBACK] });
  frame.src = `/pages/members/srcdoc.xhtml#${encodeURIComponent(JSON.stringify(mine.options()))}`;
  const results = new Promise((resolve) => addEventListener("message", ({ data }) => data?.srcdoc && resolve(data.srcdoc)));
  document.body.append(frame);
  const { href, codes, given } = await results;
  equal(href, "about:srcdoc");
  equal([...new Set(codes)], ["invalid_options"]);
  equal(given, "left");
});

test("No message about an argument has its content, and each names the argument and the rule", async () => {
  const auth = (await client()).auth();
  const secret = `secret-${crypto.randomUUID()}`;
  const navigate = () => {};
  const GIVEN = [
    [() => auth.login({ password: secret, redirectUri: CALLBACK }), "`email` must be a non-empty string (got undefined)."],
    [() => auth.login({ email: secret, password: "", redirectUri: CALLBACK }), "`password` must be a non-empty string (got an empty string)."],
    [() => auth.login({ email: 5, password: secret, redirectUri: CALLBACK }), "`email` must be a non-empty string (got a number)."],
    [() => auth.register({ email: [secret], password: secret, redirectUri: CALLBACK }), "`email` must be a non-empty string (got an array)."],
    [() => auth.verifyEmail({ code: null, redirectUri: CALLBACK }), "`code` must be a non-empty string (got null)."],
    [() => auth.verifyEmail({ code: secret, redirectUri: CALLBACK }), "No e-mail verification is pending: call login() or register() first."],
    [() => auth.resendVerification(), "No e-mail verification is pending: call login() or register() first."],
    [() => auth.resetPassword({ password: secret, redirectUri: CALLBACK }), "`recoveryToken` must be a non-empty string (got undefined)."],
    [() => auth.sendPasswordResetEmail({ email: "", redirectUri: CALLBACK }), "`email` must be a non-empty string (got an empty string)."],
    [() => auth.sendPasswordResetEmail({ email: secret }), "`redirectUri` must be a URL of at most 2048 characters without a fragment (got undefined)."],
    [() => auth.loginWithRedirect({ navigate }), "`redirectUri` must be a URL of at most 2048 characters without a fragment (got undefined)."],
    [() => auth.loginWithRedirect({ redirectUri: CALLBACK, prompt: "consent", navigate }), '`prompt` must be "login" or "none" (got "consent").'],
    [() => auth.loginWithRedirect({ redirectUri: CALLBACK, responseMode: 5, navigate }), '`responseMode` must be "query" or "fragment" (got a number).'],
    [() => auth.loginWithRedirect(), "`options` must be an object (got undefined)."],
    [() => auth.loginWithRedirect(secret), "`options` must be an object (got string)."],
    [() => auth.login({ email: secret, password: secret, continueWith: "popup" }), '`continueWith` must be "frame" or "redirect" (got "popup").'],
    [() => auth.login({ email: secret, password: secret, continueWith: "redirect" }), "`redirectUri` must be a URL of at most 2048 characters without a fragment (got undefined)."],
    [() => auth.signInWithTokens(secret), "`tokens` must be an object with the accessToken of a member, and its refreshToken if there is one, as strings of visible ASCII (got a string)."],
    [() => auth.signInWithTokens({ access_token: `${secret}\n` }), "`tokens` must be an object with the accessToken of a member, and its refreshToken if there is one, as strings of visible ASCII."],
    [() => auth.redirectToWixPage({ navigate }), "`page` must be an object with exactly one page, like { ecomCheckout: { checkoutId } }."],
    [() => auth.handleRedirect("http://"), "`url` must be a URL."],
  ];
  for (const [act, expected] of GIVEN) {
    const { message } = await refused(act(), "invalid_options", expected);
    equal(message, expected);
  }
});
