/**
 * The session in components of Vue.
 *
 * ```ts
 * // main.ts
 * import { configure } from 'fetch-with-auth'
 * import { sessionPlugin } from 'fetch-with-auth/vue'
 *
 * const auth = configure({ clientId: 'YOUR-CLIENT-ID' })
 * createApp(App).use(sessionPlugin({ auth })).mount('#app')
 * ```
 *
 * ```vue
 * <script setup>
 * import { loginWithRedirect, logout } from 'fetch-with-auth'
 * import { useSession } from 'fetch-with-auth/vue'
 * const session = useSession()
 * </script>
 *
 * <template>
 *   <button v-if="session.state == 'member'" @click="logout()">Log out</button>
 *   <button v-else @click="loginWithRedirect({ redirectUri: '/callback' })">Log in</button>
 * </template>
 * ```
 *
 * There are no actions of its own: components call the functions of the instance.
 */
import type { App, Ref } from 'vue'
import type { Auth } from './index.js'
import type { SessionOptions, SessionSnapshot } from './session-snapshot.js'

export type { SessionOptions, SessionSnapshot }

/**
 * A plugin that gives the components of an app an instance, and what a server knew of
 * the session. Without it, {@link useSession} shows the session of the default instance.
 *
 * @throws {AuthError} `invalid_options` for a name that no option has.
 */
export declare function sessionPlugin(options: SessionOptions): { install(app: App): void }

/**
 * The session. The first rendering of a component shows `initial`, as the server did;
 * after that, the value is the session of this browser, and follows each of its changes,
 * in this tab or another one. All components share one subscription, which ends with the
 * last of them. On a server no session is read.
 *
 * Outside of a component, it ends with the effect scope in which it was called.
 *
 * @throws {AuthError} in the browser, where Vue gives it to `app.config.errorHandler`:
 *   `not_configured` without `auth` before `configure()`; `invalid_options` if `auth` is
 *   something else than an instance.
 */
export declare function useSession(): Readonly<Ref<SessionSnapshot>>

/**
 * The instance of {@link sessionPlugin}, or else the default one.
 *
 * @throws {AuthError} `not_configured`, also on a server, if there is neither; functions
 *   that are imported from `fetch-with-auth` reject instead, and only when called.
 *   `invalid_options` as {@link useSession}.
 */
export declare function useAuth(): Auth
