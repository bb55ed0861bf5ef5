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
 * **This entry hands tokens out**, because that contract asks for it: whatever
 * script of the page holds the strategy can read them. `fetch-with-auth` itself
 * never does.
 *
 * Times are in **seconds** since 1970, as the SDK has them.
 */

import type { AuthError, LoginErrorCode, TokenStorage as Place } from 'fetch-with-auth'

export type { AuthError }

/**
 * Makes a strategy. Nothing is sent before its first use.
 *
 * Where the contract of `@wix/sdk` leaves room, this differs from it:
 * - A member never becomes a visitor because a refresh failed: only
 *   `invalid_grant` ends a session, and then calls reject with
 *   `sign_in_required` until somebody logs in or out.
 * - Calls that need a token share one visitor and one refresh, in all tabs.
 * - A refresh token that comes back replaces the old one.
 * - In a page, what {@link IOAuthStrategy.getMemberTokens} and its like return is
 *   stored as well: who forgets `setTokens` is logged in all the same. On a
 *   server, where one strategy may serve many, nothing is.
 * - What fails rejects with an {@link AuthError}, which has a `code`; what a user
 *   can do something about is a state.
 *
 * @throws {AuthError} `invalid_options`, at once.
 */
export declare function OAuthStrategy(config: StrategyConfig): IOAuthStrategy

/** The same for a visitor of a site, with no way to log in. */
export declare function SiteSessionAuth(config: StrategyConfig): ISiteSessionAuth

/**
 * Where a session comes from and goes to is one of three:
 * - `tokens`: it starts with these and is kept in this object alone. Nothing is
 *   stored or shared with other tabs, so set this on a server, for one request.
 *   Anything but a token set of the SDK is `invalid_options`; `undefined` counts
 *   as left out.
 * - `tokenStorage`: yours.
 * - `storage`: ours, shared by all tabs. While nothing is stored there, `adopt`
 *   names what the site keeps today: keys of `localStorage`, and cookies that a
 *   script can read, with the tokens of the SDK as JSON (nested or flat, with or
 *   without a `clientId` beside them, or the refresh token alone). Known without
 *   being named: the cookie `wixSession` of Wix and, if `adopt` is left out, the
 *   names that public templates use (`session`, `wix_session`, `wixSession`,
 *   `refreshToken`, `wix_tokens`, `wixTokens`, `wixVisitorToken(s)`,
 *   `wix-visitor-token-` and the client ID). A member's come first, and another
 *   client's are left alone. This is a move: what was in `localStorage` is deleted
 *   once the session is stored for all tabs, and a cookie, which a server may read,
 *   on sign-out. A sign-out deletes all that could be adopted, first of all.
 */
export type StrategyConfig = CommonConfig &
  (
    | { tokens?: Tokens; tokenStorage?: never; storage?: never; adopt?: never }
    | { tokenStorage: TokenStorage | AsyncTokenStorage; tokens?: never; storage?: never; adopt?: never }
    | { tokens?: never; tokenStorage?: never; storage?: Storage; adopt?: readonly string[] }
  )

export interface CommonConfig {
  /** The client ID of the OAuth app. */
  clientId: string
  /** Taken, and not needed. */
  publicKey?: string
  /** Headers of token requests, added last. */
  tokenRequestOptions?: { headers?: Record<string, string> }
  /** Used for everything instead of the global `fetch`. */
  fetch?: typeof fetch
  /** The origin of the Wix API: `https://www.wixapis.com`. Plain http only on loopback. */
  apiOrigin?: string | URL
}

/**
 * Where the session is kept if neither `tokens` nor a `tokenStorage` is given:
 * as in `fetch-with-auth`. In a page `"browser"`, on a server `"memory"`.
 */
export type Storage = 'browser' | 'session' | 'memory' | 'wix-session-cookie' | Place

export interface Token {
  value: string
}

export interface AccessToken extends Token {
  expiresAt: number
}

export interface RefreshToken extends Token {
  role: TokenRole
}

export interface Tokens {
  accessToken: AccessToken
  refreshToken: RefreshToken
}

/**
 * What is set has one more member, `fetchWithAuth`: when a token was issued, and
 * the visitor beside a member. Where it is not kept, a member who logs out is a
 * new visitor.
 */
export interface TokenStorage {
  getTokens(): Tokens
  setTokens(tokens: Tokens): void
}

/**
 * The same, when a promise is needed. {@link IOAuthStrategy.getTokens} tells what
 * was last read then, so on a server such a strategy is for one user.
 */
