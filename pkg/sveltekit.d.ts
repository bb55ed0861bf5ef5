/**
 * fetch-with-auth/sveltekit: one session for the page and the server of a SvelteKit project.
 * It needs SvelteKit 2 or later.
 *
 * ```js
 * // src/hooks.server.js
 * import { createSessions } from 'fetch-with-auth/sveltekit'
 *
 * export const { handle } = createSessions(() => ({ clientId: process.env.WIX_CLIENT_ID }))
 * ```
 *
 * Then `locals.session` is the session, in `load`, in actions, in endpoints and in later
 * hooks:
 *
 * ```js
 * // src/routes/+page.server.js
 * export const load = ({ locals }) => ({ state: locals.session.state })
 * ```
 */
import type { ServerSession, SessionsOptions } from './server.js'

export type { ServerSession, SessionsOptions }

/**
 * Creates the sessions of a project, with the options of `fetch-with-auth/server`, or with
 * a function that returns them. They are read once, with the first request: SvelteKit loads
 * `hooks.server.js` while it builds as well, where the environment of the server is unknown.
 * So invalid options let each request fail with a {@link SessionError} `invalid_options`.
 */
export declare function createSessions(options: SessionsOptions | (() => SessionsOptions)): SvelteKitSessions

export interface SvelteKitSessions {
  /**
   * The hook of `hooks.server.js`. With other hooks: `sequence(handle, other)`, before those
   * that use `locals.session`.
   *
   * - `locals.session` is the session that `begin` of `fetch-with-auth/server` returns, and
   *   its `finish` completes each response: of a page, `__data.json`, an action, an endpoint,
   *   a `redirect()` or `error()`, also while its data is still streamed. A response with the
   *   cookie has no `ETag`, so that no 304 sets it.
   * - `/session/login`, `callback`, `logout` and `token` are the routes of
   *   `fetch-with-auth/server`, below the base path of the project, without files in
   *   `src/routes`. A file of your own for a path that ends so comes first. Links to them need `rel="external"`: otherwise SvelteKit takes them for
   *   pages of its own.
   * - `event.fetch` of a `load` takes the session along to other routes of the project, also
   *   one that this request has just created, unless `credentials` is `omit`. There
   *   `locals.session` is the same visitor or member; that request renews nothing, and sets no
   *   cookie.
   * - While the project is built, and in pages that are prerendered, there is nobody: the
   *   session is `empty`, nothing is requested, and no cookie is set. The page creates its
   *   visitor itself. What is built is known by its requests, which have no headers.
   * - What a later hook ends with `error()` is responded to without the cookie: SvelteKit gives
   *   that response to no hook. A visitor that was created for it is lost.
   */
  handle<Event extends SvelteKitEvent>(input: { event: Event; resolve: (event: Event) => Response | Promise<Response> }): Promise<Response>
}

/** What `handle` needs of a `RequestEvent`. */
export interface SvelteKitEvent {
  readonly request: Request
  readonly locals: App.Locals
  readonly route: { readonly id: string | null }
}

declare global {
  namespace App {
    interface Locals {
      /** The session of the request. */
      session: ServerSession
    }
  }
}
