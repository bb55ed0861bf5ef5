/**
 * The `OAuthStrategy` of `@wix/sdk`, on top of the session of `fetch-with-auth`:
 *
 * ```js
 * import { createClient } from '@wix/sdk'
 * import { OAuthStrategy } from 'fetch-with-auth/wix-sdk'
 *
 * const client = createClient({ auth: OAuthStrategy({ clientId }), modules })
 * ```
 *
 * **This entry returns tokens to the caller**, because the interface of the SDK
 * requires it: every script that has the strategy can read them. The entry
 * `fetch-with-auth` never does.
 *
 * Times are Unix times in **seconds**, as in the SDK.
 *
 * The types are those of the SDK, so `Tokens`, `TokenStorage`, `StateMachine` or
 * `LoginState` may be imported from either package: what is declared with one is
 * accepted where the other is expected. `createClient` is the SDK's only.
 */

import type { Fetch, URL } from './platform.js'

import type { AuthError, LoginErrorCode, LoginFailure, TokenStorage as StringStore } from 'fetch-with-auth'

export type { AuthError }

/**
 * Creates a strategy. Nothing is sent before its first use.
 *
 * Differences from the strategy of `@wix/sdk`, within its interface:
 * - A member never becomes a visitor because a refresh failed: only
 *   `invalid_grant` ends a session, and then calls reject with
 *   `sign_in_required` until a member logs in or out.
 * - Calls that need a token share one visitor and one refresh, in all tabs.
 * - A refresh token in a token response replaces the previous one (RFC 6749 §6).
 * - In a page, the tokens that {@link IOAuthStrategy.getMemberTokens} and similar
 *   functions return are also stored: the member is logged in even without
 *   `setTokens`. On a server, where one strategy may serve several users, they are not.
 * - Failures reject with an {@link AuthError}, which has a `code`; an outcome that a
 *   user can act on is a state.
 * - A login that failed for a reason that the SDK has no code for has no `errorCode`:
 *   `reason` says why.
 *
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 */
export declare function OAuthStrategy(config: StrategyConfig): IOAuthStrategy

/**
 * The same for visitors of a site, without logins.
 *
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 */
export declare function SiteSessionAuth(config: StrategyConfig): ISiteSessionAuth

/**
 * There are three ways to store the session:
 * - `tokens`: the session starts with these tokens and exists in this object only.
 *   Nothing is stored or shared with other tabs, so use this on a server, for one
 *   request. Without a refresh token and an access token that has a value, the first
 *   call creates a visitor; so it does for `{}`, which `JSON.parse(cookie ?? '{}')`
 *   returns. Anything else that is no token set of the SDK is `invalid_options`;
 *   `undefined` is the same as no option.
 * - `tokenStorage`: your own storage of tokens.
 * - `storage`: the session of `fetch-with-auth`, shared by all tabs. While it is empty,
 *   the tokens that the site has stored so far are imported. `adopt` names where they
 *   are: keys of `localStorage`, and cookies that a script can read, with the tokens of
 *   the SDK as JSON (nested or flat, with or without a `clientId` beside them) or with
 *   the refresh token only. In addition: always the cookie `wixSession` of Wix and,
 *   without `adopt`, the names that public templates use (`session`, `wix_session`,
 *   `wixSession`, `refreshToken`, `wix_tokens`, `wixTokens`, `wixVisitorToken(s)`,
 *   `wix-visitor-token-` and the client ID). A member's tokens are preferred; those of
 *   another client ID are not changed. The originals are deleted: a `localStorage` key
 *   once the session is stored for all tabs; a cookie, which a server may need, on
 *   sign-out. A sign-out first deletes everything that could be imported.
 */
export type StrategyConfig = CommonConfig &
  (
    | { tokens?: Tokens | undefined; tokenStorage?: undefined; storage?: undefined; adopt?: undefined }
    | { tokenStorage: TokenStorage | AsyncTokenStorage; tokens?: undefined; storage?: undefined; adopt?: undefined }
    | { tokens?: undefined; tokenStorage?: undefined; storage?: Storage | undefined; adopt?: readonly string[] | undefined }
  )

