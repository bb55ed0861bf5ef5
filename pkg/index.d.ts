/**
 * fetch, authorized as whoever the page speaks as.
 *
 * Times are Unix times in **seconds** unless a name says otherwise.
 */

/**
 * Makes an independent instance. Nothing is sent before its first call.
 *
 * @throws {AuthError} `invalid_options`, at once, with a message that names the option.
 */
export declare function createAuth(options: AuthOptions): Auth

/**
 * The same, and makes it the one behind {@link fetchWithAuth} and {@link httpClient}.
 * Call it again to replace it. In a page the module is loaded ahead, in idle time.
 *
 * @throws {AuthError} `invalid_options`, at once, with a message that names the option.
 */
export declare function configure(options: AuthOptions): Auth

/**
 * {@link Auth.fetchWithAuth} of the instance that {@link configure} made.
 * Rejects with code `not_configured` before that.
 */
export declare const fetchWithAuth: typeof fetch

/** The shape that Wix developers import today. */
export declare const httpClient: { fetchWithAuth: typeof fetch }

/**
 * Functions of your backend, called as if they were here: each call is a POST
 * through {@link fetchWithAuth} to `base/name`, with the arguments as JSON.
 * Dates arrive as dates; `undefined` in a list arrives as null.
 *
 * ```ts
 * const { restock } = webMethods<typeof import('./shop.web.js')>('/api/shop')
 * await restock('vase')
 * ```
 *
 * Each function rejects with a {@link WebMethodError}, with what
 * {@link fetchWithAuth} rejects with, or, before anything is sent, with the
 * TypeError of an argument that cannot be JSON: a function, a File, a form, a
 * stream, a Map, a Promise, and all else that would arrive as `{}`. The message
 * names its path. Nothing is sent before a call: the object has no names of its
 * own that others ask for (`toString`, `toJSON`, `then`, `nodeType`, `__v_…`).
 *
 * @param base where the module's methods are served; relative to the page
 * @param options another instance's `fetchWithAuth`; the default one's, if not given
 */
export declare function webMethods<M = Record<string, (...given: any[]) => unknown>>(
  base: string | URL,
  options?: { fetchWithAuth?: typeof fetch },
): WebMethods<M>

/** What a page sees of a module: its functions, each of them answering a promise. */
export type WebMethods<M> = {
  readonly [Name in keyof M as M[Name] extends (...given: any[]) => unknown ? Name : never]: M[Name] extends (
    ...given: infer Given
  ) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never
}

/** A web method said no, in its own words: `fetch-with-auth/backend`. */
export declare class WebMethodError extends Error {
  private constructor()
  readonly name: 'WebMethodError'
  /**
   * The server's: that of a `WebMethodError` thrown there, or `token_missing`,
   * `token_invalid`, `token_foreign`, `permission_denied`, `not_owner`,
   * `not_found`, `invalid_arguments`, `too_large`, `identity_unavailable`,
   * `elevation_unavailable`, `internal`. `invalid_answer`: something else than a
   * web method answered.
   */
  readonly code: string
  /** The HTTP status. */
  readonly status: number
}

