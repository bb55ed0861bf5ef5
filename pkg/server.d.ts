/**
 * fetch-with-auth/server: the session of a page that a server renders. Page and server are
 * the same visitor or member, by a cookie that both read.
 *
 * For Node 20.19 and later, Deno, Bun and Workers. In a page the import throws, as that of
 * `fetch-with-auth/backend` does.
 *
 * `Request`, `Response`, `URL` and `fetch` have the types that TypeScript knows: of its library
 * `dom` or `webworker`, `@types/node` or `@cloudflare/workers-types`.
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

import type { Fetch, Headers, Request, Response, URL } from './platform.js'

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
   * one in front, and remove the old one once its cookies have expired. Where several processes
   * are updated one after another, put the new one last everywhere before: a cookie that a
   * process cannot open is no session to it.
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
   * a prefetch, and not by a known bot. A function decides itself; its second argument is what
   * `true` would decide. `false` creates none. Where none is created, the page creates its
   * visitor when it needs one; with a sealed cookie by {@link SessionRoutes.token}, whatever
   * this option says.
   *
   * A visitor is created before it is known whether the response may set a cookie, because the
   * page is rendered for that visitor. Where it may not (see {@link ServerSession.finish}), that
   * visitor is lost, and the page has waited for a token request in vain. Leave out the paths
   * of such responses:
   *
   * ```js
   * mint: ({ url }, isNavigation) => isNavigation && !new URL(url).pathname.startsWith('/blog/')
   * ```
   *
   * @defaultValue `true`
   */
  mint?: boolean | ((request: Request, isNavigation: boolean) => boolean | Promise<boolean>) | undefined
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
  fetch?: Fetch | undefined
  /**
   * Seconds before its expiry at which an access token is renewed. With the format `"wix"` the
   * page renews as well, by default a minute before expiry, and no lock is between both: keep
   * it below the `leeway` of the page.
   *
   * @defaultValue `10`; `60` with a sealed cookie, which only the server renews
   */
  leeway?: number | undefined
  /**
   * What several processes with the same cookies share, so that a refresh token is presented
   * once by all of them, and each knows the tokens that replaced it (rotation with detection
   * of reuse, RFC 9700 §4.14.2). It needs {@link SessionsOptions.secrets}, the same ones in each process.
   * Without it, each process renews for itself: enough for one process, and for several if
   * the requests of a browser reach the same one. A process learns that a member has signed
   * out by another one when it renews.
   *
   * @defaultValue none
   */
  shared?: SharedSessions | undefined
  /**
   * Keeps the process until a promise has settled, also after the response. A renewal that
   * takes longer than a page waits for it goes on in the background; a Worker would end it
   * with the response, and with it the session, if refresh tokens rotate. On Workers:
   * `waitUntil` of `cloudflare:workers`. Node, Deno and Bun need none.
   *
   * @defaultValue none
   */
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /**
   * The origin of the site as its visitors see it: that of the redirect URI of a login, and of
   * the URL to return to after a logout. Wix compares both with what is allowed for the OAuth
   * app.
   *
   * @defaultValue that of the request, as `X-Forwarded-Proto` and `X-Forwarded-Host` of a proxy,
   * `Host`, or else its URL say
   */
  siteOrigin?: string | URL | undefined
  /**
   * The path of {@link SessionRoutes.callback}. With the site's origin it is the redirect URI,
   * which has to be allowed for the OAuth app to the letter.
   *
   * @defaultValue `callback` beside the route of the login: `/session/callback` for
   * `/session/login`
   */
  callbackPath?: string | undefined
}

/**
 * A lock and a store of several processes, such as a database or Redis has them. Names and
 * keys are keyed hashes, and values are encrypted: neither shows a token. A lock alone would
 * not do, since the process that comes second has only the refresh token that is used up.
 *
 * While `lock` or `read` fails or does not respond (`lock` within 15 seconds, `read` within 3
 * seconds), nothing is renewed, and each session is kept as it is. A value that `write` loses
 * is not known to the other processes: one of them may then present a used refresh token.
 */
