/**
 * fetch, authenticated as the current visitor or member.
 *
 * `URL` and `fetch` have the types that TypeScript knows: of its library `dom` or
 * `webworker`, `@types/node` or `@cloudflare/workers-types`.
 *
 * Times are Unix times in **seconds** unless a name or a comment says otherwise.
 */

import type { Fetch, URL } from './platform.js'

/**
 * Creates an independent instance. Nothing is sent before its first call.
 *
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 */
export declare function createAuth(options: AuthOptions): Auth

/**
 * Like {@link createAuth}, and makes the instance the default one, which
 * {@link fetchWithAuth}, {@link httpClient} and the other functions of this module
 * use. A second call replaces it. In a page the WebAssembly module is loaded ahead
 * of time, when the page is idle.
 *
 * Never call it on a server that serves several users: all of them would share one
 * session. Create one instance per request there, by {@link createAuth}. In Node, Deno, Bun
 * and Workers the first call says so by `console.warn`; not in a page, a worker of one,
 * Electron, or a test environment with a `document`.
 *
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 */
export declare function configure(options: AuthOptions): Auth

/** The default instance: what the last {@link configure} returned, `undefined` before. */
export declare const defaultAuth: () => Auth | undefined

/**
 * {@link Auth.fetchWithAuth} of the default instance.
 *
 * @throws {AuthError} (the promise rejects) `not_configured` before {@link configure};
 *   otherwise as {@link Auth.fetchWithAuth}.
 */
export declare const fetchWithAuth: Fetch

/** The same function, in the shape of `httpClient` of `@wix/essentials`. */
export declare const httpClient: { fetchWithAuth: Fetch }

/**
 * Functions of your backend, called like local ones: each call is a POST
 * through {@link fetchWithAuth} to `base/name`, with the arguments as a JSON array.
 * A Date arrives as a Date; `undefined` in an array arrives as null.
 *
 * ```ts
 * const { restock } = webMethods<typeof import('./shop.web.js')>('/api/shop')
 * await restock('vase')
 * ```
 *
 * Nothing is sent before a call: names that other code asks any object for
 * (`toString`, `toJSON`, `then`, `nodeType`, `__v_…`) are not web methods.
 *
 * @param base URL below which the module's methods are served; relative to the page
 * @param options.fetchWithAuth that of another instance
 * @defaultValue `options.fetchWithAuth`: that of the default instance
 * @throws {AuthError} `invalid_options`: not a base or options like these
 * @throws (the promise of a call rejects) {@link WebMethodError}; whatever
 *   {@link fetchWithAuth} rejects with; or, before anything is sent, a TypeError for
 *   an argument that JSON cannot represent (a function, a File, a FormData, a stream,
 *   a Map, a Promise, or any other object that would arrive as `{}`). The message
 *   contains the path of that value.
 */
export declare function webMethods<M = Record<string, (...given: any[]) => unknown>>(
  base: string | URL,
  options?: { fetchWithAuth?: Fetch | undefined },
): WebMethods<M>

/** The functions of a module as a page sees them: each of them returns a promise. */
export type WebMethods<M> = {
  readonly [Name in keyof M as M[Name] extends (...given: any[]) => unknown ? Name : never]: M[Name] extends (
    ...given: infer Given
  ) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never
}

/** An error response of a web method; see `fetch-with-auth/backend`. */
export declare class WebMethodError extends Error {
  private constructor()
  readonly name: 'WebMethodError'
  /**
   * The server's code: that of a `WebMethodError` thrown there, or `token_missing`,
   * `token_invalid`, `token_foreign`, `permission_denied`, `not_owner`,
   * `not_found`, `invalid_arguments`, `too_large`, `identity_unavailable`,
   * `elevation_unavailable`, `internal`. `invalid_answer`: the response is not that
   * of a web method.
   */
  readonly code: string
  /** The HTTP status. */
  readonly status: number
}

/*
 * The methods of {@link Auth} are also exported as functions of the default
 * instance. Each rejects with code `not_configured` before {@link configure}.
 */
export declare const loginWithRedirect: Auth['loginWithRedirect']
export declare const handleRedirect: Auth['handleRedirect']
export declare const login: Auth['login']
export declare const register: Auth['register']
export declare const verifyEmail: Auth['verifyEmail']
export declare const resendVerification: Auth['resendVerification']
export declare const sendPasswordResetEmail: Auth['sendPasswordResetEmail']
export declare const resetPassword: Auth['resetPassword']
export declare const loginSilently: Auth['loginSilently']
export declare const logout: Auth['logout']
export declare const newVisitor: Auth['newVisitor']
export declare const signInWithTokens: Auth['signInWithTokens']
export declare const getTokenInfo: Auth['getTokenInfo']
export declare const syncToWixPages: Auth['syncToWixPages']
export declare const redirectToWixPage: Auth['redirectToWixPage']