/*
 * What is in {@link Auth} is exported as well, of the instance that
 * {@link configure} made. Each rejects with code `not_configured` before that.
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
   * `fetch`, signed: the access token in the Authorization header as it is
   * (Wix takes it raw, without "Bearer"), and otherwise exactly `fetch`, in
   * what it accepts, returns and throws. It needs no `this`.
   *
   * The first call mints a visitor; any number of calls and tabs share it. A
   * token that ends within `leeway` is renewed on the side, one that has ended
   * before the call. If the answer is a 401 that refuses the token (RFC 6750
   * §3: `error="invalid_token"` or no error in a Bearer challenge; across
   * origins, where the challenge cannot be read, any 401), the token is renewed
   * once and the request sent once more; that second answer stands. The first
   * one stands if no other token is to be had just now, for a stream, which can
   * be sent only once, and in WebKit for a `Request` made of a form.
   *
   * A redirect keeps the header on the same origin, and browsers drop it
   * across origins (Fetch §4.4).
   *
   * Rejects with what `fetch` rejects with, the very same value, an aborted
   * signal's reason included; or with an {@link AuthError}:
   * - `foreign_origin`, `authorization_present`, `no_cors`: not sent
   * - `sign_in_required`; `signed_out`: a call is sent only as the person that
   *   the page acted as when it began, also the second time
   * - `token_request_refused`, `token_endpoint_unavailable`,
   *   `invalid_token_response`, `lock_timeout`, `storage_unavailable`: no token
   *   could be obtained; the
   *   session is kept
   * - `load_failed`, `internal`: the next call tries again
   */
  fetchWithAuth: typeof fetch

  /** Who the page speaks as, by what is stored now. Never a token. */
  session(): Promise<SessionInfo>

  /**
   * Ends the session here and in all tabs of this origin, at once and also
   * offline: a member becomes the visitor it was before, a visitor is
   * forgotten. Calls that wait for a token meanwhile reject with `signed_out`.
   * A sign-out that another call, or another tab, has done already is done.
   *
   * If the storage fails, the sign-out is noted in localStorage (for
   * `storage: "session"` in sessionStorage; without a token), and every later page
   * honours that note. Open tabs are notified and honour it, too.
   * @throws {AuthError} `sign_out_not_stored`: neither could be written. This page
   *   acts as signed out; after a reload the session may be back.
   */
  signOut(): Promise<void>

  /**
   * Calls the listener whenever the session changes, in this tab or another,
   * with the reason. Changes that follow each other within milliseconds may be
   * told to other tabs as one.
   * @returns what ends it
   */
  onSessionChange(listener: (change: SessionChange) => void): () => void

  /**
   * Calls the listener with what does not stop anything but should be known;
   * with the last eight that came before it was added, too.
   * @returns what ends it
   */
  onWarning(listener: (warning: AuthWarning) => void): () => void

  /*
   * What follows is loaded when it is first called. Besides the codes that are
   * named, each rejects with an {@link AuthError} of code
   * - `invalid_options`: an argument cannot be used; nothing was sent
   * - `api_unavailable` (cause: {@link WixApiFailure}): no answer within 30 s,
   *   408, 429 or 5xx; the session is kept
   * - `load_failed`, `internal`: the next call tries again
   * and with those of {@link fetchWithAuth} when no visitor is to be had.
   */

  /**
   * Goes to a login page and comes back to `redirectUri` with the answer, for
   * {@link handleRedirect}: authorization code (RFC 6749 §4.1) with PKCE S256
   * (RFC 7636). Settles when the page is about to be left.
   *
   * @throws {AuthError} `api_refused` (cause: {@link WixApiFailure}).
   */
  loginWithRedirect(options: RedirectLogin): Promise<void>

  /**
   * Finishes a login on the page at `redirectUri`. Resolves to undefined and does
   * nothing if the URL is not a login response, so it may be called on every
   * page: a `code` and a `state` of another form than ours (43 characters of
   * base64url) belong to another library, and stay in the URL.
   * The state counts once, also when the response is a refusal; the code is
   * exchanged once, and who calls twice gets the same result twice. The response
   * to a login of this browser is taken out of the page's URL
   * (`history.replaceState`); everything else stays there.
   *
   * @param url the page's own, if not given
   * @throws {AuthError} `state_mismatch`: no login of this browser began with
   *   this state (RFC 6749 §10.12), or it was used (a callback that is opened
   *   again), or is older than an hour; nothing was sent, and the URL is left as
   *   it is. {@link session} says whether the member is signed in all the same.
   *   `storage_unavailable`: it could not be looked up; the URL is left as it is,
   *   and the next call tries again. `login_refused` (cause: {@link LoginRefusal}, RFC 6749
   *   §4.1.2.1). `token_request_refused`, `token_endpoint_unavailable`,
   *   `invalid_token_response`: the code gave no tokens.
   */
  handleRedirect(url?: string | URL): Promise<{ returnTo: string } | undefined>

  /**
   * Login with a form of your own. Every outcome that a user can do something
   * about resolves; see {@link LoginResult}. `SUCCESS` means that the member is
   * signed in: the login goes on by itself, in a hidden frame, or by leaving the
   * page (`continueWith: "redirect"`, or when the frame cannot work and there is
   * a `redirectUri`; the result is `REDIRECTING` then, and
   * {@link handleRedirect} finishes).
   *
   * @throws {AuthError} `frame_silent`: the frame did not answer in time; the
   *   message says what to check. `origin_not_allowed` (cause:
   *   {@link LoginRefusal}): the message names the origin to allow-list.
   *   `login_refused`; `api_refused`; `no_page` where there is no document and
   *   no `redirectUri`; and as {@link handleRedirect} what the token endpoint
   *   may refuse.
   */
  login(options: LoginOptions): Promise<LoginResult>

  /** A new account. As {@link login}. */
  register(options: RegisterOptions): Promise<LoginResult>

  /**
   * The code of the mail that a login or registration with the result
   * `EMAIL_VERIFICATION_REQUIRED` asked for, within a day and also after a
   * reload. A wrong code resolves to `FAILURE` with `verificationFailed`. As
   * {@link login}.
   */
  verifyEmail(options: VerifyOptions): Promise<LoginResult>

  /** Sends that mail again. How Wix wants it asked is not published: it may refuse. */
  resendVerification(): Promise<void | LoginResult>

  /** Sends a mail that leads to `redirectUri`, where {@link resetPassword} goes on. */
  sendPasswordResetEmail(options: PasswordResetEmail): Promise<void | LoginResult>

  /** Sets a new password, and logs in with it. As {@link login}. */
  resetPassword(options: PasswordReset): Promise<LoginResult>

  /**
   * Signs in whoever has a live session on the Wix domain, without a page
   * (`prompt=none`), in a hidden frame. Browsers that block third-party cookies
   * hide that session.
   * @returns whether there was one
   * @throws {AuthError} `frame_silent`, `origin_not_allowed`, `api_refused`, `no_page`
   */
  loginSilently(): Promise<boolean>

  /**
   * {@link signOut}, and then the end of the session on Wix' side by leaving the
   * page, which comes back to `returnTo`. Without that the next login would ask
   * for no password. The session here has ended also if the rest fails.
   * @throws {AuthError} `api_refused`
   */
  logout(options?: LogoutOptions): Promise<void>

  /** Drops the visitor: the next call is a fresh one's. A member stays, without the visitor kept beside it. */
  newVisitor(): Promise<void>

  /**
   * A member comes in with a token set that your server got for it (external
   * login). What expires without saying when is renewed after ten minutes, and
   * what says that it has expired already is renewed before its first use.
   */
  signInWithTokens(tokens: MemberTokens): Promise<void>

  /**
   * Who the token belongs to, by what the server says; renewed before if that is
   * due. The state in {@link session} is only a hint.
   * @throws {AuthError} `api_refused`
   */
  getTokenInfo(): Promise<TokenInfo>

  /**
   * Makes the pages that Wix hosts know the visitor or member, in a hidden
   * frame. Resolves when that was loaded; a page of another origin does not tell
   * whether it could do what it was loaded for.
   * @throws {AuthError} `frame_silent`, `api_refused`, `no_page`
   */
  syncToWixPages(): Promise<void>

  /**
   * Goes to a page that Wix hosts, which knows the visitor or member.
   * https://dev.wix.com/docs/api-reference/business-management/headless/redirects/redirect-session-object
   * @throws {AuthError} `api_refused`
   */
  redirectToWixPage(page: WixPage): Promise<void>
}