export interface CommonConfig {
  /** The client ID of the OAuth app. */
  clientId: string
  /** Accepted for compatibility and ignored. */
  publicKey?: string | undefined
  tokenRequestOptions?: TokenRequestOptions | undefined
  /**
   * Used instead of the global `fetch` for every request.
   *
   * @defaultValue the global `fetch` at the time of the call
   */
  fetch?: Fetch | undefined
  /**
   * The origin of the Wix API. Plain http only on loopback.
   *
   * @defaultValue `"https://www.wixapis.com"`
   */
  apiOrigin?: string | URL | undefined
}

export interface TokenRequestOptions {
  /** Headers that are added to token requests. */
  headers?: Record<string, string> | undefined
}

/**
 * Where the session is stored if there is neither `tokens` nor a `tokenStorage`:
 * as in `fetch-with-auth`.
 *
 * @defaultValue `"browser"` in a page, `"memory"` on a server
 */
export type Storage = 'browser' | 'session' | 'memory' | 'wix-session-cookie' | StringStore

export interface Token {
  value: string
}

export interface AccessToken extends Token {
  /** Unix time in seconds. */
  expiresAt: number
}

export interface RefreshToken extends Token {
  /** A {@link TokenRole}: a string, as in the SDK. Another one is refused with `invalid_options`. */
  role: string
}

export interface Tokens {
  accessToken: AccessToken
  refreshToken: RefreshToken
}

/**
 * The tokens passed to `setTokens` have one more property, `fetchWithAuth`: when a
 * token was issued, and the visitor kept beside a member. If a storage does not keep
 * it, a member who logs out becomes a new visitor.
 */
export interface TokenStorage {
  getTokens(): Tokens
  setTokens(tokens: Tokens): void
}

/**
 * The same, asynchronous. {@link IOAuthStrategy.getTokens} then returns what was last
 * read, so on a server such a strategy must serve one user only.
 */
export interface AsyncTokenStorage {
  getTokens(): Promise<Tokens>
  setTokens(tokens: Tokens): Promise<void>
}

/**
 * A storage in memory, which holds the tokens that were set last, as they are.
 *
 * @param initialTokens what `getTokens` returns before the first `setTokens`
 */
export declare function createLocalTokenStorage(initialTokens: Tokens): TokenStorage

export interface OauthPKCE {
  codeVerifier: string
  codeChallenge: string
  state: string
}

export interface OauthData extends OauthPKCE {
  originalUri: string
  redirectUri: string
}

export type IdentityProvider = 'google' | 'facebook' | { connectionId: string }

export interface LoginParams {
  email: string
  password: string
  captchaTokens?: { invisibleRecaptchaToken?: string | undefined; recaptchaToken?: string | undefined } | undefined
}

export interface RegisterParams extends LoginParams {
  /** In Wix's names: firstName, lastName, nickname, picture, customFields… */
  profile?: object | undefined
}