export interface Auth {
  /**
   * `fetch` with the access token in the Authorization header, without a scheme
   * (Wix does not expect "Bearer"). Otherwise it is exactly `fetch`, in what it
   * accepts, returns and throws. It does not use `this`.
   *
   * The first call creates a visitor; all calls and all tabs share it. A token
   * that expires within `leeway` is renewed in the background; an expired one is
   * renewed before the call. If the response is a 401 that refuses the token
   * (RFC 6750 §3: a Bearer challenge with `error="invalid_token"` or without an
   * error; across origins, where the challenge cannot be read, any 401), the token is
   * renewed once and the request is sent once more; the second response is returned.
   * The first response is returned if no other token can be obtained, if the body is
   * a stream, which can be sent only once, and in WebKit for a `Request` made from a
   * form.
   *
   * A redirect keeps the header on the same origin; browsers drop it across origins
   * (Fetch §4.4).
   *
   * @throws (the promise rejects) What `fetch` rejects with, as the very same value,
   *   including the reason of an aborted signal; or an {@link AuthError}:
   *   - `foreign_origin`, `authorization_present`, `no_cors`: the request may not
   *     carry a token, and was not sent
   *   - `sign_in_required`: the member's session has expired
   *   - `signed_out`: a call is sent only as the person that the page acted as when
   *     the call began, also the second time
   *   - `token_request_refused`, `token_endpoint_unavailable`,
   *     `invalid_token_response`, `lock_timeout`, `storage_unavailable`: no token
   *     could be obtained; the session is kept
   *   - `load_failed`, `internal`: the next call tries again
   */
  fetchWithAuth: Fetch

  /** The options with their defaults, for a log or a tool. It never contains a token. */
  readonly settings: AuthSettings

  /**
   * The session as stored now. It never contains a token.
   *
   * @throws {AuthError} (the promise rejects) `storage_unavailable`, `load_failed`,
   *   `internal`.
   */
  session(): Promise<SessionInfo>

  /**
   * Ends the session in this tab and in all tabs of this origin, at once and also
   * offline: a member becomes the visitor that it was before; a visitor is
   * forgotten. Calls that wait for a token meanwhile reject with `signed_out`.
   * A sign-out that another call or another tab has already done is not repeated.
   *
   * If the storage fails, the sign-out is noted in localStorage (for
   * `storage: "session"` in sessionStorage; without a token), and every later page
   * honours that note. Open tabs are notified and honour it, too.
   *
   * @throws {AuthError} (the promise rejects) `sign_out_not_stored`: neither could be
   *   written; this page acts as signed out, and after a reload the session may be
   *   back. `load_failed`, `internal`.
   */
  signOut(): Promise<void>

  /**
   * Calls the listener whenever the session changes, in this tab or another one.
   * Changes that follow each other within milliseconds may reach other tabs as one.
   *
   * @returns an unsubscribe function
   * @throws {AuthError} `invalid_options`: the listener is not a function
   */
  onSessionChange(listener: (change: SessionChange) => void): () => void

  /**
   * Calls the listener with each request of this instance for a visitor's token or a
   * renewal once it has ended, whatever the result, starting with the last eight that
   * occurred before it was added. Requests of other tabs, and those that end a login,
   * are not reported.
   *
   * @returns an unsubscribe function
   * @throws {AuthError} `invalid_options`: the listener is not a function
   */
  onTokenRequest(listener: (request: TokenRequest) => void): () => void

  /**
   * Calls the listener with each problem that does not stop a call, starting with
   * the last eight that occurred before it was added.
   *
   * @returns an unsubscribe function
   * @throws {AuthError} `invalid_options`: the listener is not a function
   */
  onWarning(listener: (warning: AuthWarning) => void): () => void

  /*
   * The functions below are loaded when the first of them is called. In addition to
   * the codes that each names, every one of them rejects with an {@link AuthError} of
   * code
   * - `invalid_options`: an argument cannot be used; nothing was sent
   * - `api_unavailable` (cause: {@link WixApiFailure}): no response within 30 seconds,
   *   408, 429 or 5xx; the session is kept
   * - `load_failed`, `internal`: the next call tries again
   * and with the codes of {@link fetchWithAuth} if no visitor token can be obtained.
   */

