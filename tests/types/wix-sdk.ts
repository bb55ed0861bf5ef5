// The strategy for the Wix SDK: its contract, and what is beyond it.
import { createLocalTokenStorage, EMPTY_TOKENS, LoginState, OAuthStrategy, SiteSessionAuth, TokenRole } from "fetch-with-auth/wix-sdk";
import type { IOAuthStrategy, OauthData, StateMachine, Tokens, TokenStorage } from "fetch-with-auth/wix-sdk";

const clientId = "id";
const tokenStorage: TokenStorage = { getTokens: () => EMPTY_TOKENS, setTokens(tokens) { console.log(tokens.refreshToken.role === TokenRole.NONE); } };

export const strategies: IOAuthStrategy[] = [
  OAuthStrategy({ clientId }),
  OAuthStrategy({ clientId, publicKey: "key", tokens: EMPTY_TOKENS, tokenRequestOptions: { headers: { "client-binding": "b" } } }),
  OAuthStrategy({ clientId, tokenStorage }),
  OAuthStrategy({ clientId, tokenStorage: createLocalTokenStorage(EMPTY_TOKENS) }),
  // What is undefined is no option.
  OAuthStrategy({ clientId, tokens: undefined, tokenStorage: undefined, storage: undefined, adopt: undefined, publicKey: undefined, tokenRequestOptions: undefined, fetch: undefined, apiOrigin: undefined }),
  OAuthStrategy({ clientId, tokenStorage: { getTokens: async () => EMPTY_TOKENS, setTokens: async () => {} } }),
  OAuthStrategy({ clientId, storage: "wix-session-cookie", adopt: ["wix_tokens"], apiOrigin: "https://api.example", fetch }),
];

// @ts-expect-error one place for tokens is enough
OAuthStrategy({ clientId, tokens: EMPTY_TOKENS, tokenStorage });
// @ts-expect-error a client ID is needed
OAuthStrategy({});

export async function all(auth: IOAuthStrategy): Promise<void> {
  await auth.ready;
  const authorization: string = (await auth.getAuthHeaders()).headers.Authorization;
  const tokens: Tokens = await auth.generateVisitorTokens();
  await auth.generateVisitorTokens({ refreshToken: tokens.refreshToken });
  auth.setTokens(await auth.renewToken(tokens.refreshToken));
  const data: OauthData = auth.generateOAuthData("https://shop.example/cb");
  const { authUrl } = await auth.getAuthUrl(data, { prompt: "none", responseMode: "query", idp: { connectionId: "id" } });
  const { code, state, error } = auth.parseFromUrl("https://shop.example/cb", "query");
  await auth.getMemberTokens(code, state, data);
  const { logoutUrl } = await auth.logout("https://shop.example/");
  await auth.sendPasswordResetEmail("a@b.example", "https://shop.example/reset");
  await auth.getMemberTokensForExternalLoginWithSession("a@b.example", "key", { profile: { firstName: "A" } });
  if (!auth.sessions.isSessionSynced()) await auth.sessions.syncToWixPages({ force: true });
  const cdn: true = auth.shouldUseCDN;
  console.log(authorization, auth.getActiveToken(), auth.loggedIn(), authUrl, error, logoutUrl, cdn, next(await auth.login({ email: "a@b.example", password: "p" })));
  // @ts-expect-error there is no such prompt
  await auth.getAuthUrl(data, { prompt: "consent" });
}

function next(state: StateMachine): string {
  switch (state.loginState) {
    case LoginState.SUCCESS:
      return state.data.sessionToken;
    case LoginState.EMAIL_VERIFICATION_REQUIRED:
      return state.data.stateToken;
    case LoginState.FAILURE:
      return state.reason === "throttled" ? "later" : state.error;
    default:
      return state.loginState;
  }
}

export const site: boolean = SiteSessionAuth({ clientId }).isSessionSynced();