/** Leaves the page otherwise than by `location.assign`: a router, a native shell, a test. */
export interface Navigation {
  navigate?(url: string): void
}

export interface RedirectBack {
  /**
   * Exactly one of the app's allowed redirect URIs; sent as it is. A path is
   * taken from the page's origin. No fragment (RFC 6749 §3.1.2).
   */
  redirectUri: string | URL
  /**
   * Where {@link Auth.handleRedirect} says to go on: an http(s) URL of this origin
   * of at most 2048 characters. This page, if not given; only its path, or its
   * origin, where its address is longer; empty where it has no http(s) origin.
   */
  returnTo?: string | URL
  /** Where the answer is in the callback URL: `"query"`, if not given. */
  responseMode?: 'query' | 'fragment'
}

export interface RedirectLogin extends RedirectBack, Navigation {
  /** `"login"` shows the login page (the default), `"none"` only asks for a live session. */
  prompt?: 'login' | 'none'
  /** Straight to an identity provider: social or SSO. */
  idp?: 'google' | 'facebook' | { connectionId: string }
}

export interface AfterLogin extends Partial<RedirectBack>, Navigation {
  /** `"frame"` stays on the page, `"redirect"` leaves it for a moment and needs a `redirectUri`. */
  continueWith?: 'frame' | 'redirect'
}

