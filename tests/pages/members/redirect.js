// Login by redirect, and the page it comes back to.
import { equal, ok, refused, same, until } from "../assert.js";
import { beside } from "../runner.js";
import { app, client, fresh, site, visitor } from "../world.js";
import { CALLBACK, account, answer, begin, callback, land, parameters, person } from "./person.js";

for (const responseMode of ["query", "fragment"]) {
  beside(`A login by redirect makes a member of the person whom the login page knows; the response comes in the ${responseMode}`, async () => {
    const mine = await person();
    const auth = mine.auth();
    const heard = [];
    auth.onSessionChange(({ state, reason }) => heard.push(`${state} ${reason}`));
    const url = await callback(mine, auth, { responseMode, returnTo: "/somewhere?x=1#y" });
    equal([new URL(url).hash !== "", parameters(url).has("code")], [responseMode === "fragment", true], "where the answer is");
    equal(await auth.handleRedirect(url), { returnTo: `${site}/somewhere?x=1#y` });
    equal((await auth.session()).state, "member");
    equal((await account(auth, app)).email, mine.email);
    await until(() => heard.includes("member signed_in"), `the news, heard ${heard}`);
    equal(await mine.codes(), 1);
  });
}

beside("A login that begins in one page is finished by another: nothing of it is in the caller's hands (§8.5 #31, #37)", async () => {
  const mine = await person();
  const url = await callback(mine, mine.auth());
  const next = (await fresh()).createAuth(mine.options());
  equal((await next.handleRedirect(new URL(url))).returnTo, location.href);
  equal([(await next.session()).state, (await account(next, app)).email], ["member", mine.email]);
});

beside("The visitor that begins a login is kept beside the member", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  await auth.handleRedirect(await callback(mine, auth));
  await auth.signOut();
  equal([(await auth.session()).state, await visitor(auth)], ["visitor", first]);
  equal((await mine.grants()).anonymous, 1);
});

beside("With a live session on the Wix domain nobody is asked: prompt none", async () => {
  const mine = await person();
  const auth = mine.auth();
  await auth.handleRedirect(await callback(mine, auth));
  await auth.signOut();
  const url = await land(await begin(auth, { prompt: "none" }));
  await auth.handleRedirect(url);
  equal([(await auth.session()).state, (await account(auth, app)).email], ["member", mine.email]);
});

beside("Without one, prompt none is refused in the server's own words", async () => {
  const mine = await person();
  const auth = mine.auth();
  const url = await land(await begin(auth, { prompt: "none" }));
  const { cause, message } = await refused(auth.handleRedirect(url), "login_refused");
  equal(cause, { error: "login_required", errorDescription: "nobody is logged in here" });
  ok(message.length > 10, `a sentence: ${message}`);
  equal([(await auth.session()).state, await mine.codes()], ["visitor", 0]);
});

beside("An identity provider is named by its connection, and led to", async () => {
  const mine = await person();
  const auth = mine.auth();
  const CONNECTIONS = {
    "google": "0e6a50f5-b523-4e29-990d-f37fa2ffdd69",
    "facebook": "3ecad13f-52c3-483d-911f-31dbcf2a6d23",
  };
  for (const [idp, id] of Object.entries(CONNECTIONS)) {
    equal(new URL(await begin(auth, { idp })).searchParams.get("idp"), id, idp);
  }
  const connectionId = crypto.randomUUID();
  equal(new URL(await begin(auth, { idp: { connectionId } })).searchParams.get("idp"), connectionId, "one of its own");
});

beside("Logins that are under way in two tabs both come back (row 4)", async () => {
  const mine = await person();
  const [one, two] = [mine.auth(), (await fresh()).createAuth(mine.options())];
  const [first, second] = [await callback(mine, one, { returnTo: "/1" }), await callback(mine, two, { returnTo: "/2" })];
  equal((await one.handleRedirect(second)).returnTo, `${site}/2`);
  equal((await two.handleRedirect(first)).returnTo, `${site}/1`);
  equal(await mine.codes(), 2);
});

