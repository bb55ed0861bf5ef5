/**
 * A panel for development: the session and how long its token is valid, a timeline of calls,
 * token requests, refusals with what to do, and changes of the session, other tabs, the storage,
 * and, with a local Wix (`npx fetch-with-auth-dev`), its fault switches. It never shows a token.
 *
 * Import it dynamically, behind a condition that is false in a production build. Bundlers then
 * leave out all of it:
 *
 * ```ts
 * import { configure } from 'fetch-with-auth'
 *
 * const auth = configure({ clientId: 'YOUR-CLIENT-ID' })
 *
 * // Vite; with webpack, Rspack and Next the condition is process.env.NODE_ENV != 'production'
 * if (import.meta.env.DEV) {
 *   const { mountDevtools } = await import('fetch-with-auth/devtools')
 *   mountDevtools()
 * }
 * ```
 *
 * It needs constructable style sheets: Chromium 98, Firefox 101, Safari 16.4. A strict
 * Content-Security-Policy needs no addition, Trusted Types included.
 */
import type { Auth } from './index.js'

/**
 * Mounts the panel. If there is one already, that is unmounted. On a server it does nothing.
 *
 * While it is mounted the functions of the instance are replaced by ones that do the same and are
 * listed in the timeline: of a call the method, the URL without query and fragment, the status,
 * and the time; never headers, bodies or arguments. A function that was taken from the instance
 * before (`const { fetchWithAuth } = auth`, `webMethods(base, auth)`) is not seen. So mount it in
 * the module that calls `configure()`, with `await` at its top level, as above: modules that
 * import this one run later. Functions that are imported from `fetch-with-auth` are seen at any
 * time.
 *
 * By itself it sends requests to a local Wix only, and asks for one only if `apiOrigin` is on this
 * machine. "Look up" calls {@link Auth.getTokenInfo}.
 *
 * @returns unmounts it: the functions are as they were before, nothing listens any more, and the
 *   fault switches that were switched on in this panel are switched off. Further calls do nothing.
 * @throws {AuthError} `not_configured` without `auth` before `configure()`; `invalid_options`
 *   for an option that cannot be used.
 */
export declare function mountDevtools(options?: DevtoolsOptions): () => void

export interface DevtoolsOptions {
  /**
   * The instance to show.
   *
   * @defaultValue the default instance, of `configure()` from `fetch-with-auth`; that of
   *   `fetch-with-auth/slim` has to be given
   */
  auth?: Auth | undefined
  /**
   * Whether the panel is open at first.
   *
   * @defaultValue as it was in this tab before it was reloaded, closed at first
   */
  open?: boolean | undefined
}