  /**
   * Goes to a login page, which comes back to `redirectUri` with a response for
   * {@link handleRedirect}: authorization code grant (RFC 6749 §4.1) with PKCE S256
   * (RFC 7636). Resolves when the page is about to be left.
   *
   * A `redirectUri` that is not among the app's allowed redirect URIs is refused by
   * Wix: the user stays on Wix's page.
   *
   * @throws {AuthError} (the promise rejects) `api_refused` (cause:
   *   {@link WixApiFailure}); `invalid_options`, `api_unavailable`, `load_failed`,
   *   `internal`.
   */
  loginWithRedirect(options: RedirectLogin): Promise<void>

  /**
   * Finishes a login on the page at `redirectUri`. Resolves to `undefined` if the URL
   * is not a login response, so it can be called on every page: a `code` and a `state`
   * of another form than ours (43 characters of base64url) belong to another library,
   * and stay in the URL.
   *
   * A state is used once, also if the response is an error; the code is exchanged
   * once, and a second call with the same URL returns the same result. The response
   * to a login of this browser is removed from the page's URL
   * (`history.replaceState`); everything else stays there.
   *
   * @param url a callback URL
   * @defaultValue `url`: the page's own URL
   * @throws {AuthError} (the promise rejects)
   *   - `state_mismatch`: this state was not created by this browser (RFC 6749
   *     §10.12), was already used (a callback that is opened again), or is older than
   *     one hour. Nothing was sent, and the URL is left as it is. If
   *     {@link session} returns `member`, a member is signed in all the same.
   *   - `storage_unavailable`: the state could not be read; the URL is left as it is,
   *     and the next call tries again
   *   - `login_refused` (cause: {@link LoginRefusal}, RFC 6749 §4.1.2.1)
   *   - `token_request_refused`, `token_endpoint_unavailable`,
   *     `invalid_token_response`: the code could not be exchanged for tokens
   *   - `invalid_options`, `load_failed`, `internal`
   */
  handleRedirect(url?: string | URL): Promise<{ returnTo: string } | undefined>

  /**
   * Logs in with a form of your own. Every outcome that a user can act on resolves;
   * see {@link LoginResult}. `SUCCESS` means that the member is signed in: the login
   * continues by itself, in a hidden frame, or by leaving the page
   * (`continueWith: "redirect"`, or if the frame cannot work and there is a
   * `redirectUri`; the result is `REDIRECTING` then, and {@link handleRedirect}
   * finishes the login).
   *
   * @throws {AuthError} (the promise rejects)
   *   - `frame_silent`: the frame did not respond in time; the message says what to
   *     check
   *   - `origin_not_allowed` (cause: {@link LoginRefusal}): the message names the
   *     origin to add to the app's allowed redirect domains
   *   - `login_refused` (cause: {@link LoginRefusal}), `api_refused` (cause:
   *     {@link WixApiFailure})
   *   - `no_page`: there is neither a document nor a `redirectUri`
   *   - `token_request_refused`, `token_endpoint_unavailable`,
   *     `invalid_token_response`: the code could not be exchanged for tokens
   *   - `invalid_options`, `api_unavailable`, `load_failed`, `internal`
   */
  login(options: LoginOptions): Promise<LoginResult>

  /**
   * Creates an account and logs in.
   *
   * @throws {AuthError} as {@link login}.
   */
  register(options: RegisterOptions): Promise<LoginResult>

  /**
   * Submits the code of the e-mail that a login or registration with the result
   * `EMAIL_VERIFICATION_REQUIRED` sent, within one day and also after a reload. A
   * wrong code resolves to `FAILURE` with `verificationFailed`.
   *
   * @throws {AuthError} as {@link login}; `invalid_options` also if no verification is
   *   pending.
   */
  verifyEmail(options: VerifyOptions): Promise<LoginResult>

  /**
   * Sends that e-mail again. Wix does not document this request, and may refuse it.
   *
   * @throws {AuthError} (the promise rejects) `api_refused`; `invalid_options` (no
   *   verification is pending), `api_unavailable`, `load_failed`, `internal`.
   */
  resendVerification(): Promise<void | LoginResult>

  /**
   * Sends an e-mail with a link to `redirectUri`, where {@link resetPassword} is called.
   *
   * @throws {AuthError} (the promise rejects) `api_refused`; `invalid_options`,
   *   `api_unavailable`, `load_failed`, `internal`.
   */
  sendPasswordResetEmail(options: PasswordResetEmail): Promise<void | LoginResult>