export interface ISiteSessionAuth {
  /**
   * The Authorization header of a call; the access token is renewed before if necessary.
   *
   * @throws {AuthError} (the promise rejects) `sign_in_required`,
   *   `token_request_refused`, `token_endpoint_unavailable`,
   *   `invalid_token_response`, `lock_timeout`, `storage_unavailable`, `load_failed`,
   *   `internal`.
   */
  getAuthHeaders(host?: any): Promise<{ headers: { Authorization: string } }>
  /**
   * Valid tokens: the given ones, renewed if they have expired. If a visitor's refresh
   * token is refused, those of a new visitor; if a member's is refused, it rejects.
   * Without an argument, those of a new visitor, which in a page becomes the session's
   * own if the session is empty.
   *
   * @throws {AuthError} (the promise rejects) as {@link getAuthHeaders}.
   */
  generateVisitorTokens(tokens?: { refreshToken?: RefreshToken | undefined; accessToken?: AccessToken | undefined }): Promise<Tokens>
  /**
   * New tokens of the same person. If they are those of the session, they are stored.
   *
   * @throws {AuthError} (the promise rejects) `invalid_options` without a refresh
   *   token; otherwise as {@link getAuthHeaders}.
   */
  renewToken(refreshToken: RefreshToken): Promise<Tokens>
  /** The tokens of the session, as far as they are loaded: see {@link ready}. */
  getTokens(): Tokens
  /**
   * Replaces the tokens of the session.
   *
   * @throws {AuthError} `invalid_options`, synchronously.
   */
  setTokens(tokens: Tokens): void
  /** Whether the session is a member's, also if its token has expired. */
  loggedIn(): boolean
  shouldUseCDN: true
  /**
   * Resolves when the stored session is loaded and the tokens that were set are stored.
   * The SDK's strategy does not have it: its storage is synchronous.
   */
  readonly ready: Promise<void>
  /** Whether the current visitor or member was synced to Wix's pages within the last seven days. */
  isSessionSynced(): boolean
  /**
   * Makes the current visitor or member known to the pages that Wix hosts, in a hidden
   * frame, unless that was done within the last seven days.
   *
   * @param options.force also if it was
   * @throws {AuthError} (the promise rejects) `frame_silent`, `api_refused`,
   *   `api_unavailable`, `no_page`, `load_failed`, `internal`.
   */
  syncToWixPages(options?: { force?: boolean | undefined }): Promise<void>
}

export interface IOAuthStrategy extends Omit<ISiteSessionAuth, 'isSessionSynced' | 'syncToWixPages'> {
  /** The access token of the session, also if it has expired; empty if there is none. */
  getActiveToken(): string
  generateOAuthData(redirectUri: string, originalUri?: string): OauthData
  /**
   * The URL of the login page. The `oauthData` that a call without arguments generates
   * is part of the result.
   *
   * @throws {AuthError} (the promise rejects) `api_refused`, `api_unavailable`,
   *   `invalid_options`, `load_failed`, `internal`.
   */
  getAuthUrl(
    oauthData?: OauthData,
    options?: {
      prompt?: 'login' | 'none' | undefined
      responseMode?: 'fragment' | 'web_message' | 'query' | undefined
      idp?: IdentityProvider | undefined
      sessionToken?: string | undefined
    },
  ): Promise<{ authUrl: string; authorizationEndpoint: string; sessionToken: string; oauthData: OauthData }>
  parseFromUrl(url?: string, responseMode?: 'query' | 'fragment'): { code: string; state: string; error?: string; errorDescription?: string }
  /**
   * Exchanges the code of a callback for tokens (RFC 6749 §4.1.3).
   *
   * @throws (the promise rejects) An Error if code or state is missing or the state is
   *   another one, as in the SDK; or an {@link AuthError}: `token_request_refused`,
   *   `token_endpoint_unavailable`, `invalid_token_response`, `invalid_options`,
   *   `load_failed`, `internal`.
   */
  getMemberTokens(code: string, state: string, oauthData: OauthData): Promise<Tokens>
  /**
   * Ends the session at once, also offline: it becomes that of the visitor before the
   * login. The page at `logoutUrl` ends the session on the Wix domain.
   *
   * @param originalUrl where that page redirects to; in a page, a URL of its origin
   * @throws {AuthError} (the promise rejects) `api_refused`, `api_unavailable`,
   *   `invalid_options`, `sign_out_not_stored`, `load_failed`, `internal`.
   */
  logout(originalUrl: string): Promise<{ logoutUrl: string }>
  /**
   * A failure that a user can act on is a state.
   *
   * @throws {AuthError} (the promise rejects) `api_refused`, `api_unavailable`,
   *   `invalid_options`, `load_failed`, `internal`.
   */
  register(params: RegisterParams): Promise<StateMachine>
  /**
   * A failure that a user can act on is a state.
   *
   * @throws {AuthError} (the promise rejects) as {@link register}.
   */
  login(params: LoginParams): Promise<StateMachine>
  /**
   * On a server pass the state that `login` or `register` returned: it is not stored there.
   *
   * @throws {AuthError} (the promise rejects) as {@link register}.
   */
  processVerification(nextInputs: CalculateNextState<ProcessableState>, state?: StateMachine): Promise<StateMachine>
  /**
   * Uses a hidden frame, so it works in a page only.
   *
   * @throws {AuthError} (the promise rejects) `frame_silent`, `origin_not_allowed`,
   *   `login_refused`, `no_page`, `token_request_refused`,
   *   `token_endpoint_unavailable`, `invalid_token_response`, `load_failed`, `internal`.
   */
  getMemberTokensForDirectLogin(sessionToken: string): Promise<Tokens>
  /**
   * On a server only, because an API key must not be in a page.
   *
   * @throws {AuthError} (the promise rejects) `invalid_options` in a page;
   *   `token_request_refused`, `token_endpoint_unavailable`,
   *   `invalid_token_response`, `load_failed`, `internal`.
   */
  getMemberTokensForExternalLogin(memberId: string, apiKey: string): Promise<Tokens>
  /**
   * On a server only, because an API key must not be in a page.
   *
   * @throws {AuthError} (the promise rejects) `api_refused`; otherwise as
   *   {@link getMemberTokensForExternalLogin}.
   */
  getMemberTokensForExternalLoginWithSession(
    email: string,
    apiKey: string,
    options?: { profile?: object | undefined; verifyEmail?: boolean | undefined; mergeExistingContact?: boolean | undefined },
  ): Promise<Tokens>
  /**
   * Sends an e-mail with a link to `redirectUri`.
   *
   * @throws {AuthError} (the promise rejects) `token_request_refused` if Wix refuses;
   *   `api_unavailable`, `invalid_options`, `load_failed`, `internal`.
   */
  sendPasswordResetEmail(email: string, redirectUri: string): Promise<void>
  captchaInvisibleSiteKey: string
  captchaVisibleSiteKey: string
  sessions: {
    /** Whether the current visitor or member was synced to Wix's pages within the last seven days. */
    isSessionSynced(): boolean
    syncToWixPages(options?: { force?: boolean | undefined }): Promise<void>
  }
}

