/**
 * fetch-with-auth/wix: modules of Wix's SDK over the session of this page.
 *
 * ```js
 * import { items } from '@wix/data'
 * import { configure } from 'fetch-with-auth'
 * import { wixClient } from 'fetch-with-auth/wix'
 *
 * configure({ clientId })
 * const wix = wixClient({ modules: { items } })
 * const { items: brands } = await wix.items.query('brands').eq('slug', 'a').find()
 * ```
 *
 * It needs `@wix/sdk`, which is an optional peer dependency. On a server, see
 * `fetch-with-auth/backend`.
 */

import type { URL } from './platform.js'

import type { AuthenticationStrategy, Descriptors, Host, WixClient } from '@wix/sdk'
import type { Auth } from 'fetch-with-auth'

/**
 * What `createClient` of `@wix/sdk` returns, but its requests are sent by
 * {@link Auth.fetchWithAuth}: they share the session with all other calls of the page,
 * and are renewed, retried and refused like these. No token is handed out:
 * `client.auth.getAuthHeaders()` resolves to no headers.
 *
 * `client.fetchWithAuth` is that of the session, unchanged. After
 * `client.enableContext('global')`, modules that are called without a client, and
 * `httpClient.fetchWithAuth` of `@wix/essentials`, use this client.
 *
 * A module rejects with the {@link AuthError} that `fetchWithAuth` rejects with, and its
 * `code` and `message` are those of the session: the SDK writes its own over those of
 * other errors.
 *
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 */
export declare function wixClient<T extends Descriptors = {}, H extends Host<any> | undefined = undefined>(
  options: WixClientOptions<T, H>,
): WixClient<H, AuthenticationStrategy<H>, T>

export interface WixClientOptions<T extends Descriptors = {}, H extends Host<any> | undefined = undefined> {
  /** Modules of the SDK, by the names that they get in the client. */
  modules?: T | undefined
  /**
   * What `createAuth` or `configure` returned.
   *
   * @defaultValue the instance of the last `configure`; without one, calls reject with
   *   `not_configured`
   */
  auth?: Pick<Auth, 'fetchWithAuth'> | undefined
  /**
   * Where the Wix API is, if the option of the same name of that instance says so: the
   * SDK's own origins are replaced by it. Plain http only on loopback.
   *
   * @defaultValue `"https://www.wixapis.com"`, or with `useCDN`
   *   `"https://edge.wixapis.com"`
   */
  apiOrigin?: string | URL | undefined
  /**
   * Whether modules are sent to `edge.wixapis.com`.
   *
   * @defaultValue `true`, as with the SDK's `OAuthStrategy`
   */
  useCDN?: boolean | undefined
  /**
   * Headers of every request of a module, without `Authorization`.
   *
   * @defaultValue `{}`
   */
  headers?: Record<string, string> | undefined
  /** As `createClient` takes it. */
  host?: H | undefined
  /** As `createClient` takes it. */
  validateRequestSchema?: boolean | undefined
}
