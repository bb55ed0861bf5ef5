/**
 * fetch-with-auth/next: the sessions of `fetch-with-auth/server` in an app of Next. The proxy
 * renews the session and sets its cookie; server components, route handlers and server actions
 * read it.
 *
 * For Next 15.1 and later, with the App Router: `proxy.ts` of Next 16, and `middleware.ts` of
 * Next 15, in the edge runtime as well.
 *
 * ```ts
 * // lib/sessions.ts
 * import { createSessions } from 'fetch-with-auth/next'
 *
 * export const sessions = createSessions(() => ({ clientId: process.env.WIX_CLIENT_ID! }))
 * ```
 *
 * ```ts
 * // proxy.ts
 * import { sessions } from './lib/sessions'
 *
 * export const proxy = sessions.proxy // in middleware.ts: export const middleware
 *
 * export const config = { matcher: '/((?!_next/|.*\\..*).*)' }
 * ```
 *
 * ```tsx
 * // app/page.tsx
 * import { sessions } from '../lib/sessions'
 *
 * export default async function Page() {
 *   const { state, fetchWithAuth } = await sessions.session()
 *   return <p>You are: {state}</p>
 * }
 * ```
 *
 * A client component uses the same cookie, with
 * `configure({ clientId, storage: 'wix-session-cookie' })`.
 */
import type { ServerSession, SessionsOptions } from './server.js'

export type { ServerSession, SessionsOptions }

/**
 * Creates the sessions of an app, with the options of `fetch-with-auth/server`, or with a
 * function that returns them. They are read once, with the first request: Next loads modules
 * while it builds as well, where the environment of the server may be unknown. So invalid options
 * let each request fail with a `SessionError` `invalid_options`, whose message names the option.
 *
 * By default `waitUntil` is `after` of `next/server`.
 *
 * Next builds the proxy apart from what renders, so each has a copy of the module that calls
 * this. Only the proxy requests tokens and sets the cookie; the other copy reads what the proxy
 * forwards. The option `shared` is for several processes that run the proxy.
 */
export declare function createSessions(options: SessionsOptions | (() => SessionsOptions)): NextSessions

export interface NextSessions {
  /**
   * The proxy of Next 16, and the middleware of Next 15: `export const proxy = sessions.proxy`.
   *
   * It begins the session of a request, continues with it, and sets the cookie if the session has
   * changed. What renders finds the session as it is now: the request is continued with `forward`
   * of the session, in which only `Cookie` is another.
   *
   * It also responds to `/session/login`, `callback`, `logout` and `token`, below the base path of
   * the app, with the routes of `fetch-with-auth/server`. They need no files in `app`, and a
   * matcher that lets them through. A `Link` to them works, and begins nothing until it is followed.
   *
   * It runs before the response is known. So a response with the cookie has `Cache-Control:
   * private, no-store` and no lifetime for CDNs, whatever its route sets, also if the page was
   * rendered before; for pages, Next replaces `Vary`. What caches store for everybody is therefore
   * left out by the matcher. It must be if it is of the Pages Router and sets `Cache-Control`
   * itself: that replaces ours.
   *
   * An app with more to do in its proxy gives a function that makes the response to continue with:
   *
   * ```ts
   * export const proxy = (request: NextRequest) => sessions.proxy(request, session =>
   *   NextResponse.rewrite(new URL('/en', request.url), { request: { headers: session.forward } }))
   * ```
   *
   * @param request that of Next
   * @param respond such a function, which is not called for the routes; anything else, such as the
   *   event that Next passes, is ignored. By default it is `NextResponse.next` with `forward`.
   * @throws (the promise rejects) what `respond` or the option `mint` throws, and a `SessionError`
   *   for invalid options
   */
  proxy(request: NextProxyRequest, respond?: ((session: ServerSession) => Response | Promise<Response>) | object): Promise<Response>
  /**
   * The session in server components, route handlers and server actions: that in the cookies of
   * `next/headers`. It requests no token and writes nothing.
   *
   * As `cookies()` does, it makes a page dynamic; with `export const dynamic = 'force-static'` the
   * session is `empty`. Client components of such a page find the session themselves.
   *
   * @throws (the promise rejects) what `cookies()` throws, and a `SessionError` for invalid options
   */
  session(): Promise<ServerSession>
}

/** What `proxy` needs of a `NextRequest`. */
export interface NextProxyRequest extends Request {
  readonly nextUrl: { readonly pathname: string }
}
