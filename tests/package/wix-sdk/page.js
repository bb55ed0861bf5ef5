// What ours promises beyond the contract, in a page.
import { createClient } from "@wix/sdk";
import { auth as essentials, httpClient } from "@wix/essentials";
import { EMPTY_TOKENS, OAuthStrategy, SiteSessionAuth } from "fetch-with-auth/wix-sdk";
import { asMember, clientOf, actsAs } from "./contract.js";
import { refusal, same } from "./same.js";
import { ANN } from "./stand-in.js";

const signedIn = async (wix, settings, config) => {
  const { clientId } = await wix.client(settings);
  const auth = OAuthStrategy({ clientId, ...config });
  const client = clientOf(auth);
  await asMember(client);
  return { clientId, auth, client };
};
const OLD = 1000;
const aged = ({ accessToken, refreshToken }) => ({ accessToken: { ...accessToken, expiresAt: OLD }, refreshToken });
const inStorage = (tokens) => {
  const storage = { tokens, getTokens: () => storage.tokens, setTokens: (next) => void (storage.tokens = next) };
  return storage;
};
const later = (storage) => ({
  getTokens: async () => storage.getTokens(),
  setTokens: async (tokens) => storage.setTokens(JSON.parse(JSON.stringify(tokens))),
});

/** A client, and what a site would keep of its visitor and of its member. */
const both = async (wix) => {
  const { clientId } = await wix.client();
  const elsewhere = OAuthStrategy({ clientId, storage: "memory" });
  const visitor = await elsewhere.generateVisitorTokens();
  await asMember(clientOf(elsewhere));
  return { clientId, visitor, member: elsewhere.getTokens() };
};

