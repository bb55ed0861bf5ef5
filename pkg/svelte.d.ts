/**
 * The session as a store of Svelte.
 *
 * ```svelte
 * <script>
 *   import { loginWithRedirect, logout } from 'fetch-with-auth'
 *   import { sessionStore } from 'fetch-with-auth/svelte'
 *   let { data } = $props()
 *   const session = sessionStore({ initial: data.session })
 * </script>
 *
 * {#if $session.state == 'member'}
 *   <button onclick={() => logout()}>Log out</button>
 * {:else}
 *   <button onclick={() => loginWithRedirect({ redirectUri: '/callback' })}>Log in</button>
 * {/if}
 * ```
 *
 * There are no actions of its own: components call the functions of the instance.
 */
import type { SessionOptions, SessionSnapshot } from './session-snapshot.js'

export type { SessionOptions, SessionSnapshot }

/** A `Readable` of `svelte/store`. */
export interface SessionStore {
  /**
   * Calls `run` at once, and for each change of the session, in this tab or another one.
   *
   * @returns an unsubscribe function
   * @throws {AuthError} where there is a document: `not_configured` without `auth` before
   *   `configure()`; `invalid_options` if `auth` is something else than an instance.
   */
  subscribe(this: void, run: (session: SessionSnapshot) => void): () => void
}

/**
 * A store of the session. All stores of an instance share one subscription, which ends
 * with the last subscriber of them. On a server, where there is no document, its value is
 * `initial`, and no session is read.
 *
 * On a server create it in a component, not in a module: `initial` is that of one user.
 *
 * @throws {AuthError} `invalid_options` for a name that no option has.
 */
export declare function sessionStore(options?: SessionOptions): SessionStore