export interface LoginOptions extends AfterLogin {
  email: string
  password: string
  captchaTokens?: CaptchaTokens
}

export interface RegisterOptions extends LoginOptions {
  /** As Wix names it: firstName, lastName, nickname, picture, customFields… */
  profile?: Record<string, unknown>
}

export interface VerifyOptions extends AfterLogin {
  code: string
}

export interface PasswordResetEmail {
  email: string
  redirectUri: string | URL
  language?: string
}

export interface PasswordReset extends AfterLogin {
  /** From the link in the mail. */
  recoveryToken: string
  password: string
}

export interface CaptchaTokens {
  recaptchaToken?: string
  invisibleRecaptchaToken?: string
}

export interface LogoutOptions extends Navigation {
  /** An http(s) URL of this origin on an allowed domain; this page, if not given, as in {@link RedirectBack}. */
  returnTo?: string | URL
  /** The visitor kept beside the member is dropped, too: the next call is a stranger's. */
  forgetVisitor?: boolean
}

/** As a token endpoint answers, or as the Wix SDK keeps them. */
export type MemberTokens =
  | { access_token: string; refresh_token?: string; expires_in?: number | string }
  | { accessToken: string; refreshToken?: string; expiresAt?: number; expiresIn?: number }
  | { accessToken: { value: string; expiresAt?: number }; refreshToken?: { value: string; role?: 'member' } }

/** Exactly one page, and how to come back; the members are Wix' own. */
export type WixPage = Navigation &
  (
    | { ecomCheckout: { checkoutId: string } }
    | { bookingsCheckout: { slotAvailability: unknown; timezone?: string } }
    | { bookingsBook: { resourceId: string } }
    | { eventsCheckout: { reservationId: string; eventSlug: string } }
    | { paidPlansCheckout: { planId: string; checkoutData?: unknown } }
    | { storesProduct: { productSlug: string } }
  ) & {
    callbacks?: {
      postFlowUrl?: string
      thankYouPageUrl?: string
      loginUrl?: string
      cartPageUrl?: string
      planListUrl?: string
      bookingsServiceListUrl?: string
      state?: string
    }
    preferences?: Record<string, unknown>
  }

export interface TokenInfo {
  /** Whether the token is good. If not, nothing else need be true. */
  active: boolean
  subjectType: 'VISITOR' | 'MEMBER' | 'USER' | 'APP' | 'UNKNOWN' | (string & {})
  subjectId?: string
  /** Seconds since 1970. */
  exp?: number
  /** Seconds since 1970. */
  iat?: number
  clientId?: string
  accountId?: string
  siteId?: string
  instanceId?: string
  vendorProductId?: string
}

/** How a step of a login ended. */
export type LoginResult =
  /** A member is signed in. */
  | { loginState: 'SUCCESS' }
  /** The page is being left; the login goes on at `redirectUri`. */
  | { loginState: 'REDIRECTING' }
  /** A code was sent by mail: {@link Auth.verifyEmail}. */
  | { loginState: 'EMAIL_VERIFICATION_REQUIRED' }
  /** The site's owner has to approve the account; log in again then. */
  | { loginState: 'OWNER_APPROVAL_REQUIRED' }
  /** States that Wix declares and this client cannot take further. */
  | { loginState: 'STATUS_CHECK' | 'REQUIRE_MFA' | 'MFA_CHALLENGE' | 'REQUIRE_FIRST_FACTOR' | 'REQUIRE_MISSING_FIELDS' }
  /** A state that this version does not know, as the server wrote it. */
  | { loginState: 'UNKNOWN'; state: string }
  | LoginFailure