  /**
   * Sets a new password, and logs in with it.
   *
   * @throws {AuthError} as {@link login}.
   */
  resetPassword(options: PasswordReset): Promise<LoginResult>

  /**
   * Signs in the member who has a session on the Wix domain, in a hidden frame
   * (`prompt=none`). Browsers that block third-party cookies hide that session.
   *
   * @returns whether there was such a session
   * @throws {AuthError} (the promise rejects) `frame_silent`, `origin_not_allowed`,
   *   `api_refused`, `no_page`; `token_request_refused`,
   *   `token_endpoint_unavailable`, `invalid_token_response`; `invalid_options`,
   *   `api_unavailable`, `load_failed`, `internal`.
   */
  loginSilently(): Promise<boolean>

  /**
   * {@link signOut}, and then ends the session on the Wix domain by leaving the
   * page, which comes back to `returnTo`, to whose query Wix adds
   * `wixMemberLoggedIn=false`. Without leaving, the next login would not ask
   * for a password. The local session has ended even if the rest fails.
   *
   * An event as `options` counts as none: `onclick = logout` is a logout.
   *
   * @throws {AuthError} (the promise rejects) `sign_out_not_stored`; `api_refused`;
   *   `invalid_options`, `api_unavailable`, `load_failed`, `internal`.
   */
  logout(options?: LogoutOptions): Promise<void>

  /**
   * Forgets the visitor: the next call creates a new one. A member stays signed in,
   * without the visitor kept beside it.
   *
   * @throws {AuthError} (the promise rejects) `invalid_options` with the option
   *   `accessToken`; `storage_unavailable`, `load_failed`, `internal`.
   */
  newVisitor(): Promise<void>

  /**
   * Signs in a member with a token set that your server obtained (external login).
   * An access token without an expiry is renewed after ten minutes; one that has
   * already expired is renewed before its first use.
   *
   * @throws {AuthError} (the promise rejects) `invalid_options`,
   *   `storage_unavailable`, `load_failed`, `internal`.
   */
  signInWithTokens(tokens: MemberTokens): Promise<void>

  /**
   * What the server says about the current access token, which is renewed before if
   * necessary. The `state` of {@link session} is only a hint.
   * https://dev.wix.com/docs/rest/app-management/oauth-2/token-info
   *
   * @throws {AuthError} (the promise rejects) `api_refused`; `api_unavailable`,
   *   `load_failed`, `internal`; and the codes of {@link fetchWithAuth}.
   */
  getTokenInfo(): Promise<TokenInfo>

  /**
   * Makes the current visitor or member known to the pages that Wix hosts, in a
   * hidden frame. Resolves when the frame has loaded; a page of another origin does
   * not reveal whether it succeeded.
   *
   * @throws {AuthError} (the promise rejects) `frame_silent`, `api_refused`,
   *   `no_page`; `invalid_options`, `api_unavailable`, `load_failed`, `internal`.
   */
  syncToWixPages(): Promise<void>

  /**
   * Goes to a page that Wix hosts, which knows the current visitor or member.
   * https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object
   *
   * @throws {AuthError} (the promise rejects) `api_refused`; `invalid_options`,
   *   `api_unavailable`, `load_failed`, `internal`.
   */
  redirectToWixPage(page: WixPage): Promise<void>
}

export interface Navigation {
  /**
   * Leaves the page: for a router, a native shell, a test.
   *
   * @defaultValue `url => location.assign(url)`
   */
  navigate?: ((url: string) => void) | undefined
}

export interface RedirectBack {
  /**
   * Exactly one of the app's allowed redirect URIs, at most 2048 characters; sent as
   * it is. A path is resolved against the page's origin. Without a fragment
   * (RFC 6749 §3.1.2).
   */
  redirectUri: string | URL
  /**
   * What {@link Auth.handleRedirect} returns as `returnTo`: an http(s) URL of this
   * origin of at most 2048 characters.
   *
   * @defaultValue this page; without query and fragment, or only its origin, if its
   *   URL is longer than that; empty if the page has no http(s) origin
   */
  returnTo?: string | URL | undefined
  /**
   * Where the response is in the callback URL.
   *
   * @defaultValue `"query"`
   */
  responseMode?: 'query' | 'fragment' | undefined
}

