// The code grant: what is announced, and what is brought.
import { equal, ok, reason, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { visitor } from "../world.js";
import { FLOWS } from "./flows.js";
import { CALLBACK, answer, begin, callback, person } from "./person.js";
import { challenge, wire } from "./wire.js";

/** A flow, with all that went over the wire. */
async function traced(flow) {
  const mine = await person();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  await flow(auth, mine);
  equal((await auth.session()).state, "member");
  return { mine, tapped, seen: await mine.seen() };
}

for (const [what, flow] of Object.entries(FLOWS)) {
  // Taken once, and looked at from three sides.
  let taken;
  const take = () => (taken ??= traced(flow));

  beside(`PKCE is in it: the verifier's S256 is the challenge that was announced: ${what} (row 1, row 2)`, async () => {
    const { tapped } = await take();
    const [asked, brought] = [tapped.asked(), tapped.tokens("authorization_code")];
    ok(brought.length > 0 && asked.length === brought.length, `as many codes as requests, got ${brought.length} and ${asked.length}`);
    for (const [index, { code_verifier }] of brought.entries()) {
      ok(/^[A-Za-z0-9._~-]{43,128}$/.test(code_verifier), "unreserved characters, 43 to 128");
      equal([asked[index].codeChallengeMethod, asked[index].codeChallenge], ["S256", await challenge(code_verifier)]);
    }
    equal(new Set(brought.map(({ code_verifier }) => code_verifier)).size, brought.length, "verifiers that differ");
  });

  beside(`Only a code is ever asked for, and no password reaches the token endpoint: ${what} (row 10)`, async () => {
    const { tapped } = await take();
    for (const { responseType, responseMode } of tapped.asked()) {
      equal([responseType, ["query", "fragment", "web_message"].includes(responseMode)], ["code", true]);
    }
    const brought = tapped.tokens();
    equal([...new Set(brought.map(({ grant_type }) => grant_type))].sort(), ["anonymous", "authorization_code"]);
    for (const fields of brought) ok(!("password" in fields || "username" in fields), "no password");
  });

  beside(`No token, code, verifier or password is in an address, but where Wix writes it: ${what} (row 15)`, async () => {
    const { tapped, mine, seen } = await take();
    const secrets = [mine.password];
    for (const { answer } of tapped.to("/oauth2/token")) for (const [token] of answer.matchAll(/JWS\.[\w-]+/g)) secrets.push(token.slice(4));
    for (const fields of tapped.tokens("authorization_code")) secrets.push(fields.code_verifier, fields.code);
    ok(secrets.length >= 5, `secrets to look for, got ${secrets.length}`);
    const { requests, tokenRequestLog } = seen;
    const addresses = [...requests.map(({ path, query }) => `${path}?${query ?? ""}`), ...tapped.log.map(({ url }) => url), ...performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.includes("callback.xhtml"))];
    for (const secret of secrets) ok(!addresses.some((it) => it.includes(secret)), "in no address of the access log");
    for (const { contentType, query, authorization } of tokenRequestLog) equal([contentType.split(";")[0], query, authorization], ["application/x-www-form-urlencoded", false, false]);
    equal([...new Set(tapped.to("/oauth2/token").map(({ method }) => method))], ["POST"]);
  });
}

beside("Options cannot ask for anything but a code (row 10)", async () => {
  const mine = await person();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  const others = { responseType: "token", response_type: "token", codeChallengeMethod: "plain", scope: "x", grantType: "password" };
  for (const name in others) await refused(begin(auth, { [name]: others[name] }), "invalid_options", name);
  equal(tapped.asked().length, 0);
  await begin(auth);
  const [asked] = tapped.asked();
  equal([asked.responseType, asked.codeChallengeMethod, asked.scope], ["code", "S256", "offline_access"]);
});

test("Where S256 is not to be had no login begins: never plain (row 3)", async (t) => {
  const own = crypto.subtle;
  Object.defineProperty(crypto, "subtle", { configurable: true, value: undefined });
  t.after(() => Object.defineProperty(crypto, "subtle", { configurable: true, value: own }));
  const mine = await person();
  const auth = mine.auth();
  await reason(begin(auth));
  await reason(auth.login(mine.who));
  equal([(await mine.seen()).redirectSessions, document.querySelectorAll("iframe").length], [[], 0]);
});

for (const [what, change] of Object.entries({
  "another verifier": (form) => form.set("code_verifier", "A".repeat(43)),
  "no verifier": (form) => form.delete("code_verifier"),
  "another redirect URI": (form) => form.set("redirect_uri", `${CALLBACK}?x`),
  "no redirect URI": (form) => form.delete("redirect_uri"),
  "another code": (form) => form.set("code", "another"),
})) {
  beside(`The endpoint refuses it, and nobody is signed in: ${what} (row 1, row 12)`, async () => {
    const mine = await person();
    const auth = mine.auth({
      fetch: wire(({ url, body }) => {
        if (!url.endsWith("/oauth2/token") || !body.includes("authorization_code")) return undefined;
        const form = new URLSearchParams(body);
        change(form);
        return form;
      }),
    });
    const first = await visitor(auth);
    const { cause } = await refused(callback(mine, auth).then((url) => auth.handleRedirect(url)), "token_request_refused");
    equal([cause.status, ["invalid_grant", "invalid_request"].includes(cause.error)], [400, true]);
    equal([(await auth.session()).state, await visitor(auth)], ["visitor", first]);
    equal(await mine.codes(), 1);
  });
}

const URIS = ["?", "?a=1&b=%20x", "/", "?x=%C3%A9", "?x=é".normalize(), "/../callback.xhtml"];

for (const uri of URIS) {
  beside(`The redirect URI is sent exactly as it was given, and again with the code: …callback.xhtml${uri} (row 12)`, async () => {
    const redirectUri = `${CALLBACK}${uri}`;
    const mine = await person({ allowedRedirectUris: [redirectUri] });
    const tapped = wire();
    const auth = mine.auth({ fetch: tapped });
    const state = new URL(await begin(auth, { redirectUri }).catch(({ code }) => `http://${code}/`)).searchParams.get("state");
    if (/[^!-~]/.test(redirectUri)) return equal(state, null, "refused: no URL on the wire");
    equal(tapped.asked()[0].redirectUri, redirectUri, "announced");
    await refused(auth.handleRedirect(answer({ code: "any", state })), "token_request_refused");
    equal(tapped.tokens("authorization_code")[0].redirect_uri, redirectUri, "with the code");
  });
}

beside("A path is taken from the page's origin", async () => {
  const mine = await person();
  const auth = mine.auth();
  equal(new URL(await begin(auth, { redirectUri: "/pages/members/callback.xhtml" })).searchParams.get("redirect_uri"), CALLBACK);
});
