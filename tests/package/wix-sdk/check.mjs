// On a server: the login page is followed by hand, and one strategy may have many users.
import { OAuthStrategy as Theirs } from "@wix/sdk";
import { EMPTY_TOKENS, OAuthStrategy } from "fetch-with-auth/wix-sdk";
import { asVisitor, clientOf, leaves, actsAs, stays } from "./contract.js";
import { logIn } from "./login-page.js";
import { moments } from "./moments.js";
import { all, refusal, same } from "./same.js";
import { shop } from "./shop.js";
import { ANN, standIn } from "./stand-in.js";

const [api] = process.argv.slice(2);
const wix = standIn(api);
const BACK = "https://shop.example/";

const sentences = {};
for (const [name, Strategy] of Object.entries({ theirs: Theirs, ours: OAuthStrategy })) {
  sentences[`${name}: a visitor logs in on Wix' page, stays and leaves`] = async () => {
    const { clientId } = await wix.client();
    const client = await asVisitor(Strategy({ clientId }), wix);
    for (const mode of ["fragment", "query"]) {
      const oauthData = client.auth.generateOAuthData(BACK, "/account");
      same([oauthData.redirectUri, oauthData.originalUri], [BACK, "/account"]);
      const { authUrl } = await client.auth.getAuthUrl(oauthData, { responseMode: mode });
      const callback = await logIn(authUrl, ANN);
      const { code, state } = client.auth.parseFromUrl(callback, mode);
      client.auth.setTokens(await client.auth.getMemberTokens(code, state, oauthData));
      await stays(client);
      same((await leaves(client, BACK)).startsWith("http"), true);
    }
  };
  sentences[`${name}: another system's members come in with an API key`] = async () => {
    const { clientId, memberId } = await wix.client();
    const auth = Strategy({ clientId });
    // Theirs forgets to become a visitor first.
    if (Strategy === Theirs) auth.setTokens(await auth.generateVisitorTokens());
    for (const tokens of [await auth.getMemberTokensForExternalLogin(memberId, "stand-in-api-key"), await auth.getMemberTokensForExternalLoginWithSession(ANN.email, "stand-in-api-key", { mergeExistingContact: true })]) {
      same(auth.loggedIn(), false);
      same(await actsAs(clientOf(Strategy({ clientId, tokens }))), ANN.email);
    }
    await refusal(auth.getMemberTokensForExternalLogin(memberId, "wrong"));
    await refusal(auth.getMemberTokensForExternalLoginWithSession(ANN.email, "wrong"));
  };
}