export interface RedirectLogin extends RedirectBack, Navigation {
  /**
   * `"login"` shows the login page, `"none"` only uses an existing session.
   *
   * @defaultValue `"login"`
   */
  prompt?: 'login' | 'none' | undefined
  /** Goes directly to an identity provider: social login or SSO. */
  idp?: 'google' | 'facebook' | { connectionId: string } | undefined
}

export interface AfterLogin extends Omit<RedirectBack, 'redirectUri'>, Navigation {
  /** As {@link RedirectBack.redirectUri}; without one the page is not left. */
  redirectUri?: string | URL | undefined
  /**
   * `"frame"` stays on the page; `"redirect"` leaves it for a moment and needs a
   * `redirectUri`.
   *
   * @defaultValue `"frame"`
   */
  continueWith?: 'frame' | 'redirect' | undefined
}

export interface LoginOptions extends AfterLogin {
  email: string
  password: string
  captchaTokens?: CaptchaTokens | undefined
}

export interface RegisterOptions extends LoginOptions {
  /** In Wix's names: firstName, lastName, nickname, picture, customFields… */
  profile?: Record<string, unknown> | undefined
}

export interface VerifyOptions extends AfterLogin {
  /** The code from the e-mail. */
  code: string
}

export interface PasswordResetEmail {
  email: string
  /** One of the app's allowed redirect URIs. */
  redirectUri: string | URL
  /** The language of the e-mail, like `"en"`. */
  language?: string | undefined
}

export interface PasswordReset extends AfterLogin {
  /** From the link in the e-mail. */
  recoveryToken: string
  password: string
}

export interface CaptchaTokens {
  recaptchaToken?: string | undefined
  invisibleRecaptchaToken?: string | undefined
}

export interface LogoutOptions extends Navigation {
  /**
   * An http(s) URL of this origin, on an allowed domain of the app.
   *
   * @defaultValue this page, as in {@link RedirectBack}
   */
  returnTo?: string | URL | undefined
  /**
   * Also forgets the visitor kept beside the member: the next call creates a new one.
   *
   * @defaultValue `false`
   */
  forgetVisitor?: boolean | undefined
}

/**
 * A member's tokens: as a token endpoint returns them (RFC 6749 §5.1), or as the Wix
 * SDK stores them. `expiresAt` is a Unix time in seconds; `expiresIn` and
 * `expires_in` are seconds from now.
 */
export type MemberTokens =
  | { access_token: string; refresh_token?: string | undefined; expires_in?: number | string | undefined }
  | { accessToken: string; refreshToken?: string | undefined; expiresAt?: number | undefined; expiresIn?: number | undefined }
  | { accessToken: { value: string; expiresAt?: number | undefined }; refreshToken?: { value: string; role?: 'member' | undefined } | undefined }

/** Exactly one page, in Wix's names, and where to come back to. */
export type WixPage = Navigation &
  (
    | { ecomCheckout: { checkoutId: string } }
    | { bookingsCheckout: { slotAvailability: unknown; timezone?: string | undefined } }
    | { bookingsBook: { resourceId: string } }
    | { eventsCheckout: { reservationId: string; eventSlug: string } }
    | { paidPlansCheckout: { planId: string; checkoutData?: unknown } }
    | { storesProduct: { productSlug: string } }
  ) & {
    /** URLs of at most 2048 characters. */
    callbacks?: {
      postFlowUrl?: string | undefined
      thankYouPageUrl?: string | undefined
      loginUrl?: string | undefined
      cartPageUrl?: string | undefined
      planListUrl?: string | undefined
      bookingsServiceListUrl?: string | undefined
      state?: string | undefined
    } | undefined
    preferences?: Record<string, unknown> | undefined
  }

export interface TokenInfo {
  /** Whether the token is valid. If it is false, ignore all other fields. */
  active: boolean
  subjectType: 'VISITOR' | 'MEMBER' | 'USER' | 'APP' | 'UNKNOWN' | (string & {})
  subjectId?: string
  /** When the token expires: Unix time in seconds. */
  exp?: number
  /** When the token was issued: Unix time in seconds. */
  iat?: number
  clientId?: string
  accountId?: string
  siteId?: string
  instanceId?: string
  vendorProductId?: string
}