export interface LoginFailure {
  loginState: 'FAILURE'
  /** Why, in a word: those of the Wix SDK, and further ones where it has none. */
  errorCode: LoginErrorCode
  /** The server's own code, as it wrote it. */
  code?: string
  /** A sentence to show to the user, in English. */
  message: string
  /** The HTTP status. */
  status: number
  /** `x-wix-request-id`, for Wix support. */
  requestId?: string
  /** Seconds to wait (`Retry-After`). */
  retryAfter?: number
  /** What is wrong with which field. */
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
 * What the authorization endpoint said (RFC 6749 §4.1.2.1). Anybody may have
 * written it into a URL. The code and state of the same URL are replaced in it.
 */
export interface LoginRefusal {
  error: string
  errorDescription?: string
  /** The origin to add to the app's allowed redirect domains. */
  rejectedOrigin?: string
}

/** What the Wix API said. Secrets of the request that it quotes are replaced. */
export interface WixApiFailure {
  /** The HTTP status; 0 if there was no answer. */
  status: number
  code?: string
  message?: string
  requestId?: string
  retryAfter?: number
  violations?: { field: string; description: string; rule: string }[]
}

/** Of a client that keeps its own tokens, or of somebody else's tokens. */
export type AuthOptions = CommonOptions & (ClientOptions | ExternalOptions)

export interface ClientOptions {
  /** The client ID of the OAuth app. Public; there is no secret in a page. */
  clientId: string
  accessToken?: undefined
}

export interface ExternalOptions {
  /**
   * Where somebody else keeps the tokens (a dashboard page, a hosted runtime):
   * asked for one when it is needed, every ten minutes, and after a 401. It has
   * ten seconds to answer. There is no visitor, no member and no storage then.
   */
  accessToken: () => string | Promise<string>
  clientId?: string
}

export interface CommonOptions {
  /**
   * Origins beside that of the authorization endpoint whose word counts in a
   * login frame: where that redirects before it answers. Exact, without a path.
   */
  loginOrigins?: readonly (string | URL)[]

  /** Seconds for a hidden frame to answer: 30. At most an hour. */
  frameTimeout?: number

  /**
   * Further origins that may hear a token, each in full: no wildcard, no path.
   * The page's own origin and the Wix API's always may; nothing else does.
   */
  audience?: readonly (string | URL)[]

  /**
   * Where the session is kept. Anything that can run script on the origin can
   * read all of them.
   * - `"browser"` (default): IndexedDB, shared by all tabs of the origin
   * - `"session"`: sessionStorage, this tab only. A duplicated tab copies it:
   *   a server that detects reused refresh tokens may then end both
   * - `"memory"`: this instance only
   * - `"wix-session-cookie"`: the cookie `wixSession` of Wix-managed projects, so
   *   that the page and the server that rendered it speak as the same person. A
   *   cookie that another client ID wrote on this host is left alone
   * - your own {@link TokenStorage}, `localStorage` for instance
   *
   * Where the platform forbids or lacks a storage (a sandboxed frame, blocked
   * cookies, a server), each instance is in memory, with the warning
   * `storage_unavailable`. One that fails is tried again for two seconds, and at
   * the next use. On a server only a TokenStorage is shared, by the instances
   * that are given the same one.
   */
  storage?: 'browser' | 'session' | 'memory' | 'wix-session-cookie' | TokenStorage

  /**
   * The origin of the Wix API, which the token endpoint is on:
   * `https://www.wixapis.com`. Plain http only on loopback.
   */
  apiOrigin?: string | URL

  /**
   * Used for everything instead of the global `fetch`, token requests
   * included: for tests and other runtimes. It gets a URL (a string) and an
   * init: a new one each time, with the headers in the form in which the caller
   * gave them. Only what was called with a `Request`, with a stream as body, or
   * with a body that the Fetch standard does not know becomes a `Request`.
   *
   * What it answers is the answer, whatever it is. A 401 whose headers cannot
   * be read counts as a refused token.
   */
  fetch?: typeof fetch

  /**
   * Seconds before its end from which on a token is renewed: 60. At most half
   * of the token's life counts.
   */
  leeway?: number
}

/**
 * A place for texts, sync or async. One that is shared by tabs should show
 * each the last word: `localStorage` does not always (a tab may read what
 * another has just replaced), IndexedDB does.
 */
export interface TokenStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>
  setItem(key: string, value: string): unknown
  /** Not called: what is emptied is a record, too. Storages have it. */
  removeItem?(key: string): unknown
}

export interface SessionInfo {
  /**
   * `empty`: nobody yet. `visitor`: anonymous. `member`: logged in. `expired`:
   * a member was here and must sign in again. `external`: whoever
   * {@link AuthOptions.accessToken} speaks for. A hint for a user interface:
   * who a token belongs to, only the server can say.
   */
  state: 'empty' | 'visitor' | 'member' | 'expired' | 'external'
  /** When the access token ends, in seconds since 1970. It is renewed by itself. */
  expiresAt?: number
}