const ours = {
  async "users of one strategy never get each other's tokens"() {
    const { clientId } = await wix.client();
    const { AsyncLocalStorage } = await import("node:async_hooks");
    const user = new AsyncLocalStorage();
    for (const isLater of [false, true]) {
      const kept = (tokens) => isLater ? Promise.resolve(tokens) : tokens;
      const tokenStorage = {
        getTokens: () => kept(user.getStore().tokens),
        setTokens: (tokens) => kept(void (user.getStore().tokens = tokens)),
      };
      const auth = OAuthStrategy({ clientId, tokenStorage });
      const users = await Promise.all([1, 2, 3].map(() => user.run({ tokens: EMPTY_TOKENS }, async () => {
        const tokens = await Promise.all([auth.getAuthHeaders(), auth.getAuthHeaders()]);
        same(tokens[0], tokens[1]);
        same(user.getStore().tokens.accessToken.value, tokens[0].headers.Authorization);
        return tokens[0].headers.Authorization;
      })));
      same(new Set(users).size, 3);
    }
    same((await wix.seen(clientId)).visitors, 6);
  },
  async "nothing that a user got is kept for the next"() {
    const { clientId } = await wix.client({ emailVerification: true });
    const auth = OAuthStrategy({ clientId });
    const state = await auth.register({ email: "eve@example.com", password: "secret-1" });
    same(state.loginState, "EMAIL_VERIFICATION_REQUIRED");
    const [{ code }] = await wix.outbox(clientId);
    same((await auth.processVerification({ verificationCode: code })).loginState, "FAILURE");
    same((await auth.processVerification({ verificationCode: code }, state)).loginState, "SUCCESS");
    const oauthData = auth.generateOAuthData(BACK);
    const callback = await logIn((await auth.getAuthUrl(oauthData)).authUrl, ANN);
    const { code: granted } = auth.parseFromUrl(callback);
    const tokens = await auth.getMemberTokens(granted, oauthData.state, oauthData);
    same([tokens.refreshToken.role, auth.loggedIn()], ["member", false]);
  },
  async "no request of the strategy follows a redirect, or carries cookies"() {
    const { clientId, memberId } = await wix.client();
    const seen = [];
    const spy = (input, init) => {
      seen.push([new URL(input).pathname, init.redirect, init.credentials]);
      return wix.mapped(input, init);
    };
    const auth = OAuthStrategy({ clientId, fetch: spy });
    auth.setTokens(await auth.generateVisitorTokens());
    await auth.renewToken(auth.getTokens().refreshToken);
    const { data } = await auth.login(ANN);
    await auth.register({ email: "eve@example.com", password: "secret-1" });
    const oauthData = auth.generateOAuthData(BACK);
    await auth.getAuthUrl(oauthData);
    await refusal(auth.getMemberTokens("code", oauthData.state, oauthData));
    await auth.sendPasswordResetEmail(ANN.email, BACK);
    await auth.getMemberTokensForExternalLogin(memberId, "stand-in-api-key");
    await auth.getMemberTokensForExternalLoginWithSession(ANN.email, "stand-in-api-key");
    await auth.logout(BACK);
    same([data.sessionToken.length > 0, new Set(seen.map(([path]) => path)).size], [true, 6]);
    for (const [path, redirect, credentials] of seen) same([redirect, credentials], ["error", "omit"], path);
  },
  async "what a server quotes of an API key, a token or a code is replaced in what is kept of its answer"() {
    const { clientId, memberId } = await wix.client();
    const key = `key-${crypto.randomUUID()}`;
    let quoted = "";
    const quoting = async (input, init) => {
      const form = `${input}`.endsWith("/oauth2/token") ? new URLSearchParams(init.body) : undefined;
      if (form?.get("grant_type") === "anonymous") return wix.mapped(input, init);
      const sent = [...(new Headers(init.headers).get("authorization") ?? "").split(","), form?.get("code"), form?.get("code_verifier")].filter(Boolean);
      quoted = sent.join("|");
      return new Response(JSON.stringify({ error: quoted, details: { applicationError: { code: quoted } } }), { status: 400, headers: { "x-wix-request-id": quoted } });
    };
    const auth = OAuthStrategy({ clientId, fetch: quoting });
    const oauthData = auth.generateOAuthData(BACK);
    for (const act of [
      () => auth.getMemberTokensForExternalLogin(memberId, key),
      () => auth.getMemberTokensForExternalLoginWithSession(ANN.email, key),
      () => auth.getMemberTokens(`code-${crypto.randomUUID()}`, oauthData.state, oauthData),
    ]) {
      const { message, stack, cause } = await refusal(act());
      const kept = [message, stack, JSON.stringify(cause)].join(" ");
      if (quoted.length < 36) throw new Error("nothing was quoted");
      for (const secret of quoted.split("|")) if (kept.includes(secret.slice(0, 12))) throw new Error(`a secret in ${kept}`);
    }
  },
  async "a code is redeemed again while the token endpoint is unavailable, and an API key's login names no client beside its header"() {
    const { clientId, memberId } = await wix.client();
    const forms = [];
    const flaky = async (input, init) => {
      if (!`${input}`.endsWith("/oauth2/token")) return wix.mapped(input, init);
      const form = new URLSearchParams(init.body);
      forms.push([form.get("grant_type"), form.get("client_id")]);
      return forms.length === 2 ? new Response("", { status: 503 }) : wix.mapped(input, init);
    };
    const auth = OAuthStrategy({ clientId, fetch: flaky });
    const oauthData = auth.generateOAuthData(BACK);
    const { code, state } = auth.parseFromUrl(await logIn((await auth.getAuthUrl(oauthData)).authUrl, ANN));
    const tokens = await auth.getMemberTokens(code, state, oauthData);
    same(await actsAs(clientOf(OAuthStrategy({ clientId, tokens }))), ANN.email);
    await auth.getMemberTokensForExternalLogin(memberId, "stand-in-api-key");
    same(forms, [["anonymous", clientId], ["authorization_code", clientId], ["authorization_code", clientId], ["authorized_client", null]]);
  },
  async "steps that are taken at once do not get each other's results"() {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const results = await Promise.all([auth.login(ANN), auth.login({ ...ANN, password: "wrong-1" }), auth.register(ANN), auth.register({ email: "eve@example.com", password: "secret-1" })]);
    same(results.map(({ loginState, errorCode, data }) => [loginState, errorCode, !!data?.sessionToken]), [
      ["SUCCESS", undefined, true],
      ["FAILURE", "invalidPassword", false],
      ["FAILURE", "emailAlreadyExists", false],
      ["SUCCESS", undefined, true],
    ]);
    same(results[0].data.sessionToken === results[3].data.sessionToken, false);
  },
  async "an argument that cannot be right is refused by its name, and nothing is sent"() {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId, fetch: () => Promise.reject(new TypeError("nothing should be sent")) });
    const oauthData = auth.generateOAuthData(BACK);
    for (const [name, act] of [
      ["prompt", () => auth.getAuthUrl(oauthData, { prompt: "none please" })],
      ["responseMode", () => auth.getAuthUrl(oauthData, { responseMode: "form_post" })],
      ["idp", () => auth.getAuthUrl(oauthData, { idp: "nobody" })],
      ["state", () => auth.getAuthUrl({ ...oauthData, state: "" })],
      ["codeChallenge", () => auth.getAuthUrl({ ...oauthData, codeChallenge: undefined })],
      ["sessionToken", () => auth.getAuthUrl(oauthData, { sessionToken: "a b" })],
      ["codeVerifier", () => auth.getMemberTokens("code", oauthData.state, { ...oauthData, codeVerifier: "too short" })],
      ["password", () => auth.login({ email: ANN.email })],
      ["code", () => auth.processVerification({}, { data: { stateToken: "state-token" } })],
    ]) {
      const { code, message } = await refusal(act());
      same([name, code, message.startsWith(`\`${name}\` must be `)], [name, "invalid_options", true], message);
    }
  },
  async "what needs a page says so, and nothing else happens"() {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const { data } = await auth.login(ANN);
    same((await refusal(auth.getMemberTokensForDirectLogin(data.sessionToken))).code, "no_page");
    same((await refusal(auth.sessions.syncToWixPages())).code, "no_page");
    same(auth.sessions.isSessionSynced(), false);
    same((await refusal((async () => auth.parseFromUrl())())).name, "TypeError");
  },
};

await all({ ...sentences, ...ours, ...moments(wix) });
console.log(await shop(api, ({ clientId }) => clientOf(OAuthStrategy({ clientId })).fetchWithAuth));
