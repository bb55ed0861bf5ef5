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
   * one stands if no other token is to be had just now, and for a stream, which
   * can be sent only once.
   *
   * A redirect keeps the header on the same origin, and browsers drop it
   * across origins (Fetch §4.4).
   *
   * Rejects with what `fetch` rejects with, the very same value, an aborted
   * signal's reason included; or with an {@link AuthError}:
   * - `foreign_origin`, `authorization_present`, `no_cors`: not sent
   * - `sign_in_required`, `signed_out`
   * - `token_request_refused`, `token_endpoint_unavailable`,
   *   `invalid_token_response`, `lock_timeout`: no token was to be had; the
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
   */
  signOut(): Promise<void>

  /**
   * Calls the listener whenever the session changes, in this tab or another.
   * @returns what ends it
   */
  onSessionChange(listener: (session: SessionInfo) => void): () => void

  /**
   * Calls the listener with what does not stop anything but should be known;
   * with what came before it was added, too.
   * @returns what ends it
   */
  onWarning(listener: (warning: AuthWarning) => void): () => void
}

export interface AuthOptions {
  /** The client ID of the OAuth app. Public; there is no secret in a page. */
  clientId: string

  /**
   * Further origins that may hear a token, exact, without a path. The page's
   * own origin and the Wix API's always may; nothing else does.
   */
  audience?: readonly (string | URL)[]

  /**
   * Where the session is kept. Anything that can run script on the origin can
   * read all of them.
   * - `"browser"` (default): IndexedDB, shared by all tabs of the origin
   * - `"session"`: sessionStorage, this tab only. A duplicated tab copies it:
   *   a server that detects reused refresh tokens may then end both
   * - `"memory"`: this instance only
   * - your own {@link TokenStorage}, `localStorage` for instance
   */
  storage?: 'browser' | 'session' | 'memory' | TokenStorage

  /**
   * The origin of the Wix API, which the token endpoint is on:
   * `https://www.wixapis.com`. Plain http only on loopback.
   */
  apiOrigin?: string | URL

  /**
   * Used for everything instead of the global `fetch`, token requests
   * included: for tests and other runtimes. It gets a URL and an init for what
   * was called with these, a Request for the rest.
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
  removeItem(key: string): unknown
}

export interface SessionInfo {
  /**
   * `empty`: nobody yet. `visitor`: anonymous. `member`: logged in. `expired`:
   * a member was here and must sign in again. A hint for a user interface:
   * who a token belongs to, only the server can say.
   */
  state: 'empty' | 'visitor' | 'member' | 'expired'
  /** When the access token ends, in seconds since 1970. It is renewed by itself. */
  expiresAt?: number
}

export interface AuthWarning {
  /** The storage failed, and memory took its place: the session ends with this page. */
  code: 'storage_unavailable'
  /** What the storage threw. */
  cause: unknown
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
  /** The session was signed out while the call waited for a token. */
  | 'signed_out'
  /** The token endpoint refused, and not with `invalid_grant` (RFC 6749 §5.2). The session is kept. */
  | 'token_request_refused'
  /** Network failure, timeout (10 s), 408, 429 or 5xx at the token endpoint. The session is kept. */
  | 'token_endpoint_unavailable'
  /** The token endpoint's answer is no token response (RFC 6749 §5.1). The session is kept. */
  | 'invalid_token_response'
  /** Another tab held the session's lock for more than 30 s. */
  | 'lock_timeout'
  /** The WebAssembly module could not be loaded; the message says what to check. The next call tries again. */
  | 'load_failed'
  /** The module failed and was replaced. The next call works. */
  | 'internal'
