/**
 * fetch-with-auth/astro: one session for the page and the server of an Astro project. It needs
 * Astro 5 or later, and an adapter.
 *
 * ```js
 * // src/middleware.js
 * import { createSessions } from 'fetch-with-auth/astro'
 *
 * export const { onRequest, ALL } = createSessions(() => ({ clientId: process.env.WIX_CLIENT_ID }))
 * ```
 *
 * ```js
 * // src/pages/session/[action].js
 * export { ALL } from '../../middleware.js'
 *
 * export const prerender = false
 * ```
 *
 * Then `Astro.locals.session` is the session, in pages, components, endpoints, actions and later
 * middleware.
 */
import type { ServerSession, SessionsOptions } from './server.js'

export type { ServerSession, SessionsOptions }

/**
 * Creates the sessions of a project, with the options of `fetch-with-auth/server`, or with
 * a function that returns them. They are read once, with the first request: Astro loads the
 * middleware while it prerenders as well, where the environment of the server is unknown. So
 * invalid options let each request fail with a `SessionError` `invalid_options`.
 */
export declare function createSessions(options: SessionsOptions | (() => SessionsOptions)): AstroSessions

export interface AstroSessions {
  /**
   * The middleware. With others: `sequence(onRequest, other)`, before those that use
   * `locals.session`.
   *
   * - `locals.session` is the session that `begin` of `fetch-with-auth/server` returns, and
   *   its `finish` completes each response: of a page, an endpoint, an action, a server island,
   *   a redirect, a rewrite, or an error page.
   * - A page that is prerendered is rendered for nobody: the session is `empty`, nothing is
   *   requested, and no cookie is set. Its script finds the session, or creates the visitor.
   * - A response with a lifetime or tags of `Astro.cache` or `routeRules` sets no cookie, since
   *   it is for everybody.
   */
  onRequest(context: AstroContext, next: () => Promise<Response>): Promise<Response>
  /**
   * The session's routes of `fetch-with-auth/server`, as an endpoint of all methods: at
   * `/session/login`, `callback`, `logout` and `token`, below the base path of the project. It
   * has to be at `src/pages/session/[action].js`. Where `trailingSlash` is `"always"`, the option
   * `callbackPath` needs the slash, too. 404 to other paths.
   */
  ALL(context: Pick<AstroContext, 'request'>): Promise<Response>
}

/** What `onRequest` needs of an `APIContext`. */
export interface AstroContext {
  readonly request: Request
  readonly isPrerendered: boolean
  readonly locals: App.Locals
}

declare global {
  namespace App {
    interface Locals {
      /** The session of the request. */
      session: ServerSession
    }
  }
}