export interface SharedSessions {
  /** Calls `task` while no other process holds the lock of this name, and releases it once the promise of `task` has settled. */
  lock(name: string, task: () => Promise<unknown>): unknown
  /** The value of a key; undefined or null if there is none. */
  read(key: string): string | null | undefined | Promise<string | null | undefined>
  /** Stores a value for that many seconds, or longer. */
  write(key: string, value: string, seconds: number): unknown
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
   * `"session"` until the browser is closed. A page with the storage `"wix-session-cookie"`
   * keeps a cookie of this server for as long again whenever it writes it, and one that it has
   * created itself until the browser is closed.
   *
   * @defaultValue `34_560_000`
   */
  maxAge?: number | 'session' | undefined
  /**
   * A domain whose hosts all receive it. A sealed cookie has none, and neither has `wixSession`,
   * which pages write for their own host: give it another name.
   *
   * @defaultValue the host of the request only
   */
  domain?: string | undefined
  /**
   * `SameSite`. A page that writes the cookie sets `lax`.
   *
   * @defaultValue `"lax"`
   */
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
   * Begins a login: responds to a GET with a redirect (302) to Wix's login page. A link leads
   * here: `<a href="/session/login?returnTo=/account">`.
   *
   * The query:
   * - `returnTo`: where to go afterwards, a path of this site of up to 1600 characters. By
   *   default `/`. Whatever leads to another origin is refused: 400 `invalid_return_to`.
   * - `prompt`: `login` (the default) shows the login page; `none` shows nothing, and logs in
   *   who has a session at Wix already.
   * - `idp`: `google`, `facebook`, or the connection ID of another identity provider, which shows
   *   its page instead of Wix's.
   *
   * What the callback needs is in a cookie of this login alone, for an hour: `HttpOnly`,
   * `SameSite=Lax`, `__Host-` on https, and sealed where there are
   * {@link SessionsOptions.secrets}. So several tabs can log in at the same time, and only the
   * browser that has begun a login can end it. Where there is no session yet, a visitor is
   * created, whatever `mint` says; who is signed in stays so until the login has succeeded.
   *
   * If it cannot begin, it redirects (303) to `returnTo` with the parameter `loginError`, a
   * {@link LoginErrorCode}, and the session stays as it is. 405 to another method; 403
   * `not_a_navigation` to a prefetch, a fetch, an image or a script; 400 `invalid_options` for another
   * `prompt` or `idp`.
   */
  login(request: Request): Promise<Response>
  /**
   * Ends a login: where Wix redirects to, with a GET. The redirect URI.
   *
   * The session becomes that of the member, beside whom the visitor is kept, and a redirect (303)
   * leads to `returnTo` of the login. If it fails, the redirect has the parameter `loginError`,
   * a {@link LoginErrorCode}, and the session stays as it is: nobody who is signed in is signed
   * out by it. Where this browser has not begun that login, an hour ago at most, or has ended it
   * already, that is `state_mismatch`, and the redirect leads to `/`.
   *
   * 405 to another method; 400 `no_callback` to a URL without an authorization response
   * (RFC 6749, §4.1.2).
   */
  callback(request: Request): Promise<Response>
  /**
   * Signs a member out: responds to a POST of the site's own origin. A form leads here:
   * `<form method="post" action="/session/logout?returnTo=/">`. Where a Content Security Policy
   * has `form-action`, it must list the origin of the Wix site, too.
   *
   * The session becomes that of the visitor that was kept, and a redirect (303) leads to Wix,
   * which ends its own session and returns to `returnTo`, a path as in {@link login}. A visitor
   * stays that visitor. If Wix is unavailable, or does not respond within three seconds, the
   * member is signed out here, and the redirect leads to `returnTo` with the parameter
   * `logoutError`, a {@link LoginErrorCode}.
   *
   * 405 to another method; 403 `foreign_origin` to a page of another origin; 400
   * `invalid_return_to`.
   */
  logout(request: Request): Promise<Response>
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

/**
 * Why a login or logout has failed, as the parameter `loginError` or `logoutError` of the page
 * that it returns to.
 *
 * - `login_refused`: Wix refused, or the person cancelled
 * - `state_mismatch`: this browser has not begun that login, or has ended it
 * - `api_refused`: Wix refused to begin: is the redirect URI allowed, and the site published?
 * - `api_unavailable`, `token_endpoint_unavailable`: no response, a timeout, 408, 429 or 5xx
 * - `token_request_refused`: the code was refused, because it is too old or was used
 * - `invalid_token_response`: the token endpoint has sent something else than tokens
 * - `session_not_stored`: the cookie is another project's
 * - `internal`: a defect of this library
 */
export type LoginErrorCode =
  | 'login_refused'
  | 'state_mismatch'
  | 'api_refused'
  | 'api_unavailable'
  | 'token_endpoint_unavailable'
  | 'token_request_refused'
  | 'invalid_token_response'
  | 'session_not_stored'
  | 'internal'

export type SessionCookies = string | null | undefined | Headers | { get(name: string): string | { value: string } | null | undefined }

export interface ServerSession {
  /** `empty`: nobody yet. `expired`: a member whose session has ended, and who must sign in again. */
  readonly state: 'empty' | 'visitor' | 'member' | 'expired'
  /**
   * Whether this is a visitor or member whose access token had expired when the request began,
   * and could not be renewed. A token that expires later is used until the request has ended.
   */
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
  fetchWithAuth: Fetch
  /**
   * The headers of the request, with the session in `Cookie` as the browser will have it:
   * for what renders the page, so that {@link Sessions.read} finds it there. If the session has
   * changed, without what asks for a part of a response, or for one only if it is another than
   * a cache has: `If-None-Match` (other than `*`), `If-Modified-Since`, `If-Range` and `Range`.
   */
  readonly forward: Headers
  /**
   * The response, with `Set-Cookie` if the session has changed, and then with `Cache-Control:
   * private, no-store` and `Vary: Cookie`.
   *
   * A response that a cache stores for everybody is returned as it is: one with
   * `Cache-Control: public`, a lifetime without `private`, a header for CDNs, or of a page
   * that was rendered before. Its page keeps the session that it has.
   *
   * @throws TypeError if `response` is not one.
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