/** The outcome of a login step. */
export type LoginResult =
  /** The member is signed in. */
  | { loginState: 'SUCCESS' }
  /** The page is being left; {@link Auth.handleRedirect} finishes the login at `redirectUri`. */
  | { loginState: 'REDIRECTING' }
  /** A code was sent by e-mail: call {@link Auth.verifyEmail}. */
  | { loginState: 'EMAIL_VERIFICATION_REQUIRED' }
  /** The site owner must approve the account; log in again after that. */
  | { loginState: 'OWNER_APPROVAL_REQUIRED' }
  /** States that Wix declares and that this client does not support. */
  | { loginState: 'STATUS_CHECK' | 'REQUIRE_MFA' | 'MFA_CHALLENGE' | 'REQUIRE_FIRST_FACTOR' | 'REQUIRE_MISSING_FIELDS' }
  /** A state that this version does not know, as the server sent it. */
  | { loginState: 'UNKNOWN'; state: string }
  | LoginFailure

export interface LoginFailure {
  loginState: 'FAILURE'
  /** The reason: a code of the Wix SDK, or one of ours if the SDK has none. */
  errorCode: LoginErrorCode
  /** The server's own code, as it sent it. */
  code?: string
  /** A sentence to show to the user, in English. */
  message: string
  /** The HTTP status. */
  status: number
  /** `x-wix-request-id`, for Wix support. */
  requestId?: string
  /** Seconds to wait (`Retry-After`, RFC 9110 §10.2.3). */
  retryAfter?: number
  /** Which field is invalid, and why. */
  violations?: { field: string; description: string; rule: string }[]
}

export type LoginErrorCode =
  | 'missingCaptchaToken'
  | 'invalidCaptchaToken'
  | 'emailAlreadyExists'
  | 'invalidPassword'
  | 'resetPassword'
  | 'invalidEmail'
  | 'ownerApprovalRequired'
  | 'accessDenied'
  | 'validationFailed'
  | 'recoveryTokenInvalid'
  | 'throttled'
  | 'blocked'
  | 'invalidSession'
  | 'clientAuthenticationForbidden'
  | 'emailNotProvided'
  | 'serverException'
  | 'verificationFailed'
  | 'emailVerificationRequired'
  | 'expiredJwtToken'
  | 'ipAddressFiltered'
  | 'userEmailOfacAddress'
  | 'siteNotPublished'
  | 'trustedClientsOnly'
  | 'unimplementedFeature'
  | 'unsupportedField'
  | 'attributeNotFound'
  | 'reenrollmentRequiredByAdmin'
  | 'unknown'

/**
 * An error response of the authorization endpoint (RFC 6749 §4.1.2.1). Anybody can
 * write one into a URL, so do not trust its content. The code and the state of the
 * same URL are replaced in it.
 */
export interface LoginRefusal {
  error: string
  errorDescription?: string
  /** The origin to add to the app's allowed redirect domains. */
  rejectedOrigin?: string
}

/** An error response of the Wix API. Secrets of the request that it quotes are replaced. */
export interface WixApiFailure {
  /** The HTTP status; 0 if there was no response. */
  status: number
  /** Wix's application code. */
  code?: string
  message?: string
  /** `x-wix-request-id`, for Wix support. */
  requestId?: string
  /** Seconds to wait (`Retry-After`, RFC 9110 §10.2.3). */
  retryAfter?: number
  /** Which field is invalid, and why. */
  violations?: { field: string; description: string; rule: string }[]
}

/** Options of a client that stores its own tokens, or of one that is given access tokens. */
export type AuthOptions = CommonOptions & (ClientOptions | ExternalOptions)

export interface ClientOptions {
  /** The client ID of the OAuth app. It is public; a page has no client secret. */
  clientId: string
  accessToken?: undefined
}

export interface ExternalOptions {
  /**
   * Returns an access token that other code manages (a dashboard page, a hosted
   * runtime): called when a token is needed, every ten minutes, and after a 401. It
   * must return within ten seconds. There is no visitor, no member and no storage
   * then.
   */
  accessToken: () => string | Promise<string>
  clientId?: string | undefined
}

export interface CommonOptions {
  /**
   * Origins, in addition to that of the authorization endpoint, whose messages are
   * accepted from a login frame: where the endpoint redirects before it responds.
   * Exact, without a path.
   *
   * @defaultValue `[]`
   */
  loginOrigins?: readonly (string | URL)[] | undefined

  /**
   * How long a hidden frame may take to respond, in seconds; at most 3600.
   *
   * @defaultValue `30`
   */
  frameTimeout?: number | undefined

  /**
   * Origins that also receive tokens, in addition to the page's own origin and the
   * Wix API. Exact: no wildcard, no path. No other origin receives one.
   *
   * @defaultValue `[]`
   */
  audience?: readonly (string | URL)[] | undefined