/** Deletes the record, as a browser does that needs the space. */
const emptied = (clientId) => new Promise((done, failed) => {
  const opened = indexedDB.open("fetch-with-auth", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("records");
  opened.onerror = failed;
  opened.onsuccess = () => {
    const database = opened.result;
    const transaction = database.transaction("records", "readwrite");
    transaction.objectStore("records").delete(clientId);
    transaction.oncomplete = () => (database.close(), done());
    transaction.onabort = failed;
  };
});

export const page = {
  async "calls that come at once, of any number of clients, share one visitor"(wix) {
    const { clientId } = await wix.client();
    const clients = [1, 2, 3].map(() => clientOf(OAuthStrategy({ clientId })));
    const tokens = await Promise.all(clients.map(async ({ auth }) => (await auth.getAuthHeaders()).headers.Authorization));
    same(new Set(tokens).size, 1);
    same((await wix.seen(clientId)).visitors, 1);
    const minted = await clientOf(OAuthStrategy({ clientId: (await wix.client()).clientId })).auth.generateVisitorTokens();
    same(minted.refreshToken.role, "visitor");
  },
  async "who forgets to set tokens has them all the same"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const visitor = await auth.generateVisitorTokens();
    same(auth.getTokens(), visitor);
    const { data } = await auth.login(ANN);
    const member = await auth.getMemberTokensForDirectLogin(data.sessionToken);
    same([auth.getTokens(), auth.loggedIn()], [member, true]);
    same(auth.getActiveToken(), member.accessToken.value);
  },
  async "a session outlasts the page"(wix) {
    const { clientId, auth } = await signedIn(wix);
    const next = OAuthStrategy({ clientId });
    await next.ready;
    same([next.loggedIn(), next.getTokens()], [true, auth.getTokens()]);
    const other = OAuthStrategy({ clientId: (await wix.client()).clientId });
    await other.ready;
    same([other.loggedIn(), other.getTokens()], [false, EMPTY_TOKENS]);
  },
  async "a member stays one whatever the token endpoint says but invalid_grant"(wix) {
    const { clientId, auth } = await signedIn(wix);
    const { refreshToken } = auth.getTokens();
    for (const fault of [{ kind: "status", status: 503 }, { kind: "html", status: 200 }, { kind: "cut" }, { kind: "status", status: 400, body: { error: "invalid_request" } }]) {
      auth.setTokens(aged(auth.getTokens()));
      await wix.change(clientId, { faults: { refresh_token: fault } });
      const { code } = await refusal(auth.getAuthHeaders());
      if (!/^(token_|invalid_token)/.test(code)) throw new Error(`${fault.kind}: ${code}`);
      await refusal(auth.generateVisitorTokens({ refreshToken }));
      same([auth.loggedIn(), auth.getTokens().refreshToken.value], [true, refreshToken.value]);
    }
    await wix.change(clientId, { faults: { refresh_token: null } });
    const next = OAuthStrategy({ clientId });
    same(await actsAs(clientOf(next)), ANN.email);
    same((await wix.seen(clientId)).tokenRequests.anonymous, 1);
  },
  async "a member whose session is over has to log in, and can"(wix) {
    const { clientId, auth, client } = await signedIn(wix);
    await wix.change(clientId, { faults: { refresh_token: { kind: "invalid_grant", times: 1 } } });
    auth.setTokens(aged(auth.getTokens()));
    same((await refusal(auth.getAuthHeaders())).code, "sign_in_required");
    same([auth.loggedIn(), auth.getTokens(), auth.getActiveToken()], [false, EMPTY_TOKENS, ""]);
    same((await refusal(auth.getAuthHeaders())).code, "sign_in_required");
    await asMember(client);
  },
  async "a refresh token that comes back replaces the old one"(wix) {
    const { clientId, auth, client } = await signedIn(wix, { rotation: "reuse-detection" });
    const before = auth.getTokens().refreshToken.value;
    const { refreshToken } = await auth.renewToken(auth.getTokens().refreshToken);
    same([refreshToken.value === before, auth.getTokens().refreshToken.value], [false, refreshToken.value]);
    auth.setTokens(aged(auth.getTokens()));
    same(await actsAs(client), ANN.email);
    same((await wix.seen(clientId)).reuseDetected, 0);
  },
  async "tokens that are not the session's are renewed beside it"(wix) {
    const { auth } = await signedIn(wix, { rotation: "rotate" });
    const mine = auth.getTokens();
    const stranger = await auth.generateVisitorTokens();
    const { accessToken, refreshToken } = await auth.renewToken(stranger.refreshToken);
    same(accessToken.value === stranger.accessToken.value, false);
    same([refreshToken.role, refreshToken.value === stranger.refreshToken.value], ["visitor", false]);
    same(await auth.generateVisitorTokens({ accessToken, refreshToken }), { accessToken, refreshToken });
    same(auth.getTokens(), mine);
    same((await refusal(auth.renewToken(stranger.refreshToken))).code, "sign_in_required");
    const fresh = await auth.generateVisitorTokens({ refreshToken: stranger.refreshToken });
    same(fresh.refreshToken.role, "visitor");
  },
  async "after a logout the visitor of before is back, also offline"(wix) {
    const { clientId } = await wix.client();
    let isOffline;
    const auth = OAuthStrategy({ clientId, fetch: (...what) => isOffline ? Promise.reject(new TypeError("offline")) : fetch(...what) });
    const visitor = await auth.generateVisitorTokens();
    await asMember(clientOf(auth));
    isOffline = true;
    same((await refusal(auth.logout(location.origin))).code, "api_unavailable");
    same(auth.getTokens().refreshToken, visitor.refreshToken);
  },
  async "set tokens count at once, and where they are stored"(wix) {
    const { clientId, auth } = await signedIn(wix);
    const member = auth.getTokens();
    auth.setTokens(EMPTY_TOKENS);
    same([auth.loggedIn(), auth.getTokens()], [false, EMPTY_TOKENS]);
    await auth.ready;
    same(await actsAs(clientOf(OAuthStrategy({ clientId }))), "visitor");
    auth.setTokens(member);
    same([auth.loggedIn(), auth.getTokens()], [true, member]);
    same(await actsAs(clientOf(auth)), ANN.email);
    same(await actsAs(clientOf(OAuthStrategy({ clientId }))), ANN.email);
  },
  async "beside a member that was set the visitor stays"(wix) {
    const { clientId } = await wix.client();
    const elsewhere = OAuthStrategy({ clientId, storage: "memory" });
    await asMember(clientOf(elsewhere));
    const auth = OAuthStrategy({ clientId });
    const visitor = await auth.generateVisitorTokens();
    auth.setTokens(elsewhere.getTokens());
    same(auth.loggedIn(), true);
    await auth.logout(location.origin);
    same(auth.getTokens(), visitor);
  },
  async "a login that fails says why, in words to show"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const codeOf = async (promise) => {
      const { loginState, errorCode, reason, error } = await promise;
      if (loginState !== "FAILURE" || !/^[A-Z][^{}\n]+\.$/.test(error)) throw new Error(`${loginState}: ${error}`);
      // A code that the SDK does not have is not where its own are.
      same(errorCode, ["invalidEmail", "emailAlreadyExists"].includes(reason) ? reason : undefined);
      return reason;
    };
    const answer = (name, status, body) => wix.change(clientId, { faults: { [name]: { kind: "status", status, body, times: 1 } } });
    same(await codeOf(auth.login({ email: "not an address", password: "secret-1" })), "invalidEmail");
    same(await codeOf(auth.register({ email: "not an address", password: "secret-1" })), "invalidEmail");
    same(await codeOf(auth.login({ email: "nobody@example.com", password: "secret-1" })), "invalidEmail");
    same(await codeOf(auth.register(ANN)), "emailAlreadyExists");
    await answer("register", 400, { details: { validationError: { fieldViolations: [{ field: "password", description: "Too short." }] } } });
    same(await codeOf(auth.register({ email: "bob@example.com", password: "1" })), "validationFailed");
    await answer("login", 429, { details: { applicationError: { code: "THROTTLED_FEATURE" } } });
    same(await codeOf(auth.login(ANN)), "throttled");
    await wix.act(clientId, "members/block", { email: ANN.email });
    same(await codeOf(auth.login(ANN)), "blocked");
    await answer("login", 200, { state: "MFA_CHALLENGE" });
    const { loginState, errorCode, reason, error } = await auth.login(ANN);
    same([loginState, errorCode, reason, error.includes("MFA_CHALLENGE")], ["FAILURE", undefined, "unknown", true]);
    await wix.change(clientId, { faults: { login: { kind: "cut" } } });
    same((await refusal(auth.login(ANN))).code, "api_unavailable");
  },
  async "a code that is wrong is a failure, and the right one goes on"(wix) {
    const { clientId } = await wix.client({ emailVerification: true });
    const auth = OAuthStrategy({ clientId });
    const state = await auth.register({ email: "eve@example.com", password: "secret-1" });
    same(state.loginState, "EMAIL_VERIFICATION_REQUIRED");
    const wrong = await auth.processVerification({ verificationCode: "000000" }, state);
    same([wrong.loginState, wrong.errorCode, wrong.reason], ["FAILURE", undefined, "verificationFailed"]);
    const [{ code }] = await wix.outbox(clientId);
    const { loginState, data } = await auth.processVerification({ verificationCode: code });
    same(loginState, "SUCCESS");
    await auth.getMemberTokensForDirectLogin(data.sessionToken);
    same(await actsAs(clientOf(auth)), "eve@example.com");
  },
  async "a page that may not log in learns that soon"(wix) {
    const { clientId } = await wix.client({ allowedRedirectDomains: ["https://shop.example"] });
    const auth = OAuthStrategy({ clientId });
    const { data } = await auth.login(ANN);
    const error = await refusal(auth.getMemberTokensForDirectLogin(data.sessionToken));
    same([error.code, error.message.includes(location.origin)], ["origin_not_allowed", true]);
    same([auth.loggedIn(), document.querySelector("iframe")], [false, null]);
  },
  async "a code without its state, or with another, is not redeemed"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const data = auth.generateOAuthData(`${location.origin}/`);
    for (const [code, state] of [["code", ""], ["code", null], ["", data.state], ["code", "forged"]]) await refusal(auth.getMemberTokens(code, state, data));
    same((await wix.seen(clientId)).tokenRequests.authorization_code ?? 0, 0);
    same((await refusal(auth.getMemberTokens("code", data.state, data))).code, "token_request_refused");
    same(auth.loggedIn(), false);
  },
  async "what a call without arguments makes up is not lost"(wix) {
    const { clientId } = await wix.client();
    const { authUrl, authorizationEndpoint, sessionToken, oauthData } = await OAuthStrategy({ clientId }).getAuthUrl();
    const { searchParams } = new URL(authUrl);
    same(searchParams.get("code_challenge"), oauthData.codeChallenge);
    same([searchParams.get("state"), searchParams.get("response_mode")], [oauthData.state, "fragment"]);
    same([authUrl.startsWith(authorizationEndpoint), searchParams.get("sessionToken")], [true, sessionToken]);
  },
  async "an identity provider has its name or its connection"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const idp = async (idp) => new URL((await auth.getAuthUrl(undefined, { idp })).authUrl).searchParams.get("idp");
    same(await idp("google"), "0e6a50f5-b523-4e29-990d-f37fa2ffdd69");
    same(await idp({ connectionId: "3ecad13f-52c3-483d-911f-31dbcf2a6d23" }), "3ecad13f-52c3-483d-911f-31dbcf2a6d23");
  },
  async "reading the client's auth again and again costs nothing"(wix) {
    const { clientId } = await wix.client();
    const client = clientOf(OAuthStrategy({ clientId }));
    const { auth } = client;
    for (let time = 0; time < 300_000; time++) client.auth;
    same(await client.auth.getAuthHeaders(), await auth.getAuthHeaders());
  },
  async "a storage of one's own has the session, sync or async"(wix) {
    for (const kind of [(storage) => storage, later]) {
      const { clientId } = await wix.client();
      const storage = inStorage(EMPTY_TOKENS);
      const tokenStorage = kind(storage);
      const auth = OAuthStrategy({ clientId, tokenStorage });
      const other = OAuthStrategy({ clientId, tokenStorage });
      const [one, two] = await Promise.all([auth.getAuthHeaders(), other.getAuthHeaders()]);
      same(one, two);
      same(storage.tokens.accessToken.value, one.headers.Authorization);
      await asMember(clientOf(auth));
      same(auth.loggedIn(), true);
      same(await actsAs(clientOf(other)), ANN.email);
      same([other.loggedIn(), storage.tokens.refreshToken.role], [true, "member"]);
      // Somebody else writes there, and keeps nothing of ours.
      const { accessToken, refreshToken } = await auth.generateVisitorTokens();
      storage.tokens = { accessToken, refreshToken };
      same(await actsAs(clientOf(auth)), "visitor");
      same((await auth.getAuthHeaders()).headers.Authorization, accessToken.value);
      same((await wix.seen(clientId)).visitors, 2);
    }
  },
  async "what a storage of one's own throws reaches the caller"(wix) {
    const { clientId } = await wix.client();
    const full = new Error("full");
    const auth = OAuthStrategy({ clientId, tokenStorage: { getTokens: () => EMPTY_TOKENS, setTokens() { throw full; } } });
    same((await refusal(auth.getAuthHeaders())) === full, true);
  },
  async "given tokens are where a session starts"(wix) {
    const { clientId } = await wix.client();
    const tokens = await OAuthStrategy({ clientId }).generateVisitorTokens();
    const auth = OAuthStrategy({ clientId, tokens });
    same([auth.getTokens(), await auth.getAuthHeaders()], [tokens, { headers: { Authorization: tokens.accessToken.value } }]);
    // As templates have it: the refresh token alone, or nothing at all.
    const alone = OAuthStrategy({ clientId, tokens: { refreshToken: tokens.refreshToken, accessToken: { value: "", expiresAt: 0 } } });
    same(await actsAs(clientOf(alone)), "visitor");
    same((await wix.seen(clientId)).visitors, 1);
    for (const nobody of [EMPTY_TOKENS, { refreshToken: {}, accessToken: { value: "", expiresAt: 0 } }, { accessToken: {} }, undefined]) {
      same(await actsAs(clientOf(OAuthStrategy({ clientId, tokens: nobody }))), "visitor");
    }
  },
  async "what a site keeps today is taken over, once"(wix) {
    const { clientId } = await wix.client();
    const tokens = await OAuthStrategy({ clientId, storage: "memory" }).generateVisitorTokens();
    const taken = async (put) => {
      const own = { clientId: (await wix.client()).clientId };
      localStorage.clear();
      await put();
      const auth = OAuthStrategy(own);
      await auth.ready;
      return auth.getTokens().refreshToken.value;
    };
    const { value } = tokens.refreshToken;
    same(await taken(() => localStorage.setItem("wix_tokens", JSON.stringify(tokens))), value);
    same(await taken(() => localStorage.setItem("refreshToken", JSON.stringify(tokens.refreshToken))), value);
    same(await taken(() => localStorage.setItem("wixTokens", "{not JSON")), "");
    same(await taken(() => localStorage.setItem("wix_tokens", JSON.stringify({ clientId: "another", tokens }))), "");
    same(await taken(() => localStorage.setItem("else", JSON.stringify(tokens))), "");
    localStorage.setItem("mine", JSON.stringify(tokens));
    const auth = OAuthStrategy({ clientId, adopt: ["mine"] });
    await auth.ready;
    // Whose client's they are is not said: they are renewed before they count.
    same(auth.getTokens().accessToken.value, "");
    same(await actsAs(clientOf(auth)), "visitor");
    same(auth.getTokens().refreshToken.value, value);
    auth.setTokens(EMPTY_TOKENS);
    await auth.ready;
    const next = OAuthStrategy({ clientId, adopt: ["mine"] });
    await next.ready;
    same(next.getTokens().refreshToken.value === value, false);
    localStorage.clear();
  },
  async "odd tokens are refused at once, and the error names them: they make no silent visitor"(wix) {
    const { clientId } = await wix.client();
    const { auth } = await signedIn(wix);
    const good = auth.getTokens();
    const text = JSON.stringify(good);
    const ODD = [text, "", "abc", null, [], [good], 5, true, () => {}, new Map(), { tokens: good }, { accessToken: "a", refreshToken: "b" }, { accessToken: null }, { refreshToken: null }, { accessToken: [] }, { accessToken: { value: 5 } },
      { accessToken: { value: "a", expiresAt: "soon" } }, { accessToken: { value: "a" }, refreshToken: { value: "b", role: "admin" } }, { accessToken: { value: "a" }, refreshToken: "b" }, { access_token: "a" }];
    const refusedBy = (act, name) => {
      try {
        act();
      } catch (error) {
        same([error.code, error.message.startsWith(`\`${name}\` must be `)], ["invalid_options", true]);
        if (error.message.includes(good.refreshToken.value)) throw new Error("a token in a message");
        return;
      }
      throw new Error(`${name} was taken`);
    };
    for (const tokens of ODD) {
      refusedBy(() => OAuthStrategy({ clientId, tokens }), "tokens");
      refusedBy(() => SiteSessionAuth({ clientId, tokens }), "tokens");
      if (tokens !== null) refusedBy(() => auth.setTokens(tokens), "tokens");
    }
    // Of an option it says that there is nobody yet; here somebody may be.
    refusedBy(() => auth.setTokens({}), "tokens");
    same(auth.getTokens(), good);
    for (const tokenStorage of [null, {}, "localStorage", localStorage]) refusedBy(() => OAuthStrategy({ clientId, tokenStorage }), "tokenStorage");
    for (const adopt of [null, "session", [5], {}]) refusedBy(() => OAuthStrategy({ clientId, adopt }), "adopt");
    same((await wix.seen(clientId)).visitors, 0);
  },
  async "a cookie that is not there is `{}` to many servers: nobody yet, who becomes a visitor"(wix) {
    const { clientId } = await wix.client();
    for (const strategy of [OAuthStrategy, SiteSessionAuth]) {
      for (const cookie of ["{}", '{"accessToken": {}, "refreshToken": {}}']) {
        const auth = strategy({ clientId, tokens: JSON.parse(cookie) });
        same([auth.getTokens(), auth.loggedIn()], [EMPTY_TOKENS, false]);
        same(await actsAs(clientOf(auth)), "visitor");
        same(auth.getTokens().refreshToken.role, "visitor");
      }
    }
    same((await wix.seen(clientId)).visitors, 4);
  },
  async "what is taken over is moved: localStorage is empty once the record is stored, whichever of them counted"(wix) {
    const { clientId, visitor, member } = await both(wix);
    localStorage.setItem("wixVisitorTokens", JSON.stringify({ clientId, tokens: visitor }));
    localStorage.setItem("wix_tokens", JSON.stringify({ clientId, tokens: member }));
    localStorage.setItem("wixSession", JSON.stringify({ clientId: "another", tokens: visitor }));
    localStorage.setItem("session", "somebody else's");
    localStorage.setItem("else", JSON.stringify(member));
    const auth = OAuthStrategy({ clientId });
    await auth.ready;
    same([auth.loggedIn(), Object.keys(localStorage).sort()], [true, ["else", "session", "wixSession"]]);
    // A storage that the browser emptied has nobody again.
    await emptied(clientId);
    const next = OAuthStrategy({ clientId });
    await next.ready;
    same([next.loggedIn(), next.getTokens()], [false, EMPTY_TOKENS]);
    localStorage.clear();
  },
  async "what only this page would have is not moved, and a sign-out deletes it all the same"(wix) {
    const { clientId, member } = await both(wix);
    localStorage.setItem("wix_tokens", JSON.stringify({ clientId, tokens: member }));
    for (const storage of ["memory", "memory"]) {
      const auth = OAuthStrategy({ clientId, storage });
      await auth.ready;
      same([auth.loggedIn(), "wix_tokens" in localStorage], [true, true]);
    }
    const auth = OAuthStrategy({ clientId, storage: "memory" });
    await auth.ready;
    await auth.logout(location.origin);
    same({ ...localStorage }, {});
  },
  async "who signs out is not adopted again, though the storage is emptied: by logout, offline too, and by empty tokens"(wix) {
    const OUT = {
      logout: (auth) => auth.logout(location.origin),
      offline: async (auth, config) => {
        config.isOffline = true;
        await refusal(auth.logout(location.origin));
      },
      "empty tokens": (auth) => auth.setTokens(EMPTY_TOKENS),
      "empty tokens, before anything is known": (auth) => auth.setTokens(EMPTY_TOKENS),
    };
    for (const [way, out] of Object.entries(OUT)) {
      const { clientId, visitor, member } = await both(wix);
      document.cookie = `wixSession=${encodeURIComponent(JSON.stringify({ clientId, tokens: member }))}; Path=/`;
      document.cookie = `session=${encodeURIComponent(JSON.stringify(visitor))}; Path=/`;
      const config = {};
      const strategy = () => OAuthStrategy({ clientId, fetch: (...what) => config.isOffline ? Promise.reject(new TypeError("offline")) : fetch(...what) });
      let auth = strategy();
      await auth.ready;
      same([auth.loggedIn(), /wixSession=/.test(document.cookie), /session=/.test(document.cookie)], [true, true, true], `${way}: a cookie stays until then,`);
      if (way.includes("before")) auth = strategy();
      await out(auth, config);
      await auth.ready;
      same(document.cookie.match(/(wixSession|session)=/), null, way);
      await emptied(clientId);
      const next = OAuthStrategy({ clientId });
      await next.ready;
      same([next.loggedIn(), next.getTokens()], [false, EMPTY_TOKENS], way);
    }
  },
  async "the cookies and the flat form of today's templates are taken over, and somebody else's cookie is not touched"(wix) {
    const { visitor, clientId } = await both(wix);
    const { accessToken, refreshToken } = visitor;
    const inCookie = (name, value) => document.cookie = `${name}=${encodeURIComponent(JSON.stringify(value))}; Path=/`;
    const flat = { accessToken: accessToken.value, refreshToken: refreshToken.value, expiresAt: accessToken.expiresAt * 1000, role: "visitor" };
    const PUT = [
      () => inCookie("session", visitor),
      () => inCookie("wix_session", { tokens: visitor }),
      () => inCookie("refreshToken", refreshToken),
      () => (document.cookie = `session=${JSON.stringify(visitor)}; Path=/`),
      () => localStorage.setItem(`wix-visitor-token-${clientId}`, JSON.stringify(flat)),
    ];
    for (const put of PUT) {
      put();
      await emptied(clientId);
      const auth = OAuthStrategy({ clientId });
      await auth.ready;
      same(auth.getTokens().refreshToken, refreshToken, `${put}`);
      if (localStorage.length || `${put}`.includes("flat")) same([auth.getTokens(), localStorage.length], [visitor, 0]);
      auth.setTokens(EMPTY_TOKENS);
      await auth.ready;
      same(document.cookie.match(/(session|refreshToken)=/), null);
    }
    document.cookie = "session=abc; Path=/";
    inCookie("wixSession", { clientId: "another", tokens: visitor });
    const auth = OAuthStrategy({ clientId: (await wix.client()).clientId });
    await auth.generateVisitorTokens();
    await auth.logout(location.origin);
    same([/\bsession=abc/.test(document.cookie), /wixSession=/.test(document.cookie)], [true, true]);
    document.cookie = "session=; Path=/; Max-Age=0";
    document.cookie = "wixSession=; Path=/; Max-Age=0";
  },
  async "the cookie of Wix is taken over, or the place itself"(wix) {
    const { clientId } = await wix.client();
    const tokens = await OAuthStrategy({ clientId, storage: "memory" }).generateVisitorTokens();
    document.cookie = `wixSession=${encodeURIComponent(JSON.stringify({ clientId, tokens }))}; Path=/`;
    for (const config of [{}, { storage: "wix-session-cookie" }]) {
      const auth = OAuthStrategy({ clientId, ...config });
      await auth.ready;
      same(auth.getTokens(), tokens);
      same(await auth.getAuthHeaders(), { headers: { Authorization: tokens.accessToken.value } });
    }
    await asMember(clientOf(OAuthStrategy({ clientId, storage: "wix-session-cookie" })));
    const [, text] = document.cookie.match(/wixSession=([^;]*)/);
    same(JSON.parse(decodeURIComponent(text)).tokens.refreshToken.role, "member");
    document.cookie = "wixSession=; Path=/; Max-Age=0";
  },
  async "Wix' pages are synced once, and again for somebody else"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    const { sessions } = auth;
    same(sessions.isSessionSynced(), false);
    await sessions.syncToWixPages();
    same(sessions.isSessionSynced(), true);
    await sessions.syncToWixPages();
    const synced = async () => (await wix.seen(clientId)).redirectSessions.filter(({ intent }) => intent === "login").length;
    same(await synced(), 1);
    await sessions.syncToWixPages({ force: true });
    same(await synced(), 2);
    await asMember(clientOf(auth));
    same(sessions.isSessionSynced(), false);
    await sessions.syncToWixPages();
    same([await synced(), sessions.isSessionSynced(), document.querySelector("iframe")], [3, true, null]);
    await auth.logout(location.origin);
    same(sessions.isSessionSynced(), false);
    await sessions.syncToWixPages();
    await wix.change(clientId, { faults: { "redirect-session": { kind: "status", status: 500 } } });
    same((await refusal(sessions.syncToWixPages({ force: true }))).code, "api_unavailable");
    same([sessions.isSessionSynced(), OAuthStrategy({ clientId: (await wix.client()).clientId }).sessions.isSessionSynced()], [false, false]);
  },
  async "a mail leads to a new password, or says why not"(wix) {
    const { clientId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    same(await auth.sendPasswordResetEmail(ANN.email, `${location.origin}/reset`), undefined);
    same((await wix.outbox(clientId)).map(({ kind }) => kind), ["recovery"]);
    await refusal(auth.sendPasswordResetEmail(ANN.email, "https://evil.example/reset"));
  },
  async "an API key has no place in a page"(wix) {
    const { clientId, memberId } = await wix.client();
    const auth = OAuthStrategy({ clientId });
    for (const attempt of [auth.getMemberTokensForExternalLogin(memberId, "stand-in-api-key"), auth.getMemberTokensForExternalLoginWithSession(ANN.email, "stand-in-api-key")]) {
      same((await refusal(attempt)).message.includes("must not be used in a page"), true);
    }
    same((await wix.seen(clientId)).visitors, 0);
  },
  async "the caller's fetch, API and headers are used, and for token requests only those"(wix) {
    const { clientId } = await wix.client();
    const seen = [];
    const spy = (input, init) => {
      seen.push([new URL(input).pathname, new Headers(init?.headers).get("client-binding")]);
      return wix.mapped(input, init);
    };
    const page = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError("not this one"));
    const config = { clientId, apiOrigin: wix.api, fetch: spy, tokenRequestOptions: { headers: { "client-binding": "bound" } } };
    try {
      const auth = OAuthStrategy(config);
      await auth.getAuthUrl();
      same(seen, [["/oauth2/token", "bound"], ["/_api/redirects-api/v1/redirect-session", null]]);
    } finally {
      globalThis.fetch = page;
    }
  },
  async "essentials act as we do"(wix) {
    const { clientId } = await signedIn(wix);
    const client = createClient({ auth: OAuthStrategy({ clientId }) });
    await client.auth.ready;
    client.enableContext("global");
    const { headers } = await (await httpClient.fetchWithAuth(`${wix.api}/echo`)).json();
    same(headers.authorization, client.auth.getActiveToken());
    same((await essentials.getTokenInfo()).subjectType, "MEMBER");
    delete globalThis.__wix_context__;
  },
  async "a site's session is one of ours too"(wix) {
    const { clientId } = await wix.client();
    const client = clientOf(SiteSessionAuth({ clientId }));
    same(await actsAs(client), "visitor");
    same([client.auth.loggedIn(), client.auth.isSessionSynced(), client.auth.getTokens().refreshToken.role], [false, false, "visitor"]);
    for (let time = 0; time < 300_000; time++) client.auth;
    await client.auth.getAuthHeaders();
  },
};