export interface SessionChange extends SessionInfo {
  /**
   * `visitor`: there is a visitor now. `renewed`: the same session, another
   * token. `signed_in`: a member is here. `expired`: the member's session is
   * over (RFC 6749 §5.2 `invalid_grant`). `signed_out`: back to the visitor kept,
   * or to nobody.
   */
  reason: 'visitor' | 'external' | 'renewed' | 'signed_in' | 'expired' | 'signed_out'
}

export type AuthWarning =
  | {
      /**
       * The storage is forbidden here, and memory takes its place: the session ends
       * with this page. Or it failed: what could not be stored is tried again.
       * Said once.
       */
      code: 'storage_unavailable'
      /** What the storage threw. */
      cause: unknown
    }
  | {
      /** A login was granted another scope than the one asked for, `offline_access` (RFC 6749 §3.3). */
      code: 'scope_differs'
      /** The scope granted. */
      scope: string
    }

/** A refusal of ours. */
export declare class AuthError extends Error {
  private constructor()
  readonly name: 'AuthError'
  readonly code: AuthErrorCode
  /**
   * What led to it. For answers of the token endpoint a {@link TokenEndpointFailure}.
   * Never a token.
   */
  readonly cause?: unknown
}

/** Whether this is an {@link AuthError}, also of another copy of this package. */
export declare function isAuthError(value: unknown): value is AuthError

export interface TokenEndpointFailure {
  /** The HTTP status. */
  status: number
  /** `error` of RFC 6749 §5.2, or Wix' own application code. */
  error?: string
  /** `x-wix-request-id`, for Wix support. */
  requestId?: string
  /** Seconds of `Retry-After`, honoured by this client. */
  retryAfter?: number
}

export type AuthErrorCode =
  /** `fetchWithAuth` before `configure()`. */
  | 'not_configured'
  /** An option cannot be used; the message names it. */
  | 'invalid_options'
  /** The target is outside the audience. Nothing was sent. */
  | 'foreign_origin'
  /** The request has an Authorization header of its own. Nothing was sent. */
  | 'authorization_present'
  /** Mode "no-cors" would drop the header silently. Nothing was sent. */
  | 'no_cors'
  /** A member's session is over (RFC 6749 §5.2 `invalid_grant`): sign in again, or `signOut()`. */
  | 'sign_in_required'
  /**
   * The session was signed out, or somebody else signed in, while the call waited,
   * or between its first and its second sending. It was not sent as them.
   */
  | 'signed_out'
  /** The token endpoint refused, and not with `invalid_grant` (RFC 6749 §5.2). The session is kept. */
  | 'token_request_refused'
  /** Network failure, timeout (10 s), 408, 429 or 5xx at the token endpoint. The session is kept. */
  | 'token_endpoint_unavailable'
  /** The token endpoint's answer is no token response (RFC 6749 §5.1). The session is kept. */
  | 'invalid_token_response'
  /** Another tab held the session's lock for more than 30 s. */
  | 'lock_timeout'
  /**
   * The storage failed (cause: what it threw) and this page does not know the
   * session, so nobody is created. Nothing was sent; try again.
   */
  | 'storage_unavailable'
  /** A sign-out could not be stored: see {@link Auth.signOut}. */
  | 'sign_out_not_stored'
  /**
   * A part could not be loaded; the message says what to check, `cause` what the
   * platform said. The next call tries again.
   */
  | 'load_failed'
  /** The module failed and was replaced. The next call works. */
  | 'internal'
  /** No login of this browser has the callback's state, or it is used up. Nothing was sent, and the URL is left as it is. */
  | 'state_mismatch'
  /** The authorization endpoint refused the login: see {@link LoginRefusal}. */
  | 'login_refused'
  /** This page's origin is not among the app's allowed redirect domains; the message names it. */
  | 'origin_not_allowed'
  /** A hidden frame did not answer in time; the message says what to check. */
  | 'frame_silent'
  /** The Wix API refused: see {@link WixApiFailure}. */
  | 'api_refused'
  /** The Wix API could not be reached, or cannot answer just now. The session is kept. */
  | 'api_unavailable'
  /** This needs a page with a document, and in a secure context (https or loopback). */
  | 'no_page'
