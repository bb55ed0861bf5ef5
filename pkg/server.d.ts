/**
 * fetch-with-auth/server: the session of a page that a server renders. Page and server are
 * the same visitor or member, by a cookie that both read.
 *
 * For Node 20.19 and later, Deno and Bun. TypeScript needs the types of a platform: its
 * library `dom` or `webworker`, `@types/node` or `@cloudflare/workers-types`.
 *
 * ```js
 * import { createSessions } from 'fetch-with-auth/server'
 *
 * const sessions = createSessions({ clientId })
 *
 * async function handle(request) {
 *   const session = await sessions.begin(request)
 *   return session.finish(await render(request, session))
 * }
 * ```
 *
 * The page uses the same cookie with `configure({ clientId, storage: 'wix-session-cookie' })`.
 */

/**
 * Creates the sessions of a project. Nothing is sent before the first request. Create one
 * for the whole process: what parallel requests share is in it.
 *
 * @throws {SessionError} `invalid_options`, synchronously; the message names the option.
 */
export declare function createSessions(options: SessionsOptions): Sessions

export interface SessionsOptions {
  /** The client ID of the project's OAuth app, the same as in the page. */
  clientId: string
  /** The cookie of the session. */
  cookie?: SessionCookieOptions | undefined
  /**
   * Secrets for a sealed cookie, of 32 characters or more each, of a random generator. The
   * first one seals, and what any of them sealed is opened: to replace a secret, put the new
   * one in front, and remove the old one once its cookies have expired.
   */
  secrets?: string | readonly string[] | undefined
  /**
   * Names of cookies in which the project kept tokens before, without this library: in the
   * shape of the Wix SDK, flat, as a refresh token alone, or one of these below `tokens`;
   * with times in seconds or milliseconds. They are read while there is no session of our
   * own, and removed with the response that sets it, so that visitors keep their carts. What
   * is not of Wix, or of another client ID, is left alone. `false` reads none.
   *
   * @defaultValue `["wixSession", "wix_session", "session", "wixVisitorTokens", "refreshToken"]`
   */
  adopt?: readonly string[] | false | undefined
  /**
   * For which requests without a session a visitor is created. `true`: for a person's
   * navigation to a page, which is a GET with `Sec-Fetch-Dest: document`, without a header of
   * a prefetch, and not by a known bot. A function decides itself; `false` creates none.
   * Where none is created, the page creates its visitor when it needs one; with a sealed
   * cookie by {@link SessionRoutes.token}, whatever this option says.
   *
   * @defaultValue `true`
   */
  mint?: boolean | ((request: Request) => boolean | Promise<boolean>) | undefined
  /**
   * Origins, in addition to the Wix API, that may receive the token of a session. Exact: no
   * wildcard, no path. The server's own origin is not one of them unless it is listed.
   *
   * @defaultValue `[]`
   */
  audience?: readonly (string | URL)[] | undefined
  /**
   * The origin of the Wix API. Plain http only on loopback.
   *
   * @defaultValue `"https://www.wixapis.com"`
   */
  apiOrigin?: string | URL | undefined
  /**
   * Used instead of the global `fetch` for every request.
   *
   * @defaultValue the global `fetch` at the time of the call
   */
  fetch?: typeof fetch | undefined
  /**
   * Seconds before its expiry at which an access token is renewed.
   *
   * @defaultValue `60`
   */
  leeway?: number | undefined
}

export interface SessionCookieOptions {
  /**
   * - `"wix"`: `{ clientId, tokens, fetchWithAuth }` in JSON, as Wix-managed projects have it.
   *   Scripts of the page read and write it, with the storage `"wix-session-cookie"`.
   * - `"sealed"`: encrypted (AES-256-GCM) under {@link SessionsOptions.secrets}, and
   *   `HttpOnly`: no script and no log of a proxy learns a token by it. A session that is too
   *   long for one cookie is in several. The page gets its access token by
   *   {@link SessionRoutes.token}; on plain http only browsers that take loopback for secure
   *   keep the cookie.
   *
   * @defaultValue `"wix"`
   */
  format?: 'wix' | 'sealed' | undefined
  /**
   * Its name. Of the format `"wix"` a page reads `wixSession` only; that of a sealed cookie
   * begins with `__Host-` (RFC 6265bis, §4.1.3.2).
   *
   * @defaultValue `"wixSession"`; `"__Host-session"` for a sealed one
   */
  name?: string | undefined
  /**
   * For how many seconds a browser keeps it, at most 400 days (RFC 6265bis, §5.6);
   * `"session"` until the browser is closed, as a page sets it.
   *
   * @defaultValue `34_560_000`
   */
  maxAge?: number | 'session' | undefined
  /**
   * A domain whose hosts all receive it. A sealed cookie has none.
   *
   * @defaultValue the host of the request only
   */
  domain?: string | undefined
  /** @defaultValue `"lax"` */
  sameSite?: 'lax' | 'strict' | 'none' | undefined
}

