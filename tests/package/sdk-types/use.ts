// What sites write with the SDK's types around a strategy of ours.
import { createClient, EMPTY_TOKENS, LoginState, TokenRole } from "@wix/sdk";
import type { IOAuthStrategy, OauthData, StateMachine, Tokens, TokenStorage, WixClient } from "@wix/sdk";
import { createLocalTokenStorage, OAuthStrategy, SiteSessionAuth } from "fetch-with-auth/wix-sdk";

declare const clientId: string;
declare const tokens: Tokens;
declare const tokenStorage: TokenStorage;

export const strategies: IOAuthStrategy[] = [
  OAuthStrategy({ clientId }),
  OAuthStrategy({ clientId, tokens }),
  OAuthStrategy({ clientId, tokens: EMPTY_TOKENS }),
  OAuthStrategy({ clientId, tokenStorage }),
  OAuthStrategy({ clientId, tokenStorage: createLocalTokenStorage(EMPTY_TOKENS) }),
  OAuthStrategy({ clientId, publicKey: "key", tokenRequestOptions: { headers: { "client-binding": "b" } } }),
];
SiteSessionAuth({ clientId, tokens });

// What a cookie holds, or nothing.
export const ofCookie = (cookie: Tokens | undefined): IOAuthStrategy => OAuthStrategy({ clientId, tokens: cookie });

const client = createClient({ auth: OAuthStrategy({ clientId }) });
export const named: WixClient<undefined, IOAuthStrategy> = client;

export async function session(): Promise<Tokens> {
  const visitor: Tokens = await client.auth.generateVisitorTokens({ refreshToken: tokens.refreshToken, accessToken: tokens.accessToken });
  client.auth.setTokens(tokens);
  client.auth.setTokens(EMPTY_TOKENS);
  const renewed: Tokens = await client.auth.renewToken(tokens.refreshToken);
  const isVisitor: boolean = renewed.refreshToken.role === TokenRole.VISITOR;
  return isVisitor ? visitor : client.auth.getTokens();
}

export async function login(email: string, password: string): Promise<string> {
  const state: StateMachine = await client.auth.login({ email, password });
  const registered: StateMachine = await client.auth.register({ email, password, profile: { nickname: "a" } });
  const verified: StateMachine = await client.auth.processVerification({ verificationCode: "123456" }, registered);
  return next(state) + next(verified) + next(await client.auth.login({ email, password }));
}

export function next(state: StateMachine): string {
  switch (state.loginState) {
    case LoginState.SUCCESS:
      return state.data.sessionToken;
    case LoginState.EMAIL_VERIFICATION_REQUIRED:
    case LoginState.SILENT_CAPTCHA_REQUIRED:
    case LoginState.USER_CAPTCHA_REQUIRED:
      return state.data.stateToken;
    case LoginState.OWNER_APPROVAL_REQUIRED:
    case LoginState.INITIAL:
      return state.loginState;
    case LoginState.FAILURE: {
      const code: "invalidEmail" | "invalidPassword" | "resetPassword" | "missingCaptchaToken" | "emailAlreadyExists" | "invalidCaptchaToken" | undefined = state.errorCode;
      return code ?? state.error;
    }
    default: {
      const nothingElse: never = state;
      return nothingElse;
    }
  }
}

// The same switch, of what ours returns.
export async function ofOurs(): Promise<string | undefined> {
  const state = await client.auth.login({ email: "a@b.example", password: "p" });
  switch (state.loginState) {
    case LoginState.SUCCESS:
      return state.data.sessionToken;
    case LoginState.FAILURE:
      return state.reason === "throttled" ? `in ${state.retryAfter} s` : state.errorCode;
    default:
      return next(state);
  }
}

export async function callback(href: string, cookie: string): Promise<void> {
  const data: OauthData = JSON.parse(cookie);
  const { authUrl } = await client.auth.getAuthUrl(client.auth.generateOAuthData(href), { responseMode: "query", prompt: "login" });
  const { code, state, error, errorDescription } = client.auth.parseFromUrl(href, "query");
  client.auth.setTokens(await client.auth.getMemberTokens(code, state, data));
  const { logoutUrl } = await client.auth.logout(href);
  await client.auth.sessions.syncToWixPages({});
  console.log(authUrl, error, errorDescription, logoutUrl);
}