beside("What cannot be used is refused before anything is sent", async () => {
  const mine = await client();
  const auth = mine.auth();
  const navigate = () => {
    throw new Error("left the page");
  };
  const BAD = [
    undefined, null, 5, {}, { redirectUri: "" , returnTo: "https://evil.example/" }, { redirectUri: "http://" }, { redirectUri: `${CALLBACK}#x` },
    { redirectUri: CALLBACK, returnTo: "https://evil.example/" }, { redirectUri: CALLBACK, returnTo: "//evil.example/" }, { redirectUri: CALLBACK, returnTo: "javascript:alert(1)" },
    { redirectUri: CALLBACK, prompt: "consent" }, { redirectUri: CALLBACK, responseMode: "web_message" }, { redirectUri: CALLBACK, idp: "github" }, { redirectUri: CALLBACK, idp: {} }, { redirectUri: CALLBACK, idp: { connectionId: 5 } },
    { redirectUri: `${CALLBACK}?${"x".repeat(2100)}` },
  ];
  for (const options of BAD) {
    await refused(auth.loginWithRedirect(options && typeof options === "object" ? { navigate, ...options } : options), "invalid_options", JSON.stringify(options));
  }
  equal((await mine.seen()).redirectSessions, []);
});

beside("A redirect URI that is not listed leads to a page of Wix, and never back", async () => {
  const mine = await person({ allowedRedirectUris: [`${CALLBACK}/`] });
  const url = await begin(mine.auth());
  const error = await land(url, { ...mine.who, do: "sign-in" }, 1500).catch((reason) => reason);
  ok(error instanceof Error, `no way back, got ${error}`);
  equal([await mine.codes(), (await mine.seen()).codes.issued], [0, 0]);
});

beside("A server's refusal of the redirect session is reported, with what Wix said", async () => {
  const body = { message: "text", details: { applicationError: { code: "SITE_NOT_PUBLISHED_EXCEPTION", description: "not published" } } };
  const mine = await person({ faults: { "redirect-session": { kind: "status", status: 400, contentType: "application/json", body } } });
  const auth = mine.auth();
  const { cause } = await refused(begin(auth), "api_refused");
  equal([cause.status, cause.code, cause.message, typeof cause.requestId], [400, "SITE_NOT_PUBLISHED_EXCEPTION", "not published", "string"]);
  await refused(auth.handleRedirect(answer({ code: "x", state: "y".repeat(43) })), "state_mismatch");
});

for (const [what, fault] of Object.entries({ "503": { kind: "status", status: 503 }, "a proxy's page": { kind: "html" }, "the network cut": { kind: "cut" }, "408": { kind: "status", status: 408 }, "429": { kind: "status", status: 429 } })) {
  beside(`A redirect session that is not to be had just now is api_unavailable, and nothing is lost: ${what}`, async () => {
    const mine = await person({ faults: { "redirect-session": fault } });
    const auth = mine.auth();
    const first = await visitor(auth);
    const { cause } = await refused(begin(auth), "api_unavailable");
    equal(cause.status, what === "the network cut" ? 0 : what === "a proxy's page" ? 502 : Number(what));
    await mine.set({ faults: { "redirect-session": null } });
    await auth.handleRedirect(await callback(mine, auth));
    await auth.signOut();
    equal(await visitor(auth), first);
  });
}

beside("What leaving the page throws is the caller's, as it is", async () => {
  const mine = await person();
  const auth = mine.auth();
  const own = new Error("a router's");
  const error = await auth.loginWithRedirect({ redirectUri: CALLBACK, navigate: () => { throw own; } }).catch((reason) => reason);
  same(error, own);
  await auth.handleRedirect(await callback(mine, auth));
  equal((await auth.session()).state, "member", "the next login");
});