  /**
   * Where the session is stored. A script that runs on the origin can read each of
   * these.
   * - `"browser"`: IndexedDB, shared by all tabs of the origin
   * - `"session"`: sessionStorage, this tab only. A duplicated tab copies it: a
   *   server that detects the reuse of refresh tokens may then end both sessions
   * - `"memory"`: this instance only
   * - `"wix-session-cookie"`: the cookie `wixSession` of Wix-managed projects, so
   *   that the page and the server that rendered it act as the same person. A
   *   cookie of another client ID on this host is not changed. A page that is open
   *   learns at once whom the server has logged in or out in another tab, where the
   *   browser has a Cookie Store API (on https and loopback, Chromium 87, Firefox 140,
   *   Safari 18.4); elsewhere when it is shown again
   * - your own {@link TokenStorage}, for example `localStorage`
   *
   * Where the platform forbids or lacks a storage (a sandboxed frame, blocked
   * cookies, a server), each instance uses memory, with the warning
   * `storage_unavailable`. A storage that fails is tried again for two seconds, and
   * at the next use. On a server only a TokenStorage is shared, by the instances
   * that are given the same one.
   *
   * @defaultValue `"browser"`; with `accessToken`: `"memory"`
   */
  storage?: 'browser' | 'session' | 'memory' | 'wix-session-cookie' | TokenStorage | undefined

  /**
   * The origin of the Wix API, which the token endpoint is on. Plain http only on
   * loopback.
   *
   * @defaultValue `"https://www.wixapis.com"`
   */
  apiOrigin?: string | URL | undefined

  /**
   * Used instead of the global `fetch` for every request, including token requests:
   * for tests and other runtimes. It is called with a URL (a string) and an init: a
   * new one each time, with the headers in the form in which the caller passed them.
   * Only a call with a `Request`, with a stream as body, or with a body that the
   * Fetch standard does not define is passed as a `Request`.
   *
   * Whatever it returns is the response. A 401 whose headers cannot be read counts
   * as a refused token.
   *
   * @defaultValue the global `fetch` at the time of the call
   */
  fetch?: Fetch | undefined

  /**
   * How long before its expiry a token is renewed, in seconds. At most half of the
   * token's lifetime counts.
   *
   * @defaultValue `60`
   */
  leeway?: number | undefined
}

/**
 * A string store, synchronous or asynchronous. If tabs share it, every tab must read
 * the latest write: `localStorage` does not guarantee that (a tab may read a value
 * that another tab has just replaced), IndexedDB does.
 */
export interface TokenStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>
  setItem(key: string, value: string): unknown
  /** Never called: an empty session is a record, too. It is declared because `Storage` has it. */
  removeItem?(key: string): unknown
}

export interface SessionInfo {
  /**
   * `empty`: no session yet. `visitor`: anonymous. `member`: logged in. `expired`:
   * a member's session has expired, and the member must sign in again. `external`:
   * the owner of the token that {@link AuthOptions.accessToken} returns. A hint for a
   * user interface: only the server knows whom a token belongs to.
   */
  state: 'empty' | 'visitor' | 'member' | 'expired' | 'external'
  /** When the access token expires: Unix time in seconds. It is renewed automatically. */
  expiresAt?: number
}

export interface SessionChange extends SessionInfo {
  /**
   * `visitor`: a visitor was created. `renewed`: the same session has a new token.
   * `signed_in`: a member has signed in. `expired`: the member's session has expired
   * (RFC 6749 §5.2 `invalid_grant`). `signed_out`: the session is that of the visitor
   * kept beside the member, or empty.
   */
  reason: 'visitor' | 'external' | 'renewed' | 'signed_in' | 'expired' | 'signed_out'
}

export interface AuthSettings {
  /** `undefined` with {@link AuthOptions.accessToken}, unless it was given. */
  readonly clientId: string | undefined
  /** The origin of the Wix API. */
  readonly apiOrigin: string
  /** All origins that receive tokens: the page's own, those of the Wix API, and {@link AuthOptions.audience}. */
  readonly audience: readonly string[]
  /** As in the options, or `"custom"` for a {@link TokenStorage}. */
  readonly storage: 'browser' | 'session' | 'memory' | 'wix-session-cookie' | 'custom'
}

/** A request to the token endpoint (RFC 6749 §3.2), or a call of {@link AuthOptions.accessToken}. It never contains a token. */
export interface TokenRequest {
  /** `anonymous`: a new visitor's. `refresh_token`: a renewal (RFC 6749 §6). `external`: {@link AuthOptions.accessToken}. */
  grant: 'anonymous' | 'refresh_token' | 'external'
  /** How long it took, in milliseconds. */
  duration: number
  /**
   * The head of the response, also of one with tokens, as {@link TokenEndpointFailure}
   * has it. Without a response, what `fetch` or `accessToken` threw; `undefined` if
   * `accessToken` returned.
   */
  result: unknown
}

