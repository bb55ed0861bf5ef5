/**
 * The session in components of React.
 *
 * ```tsx
 * 'use client'
 * import { configure, loginWithRedirect, logout } from 'fetch-with-auth'
 * import { SessionProvider, useSession } from 'fetch-with-auth/react'
 *
 * const auth = configure({ clientId: 'YOUR-CLIENT-ID' })
 *
 * function Account() {
 *   const { state } = useSession()
 *   return state == 'member'
 *     ? <button onClick={() => logout()}>Log out</button>
 *     : <button onClick={() => loginWithRedirect({ redirectUri: '/callback' })}>Log in</button>
 * }
 *
 * export const App = ({ initial }) => <SessionProvider auth={auth} initial={initial}><Account /></SessionProvider>
 * ```
 *
 * There are no actions of its own: components call the functions of the instance.
 */
import type { ReactElement, ReactNode } from 'react'
import type { Auth } from './index.js'
import type { SessionOptions, SessionSnapshot } from './session-snapshot.js'

export type { SessionOptions, SessionSnapshot }

/**
 * Gives the components below it an instance, and what a server knew of the session. It
 * keeps the session known while components come and go. Without one, {@link useSession}
 * shows the session of the default instance.
 *
 * On a server it only renders: it neither reads a session nor sends anything, so an
 * `auth` that a module creates is not used there.
 *
 * @throws {AuthError} in the browser, where React gives it to an error boundary:
 *   `not_configured` without `auth` before `configure()`; `invalid_options` if `auth` is
 *   something else than an instance. On a server as well: `invalid_options` for a name that no
 *   option has.
 */
export declare function SessionProvider(props: SessionOptions & { children?: ReactNode }): ReactElement

/**
 * The session, and a new rendering for each of its changes, in this tab or another one.
 * All components share one subscription, which ends with the last of them. The object
 * is the same one until something changes.
 *
 * @throws {AuthError} as {@link SessionProvider}.
 */
export declare function useSession(): SessionSnapshot

/**
 * The instance of the {@link SessionProvider} around this component, or else the
 * default one: the same object each time.
 *
 * @throws {AuthError} `not_configured`, also on a server, if there is neither; functions
 *   that are imported from `fetch-with-auth` reject instead, and only when called.
 *   `invalid_options` as {@link SessionProvider}.
 */
export declare function useAuth(): Auth