export interface AsyncTokenStorage {
  getTokens(): Promise<Tokens>
  setTokens(tokens: Tokens): Promise<void>
}

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
  captchaTokens?: { invisibleRecaptchaToken?: string; recaptchaToken?: string }
}

export interface RegisterParams extends LoginParams {
  /** As Wix names it: firstName, lastName, nickname, picture, customFields… */
  profile?: object
}

export interface ISiteSessionAuth {
  /** A token for a call, renewed if that is due. */
  getAuthHeaders(host?: any): Promise<{ headers: { Authorization: string } }>
  /**
   * Good tokens: those given if they are, or else renewed. A visitor whose
   * refresh token is dead gives a new visitor's; a member's rejects. Without any
   * given, a new visitor's, which is the session's own if there is none yet.
   */
  generateVisitorTokens(tokens?: { refreshToken?: RefreshToken; accessToken?: AccessToken }): Promise<Tokens>
  /** New tokens of the same person. The session's own are stored as well. */
  renewToken(refreshToken: RefreshToken): Promise<Tokens>
  /** The session's tokens, as far as that is known at once: see `ready`. */
  getTokens(): Tokens
  setTokens(tokens: Tokens): void
  /** Whether a member is here, however old the token is. */
  loggedIn(): boolean
  shouldUseCDN: true
  /**
   * Resolves when what is stored is known, and what was set is stored. Not in
   * the SDK's contract: its storage is known at once.
   */
  readonly ready: Promise<void>
  isSessionSynced(): boolean
  syncToWixPages(options?: { force?: boolean }): Promise<void>
}

export interface IOAuthStrategy extends Omit<ISiteSessionAuth, 'isSessionSynced' | 'syncToWixPages'> {
  /** The access token that there is, however old; empty if there is none. */
  getActiveToken(): string
  generateOAuthData(redirectUri: string, originalUri?: string): OauthData
  /** The page to log in on. What a call without arguments makes up is returned, too. */
  getAuthUrl(
    oauthData?: OauthData,
    options?: {
      prompt?: 'login' | 'none'
      responseMode?: 'fragment' | 'web_message' | 'query'
      idp?: IdentityProvider
      sessionToken?: string
    },
  ): Promise<{ authUrl: string; authorizationEndpoint: string; sessionToken: string; oauthData: OauthData }>
  parseFromUrl(url?: string, responseMode?: 'query' | 'fragment'): { code: string; state: string; error?: string; errorDescription?: string }
  getMemberTokens(code: string, state: string, oauthData: OauthData): Promise<Tokens>
  /**
   * Ends the session here at once, also offline: the visitor of before is back.
   * The page at `logoutUrl` ends that of Wix.
   * @param originalUrl where to come back to: in a page, of its origin
   */
  logout(originalUrl: string): Promise<{ logoutUrl: string }>
  register(params: RegisterParams): Promise<StateMachine>
  login(params: LoginParams): Promise<StateMachine>
  /** On a server the state is needed: nothing is remembered there. */
  processVerification(nextInputs: { verificationCode: string }, state?: StateMachine): Promise<StateMachine>
  /** In a hidden frame, so only in a page. */
  getMemberTokensForDirectLogin(sessionToken: string): Promise<Tokens>
  /** On a server only: an API key has no place in a page. */
  getMemberTokensForExternalLogin(memberId: string, apiKey: string): Promise<Tokens>
  /** On a server only: an API key has no place in a page. */
  getMemberTokensForExternalLoginWithSession(
    email: string,
    apiKey: string,
    options?: { profile?: object; verifyEmail?: boolean; mergeExistingContact?: boolean },
  ): Promise<Tokens>
  sendPasswordResetEmail(email: string, redirectUri: string): Promise<void>
  captchaInvisibleSiteKey: string
  captchaVisibleSiteKey: string
  sessions: {
    /** Whether Wix' pages were told within a week, and of whom the page speaks as now. */
    isSessionSynced(): boolean
    syncToWixPages(options?: { force?: boolean }): Promise<void>
  }
}

export type StateMachine =
  | { loginState: LoginState.SUCCESS; data: { sessionToken: string } }
  | { loginState: LoginState.INITIAL }
  | { loginState: LoginState.FAILURE; error: string; errorCode?: LoginErrorCode; [more: string]: unknown }
  | { loginState: LoginState.EMAIL_VERIFICATION_REQUIRED; data: { stateToken: string } }
  | { loginState: LoginState.OWNER_APPROVAL_REQUIRED }
  | { loginState: LoginState.USER_CAPTCHA_REQUIRED; data: { stateToken: string } }
  | { loginState: LoginState.SILENT_CAPTCHA_REQUIRED; data: { stateToken: string } }

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