export type StateMachine =
  | { loginState: LoginState.SUCCESS; data: { sessionToken: string } }
  | { loginState: LoginState.INITIAL }
  | FailureState
  | ProcessableState
  | { loginState: LoginState.OWNER_APPROVAL_REQUIRED }
  | { loginState: LoginState.USER_CAPTCHA_REQUIRED; data: { stateToken: string } }
  | { loginState: LoginState.SILENT_CAPTCHA_REQUIRED; data: { stateToken: string } }

/** The state that `processVerification` continues. */
export interface ProcessableState {
  loginState: LoginState.EMAIL_VERIFICATION_REQUIRED
  data: { stateToken: string }
}

/** What the next step of a login needs. */
export type CalculateNextState<T> = T extends ProcessableState ? { verificationCode: string } : never

export interface FailureState extends Partial<Pick<LoginFailure, 'code' | 'status' | 'requestId' | 'retryAfter' | 'violations'>> {
  loginState: LoginState.FAILURE
  /** A sentence to show to the user, in English. */
  error: string
  /** The reason, if the SDK has a code for it; otherwise it is absent. */
  errorCode?: 'invalidEmail' | 'invalidPassword' | 'resetPassword' | 'missingCaptchaToken' | 'emailAlreadyExists' | 'invalidCaptchaToken'
  /** The reason, also where the SDK has no code. The SDK does not have this member, nor those inherited from LoginFailure. */
  reason?: LoginErrorCode
}

export declare enum LoginState {
  SUCCESS = 'SUCCESS',
  INITIAL = 'INITIAL',
  FAILURE = 'FAILURE',
  EMAIL_VERIFICATION_REQUIRED = 'EMAIL_VERIFICATION_REQUIRED',
  OWNER_APPROVAL_REQUIRED = 'OWNER_APPROVAL_REQUIRED',
  USER_CAPTCHA_REQUIRED = 'USER_CAPTCHA_REQUIRED',
  SILENT_CAPTCHA_REQUIRED = 'SILENT_CAPTCHA_REQUIRED',
}

export declare enum TokenRole {
  NONE = 'none',
  VISITOR = 'visitor',
  MEMBER = 'member',
}

export declare const EMPTY_TOKENS: Tokens