export type AuthWarning =
  | {
      /**
       * The storage is forbidden here, and memory replaces it: the session ends with
       * this page. Or it failed: what could not be stored is tried again. Reported
       * once.
       */
      code: 'storage_unavailable'
      /** What the storage threw. */
      cause: unknown
    }
  | {
      /** A login was granted another scope than the requested one, `offline_access` (RFC 6749 §3.3). */
      code: 'scope_differs'
      /** The granted scope. */
      scope: string
    }

/** An error raised by this library. */
export declare class AuthError extends Error {
  private constructor()
  readonly name: 'AuthError'
  readonly code: AuthErrorCode
  /**
   * What caused the error: for a response of the token endpoint a
   * {@link TokenEndpointFailure}; without a response, what `fetch` threw. It never
   * contains a token.
   */
  readonly cause?: unknown
}

/** Whether this is an {@link AuthError}, also one of another copy of this package. */
export declare function isAuthError(value: unknown): value is AuthError

/** An error response of the token endpoint. */
export interface TokenEndpointFailure {
  /** The HTTP status. */
  status: number
  /** `error` of RFC 6749 §5.2, or Wix's application code. */
  error?: string
  /** `x-wix-request-id`, for Wix support. */
  requestId?: string
  /** Seconds to wait (`Retry-After`, RFC 9110 §10.2.3); this client waits that long. */
  retryAfter?: number
}

export type AuthErrorCode =
  /** The function was called before `configure()`. */
  | 'not_configured'
  /** An option or an argument cannot be used; the message names it. */
  | 'invalid_options'
  /** The origin of the request is not in `audience`. Nothing was sent. */
  | 'foreign_origin'
  /** The request already has an Authorization header. Nothing was sent. */
  | 'authorization_present'
  /** Mode "no-cors" would drop the header silently. Nothing was sent. */
  | 'no_cors'
  /** The member's session has expired (RFC 6749 §5.2 `invalid_grant`): sign in again, or call `signOut()`. */
  | 'sign_in_required'
  /**
   * The session was signed out, or another person signed in, while the call waited, or
   * between its first and its second request. It was not sent as that person.
   */
  | 'signed_out'
  /** The token endpoint refused with another error than `invalid_grant` (RFC 6749 §5.2). The session is kept. */
  | 'token_request_refused'
  /** Network failure, timeout (10 seconds), 408, 429 or 5xx at the token endpoint. The session is kept. */
  | 'token_endpoint_unavailable'
  /** The response of the token endpoint is not a token response (RFC 6749 §5.1). The session is kept. */
  | 'invalid_token_response'
  /** Another tab or call has held the session's lock for more than 30 seconds. */
  | 'lock_timeout'
  /**
   * The storage failed (cause: what it threw) and this page does not know the
   * session, so no visitor is created. Nothing was sent; try again.
   */
  | 'storage_unavailable'
  /** A sign-out could not be stored: see {@link Auth.signOut}. */
  | 'sign_out_not_stored'
  /**
   * A part of the library could not be loaded; the message says what to check, `cause`
   * is what the platform threw. The next call tries again.
   */
  | 'load_failed'
  /** A defect of this library. The module was reloaded, and the next call works. */
  | 'internal'
  /** The callback's state is unknown in this browser, expired or already used. Nothing was sent, and the URL is left as it is. */
  | 'state_mismatch'
  /** The authorization endpoint refused the login: see {@link LoginRefusal}. */
  | 'login_refused'
  /** This page's origin is not among the app's allowed redirect domains; the message names it. */
  | 'origin_not_allowed'
  /** A hidden frame did not respond in time; the message says what to check. */
  | 'frame_silent'
  /** The Wix API refused the request: see {@link WixApiFailure}. */
  | 'api_refused'
  /** The Wix API cannot be reached, or cannot respond right now. The session is kept. */
  | 'api_unavailable'
  /** This needs a page with a document, in a secure context (https or loopback). */
  | 'no_page'
  /** The Wix page gave no access token in time: the `cause` of an error, see `fetch-with-auth/wix-host`. Nothing was sent. */
  | 'host_silent'
  /** The Wix page failed to give an access token (cause: what it threw), or gave something else: as `host_silent`. */
  | 'host_failed'