export interface Sessions {
  /**
   * The session of a request, in a middleware or at the beginning of a handler.
   *
   * It makes at most one token request, and waits for it at most three seconds:
   * - An access token that has expired, or will within `leeway`, is renewed. All requests
   *   with one refresh token share one renewal, and for 30 seconds after the new tokens were
   *   sent to a browser the old refresh token stands for them.
   * - Where there is no session, a visitor is created if `mint` allows it.
   *
   * If the token endpoint is unavailable (no response, a timeout, 408, 429, 5xx, or something
   * that is none of its responses), the session is kept as it is, and the token endpoint is
   * not asked for some time: for as long as `Retry-After` says, up to five minutes.
   * Only `invalid_grant` ends a session: a visitor is then forgotten, and a member is
   * `expired`, never a visitor.
   *
   * It rejects only with what the function `mint` throws.
   */
  begin(request: Request): Promise<ServerSession>
  /**
   * The session in these cookies, where none can be set (React Server Components). It never
   * renews, creates or writes anything. `cookies` is the header `Cookie`, a `Headers`, or an
   * object whose `get(name)` returns a string or an object with a `value`, or a promise of
   * any of these: `sessions.read(cookies())`.
   */
  read(cookies: SessionCookies | Promise<SessionCookies>): Promise<ServerSession>
  /** Handlers that are ready to use. */
  readonly routes: SessionRoutes
}

export interface SessionRoutes {
  /**
   * Responds to a POST of the page's own origin with the access token of the session:
   * `{ accessToken, expiresIn, state }`, with `expiresIn` in seconds. It renews the token, and
   * creates a visitor where there is none, like {@link Sessions.begin}. For a page whose
   * cookie is sealed:
   *
   * ```js
   * configure({
   *   accessToken: async () => (await (await fetch('/session/token', { method: 'POST' })).json()).accessToken,
   * })
   * ```
   *
   * Otherwise it responds with `{ error: { code } }`: 405 to another method; 403
   * `foreign_origin` to a page of another origin, by `Sec-Fetch-Site` or `Origin`; 401
   * `sign_in_required` where a member's session has ended; 503 `renewal_unavailable` where the
   * token endpoint is unavailable.
   */
  token(request: Request): Promise<Response>
}

export type SessionCookies = string | null | undefined | Headers | { get(name: string): string | { value: string } | null | undefined }

export interface ServerSession {
  /** `empty`: nobody yet. `expired`: a member whose session has ended, and who must sign in again. */
  readonly state: 'empty' | 'visitor' | 'member' | 'expired'
  /** Whether this is a visitor or member whose access token has expired and could not be renewed just now. */
  readonly stale: boolean
  /**
   * `fetch` as this visitor or member. It sends the token to the Wix API and to the origins
   * in `audience` only. The response is that of the server, also if that refuses the token.
   *
   * @throws {SessionError} (the promise rejects; nothing is sent)
   *   - `foreign_origin`, `authorization_present`, `no_cors`
   *   - `no_session`: nobody yet
   *   - `sign_in_required`: a member whose session has ended
   *   - `renewal_unavailable`: the session is {@link stale}
   */
  fetchWithAuth: typeof fetch
  /**
   * The headers of the request, with the session in `Cookie` as the browser will have it:
   * for what renders the page, so that {@link Sessions.read} finds it there.
   */
  readonly forward: Headers
  /**
   * The response, with `Set-Cookie` if the session has changed, and then with `Cache-Control:
   * private, no-store` and `Vary: Cookie`.
   *
   * A response that a cache stores for everybody is returned as it is: one with
   * `Cache-Control: public`, a lifetime without `private`, a header for CDNs, or of a page
   * that was rendered before. Its page keeps the session that it has.
   */
  finish(response: Response): Response
}

/** An error of {@link createSessions} and {@link ServerSession.fetchWithAuth}. */
export declare class SessionError extends Error {
  readonly name: 'SessionError'
  readonly code: SessionErrorCode
}

export type SessionErrorCode =
  | 'invalid_options'
  | 'foreign_origin'
  | 'authorization_present'
  | 'no_cors'
  | 'no_session'
  | 'sign_in_required'
  | 'renewal_unavailable'
