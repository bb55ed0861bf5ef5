/**
 * For code within a Wix page that has the tokens: site widgets, custom elements,
 * embedded scripts, and dashboard pages. A recipe for each is in `docs/hosts.md`.
 *
 * ```ts
 * import { site } from '@wix/site'
 * import { configure } from 'fetch-with-auth'
 * import { fromWixHost } from 'fetch-with-auth/wix-host'
 *
 * const auth = site.auth()
 * configure(fromWixHost(auth, { audience: [new URL(import.meta.url).origin] }))
 * ```
 */

import type { Fetch } from './platform.js'
import type { CommonOptions, ExternalOptions } from 'fetch-with-auth'

/**
 * Options for `configure` and `createAuth`: each request is signed with the token that
 * the Wix page around this code has at that moment, so a person who logs in or out there
 * counts at once.
 *
 * No request is sent before the page has given its token, and none without one. A call
 * waits for `timeout` seconds, unless its signal is aborted, and then rejects with code
 * `token_endpoint_unavailable`; its `cause` is an `AuthError` with code
 * - `host_silent`: the page gave no token in time
 * - `host_failed`: the strategy threw (`cause`: what it threw), or gave something else
 *   than a token
 *
 * The first call, for which there is no token yet, tries up to three times, but not
 * later than five seconds after it began. The next call tries again.
 *
 * A request that is refused with a 401 is sent once more, as `fetchWithAuth` says, with
 * the token that the page has then: whose that is, the page alone knows.
 *
 * The strategy of `site.auth()` waits for its injector from this call on, so calls may
 * be made before the custom element exists. Of several functions that the page injects,
 * the strategy uses the first.
 *
 * @param auth `site.auth()`, `dashboard.auth()`, the `auth` of a client of `@wix/sdk`
 *   that was created with one of them, or a function that returns one of these, called
 *   for each request: `() => auth.getContextualAuth()` of `@wix/essentials`.
 * @throws {AuthError} `invalid_options`, synchronously; the message names the option.
 *   `configure` and `createAuth` check the options that are theirs.
 */
export declare function fromWixHost(auth: WixHostAuth | (() => WixHostAuth), options?: WixHostOptions): WixHostAuthOptions

/** What `configure` and `createAuth` are given. */
export type WixHostAuthOptions = Omit<CommonOptions, 'storage'> &
  Required<Pick<ExternalOptions, 'accessToken'>> & { clientId?: string; fetch: Fetch }

/** An authentication strategy of `@wix/sdk`, as `site.auth()` and `dashboard.auth()` return it. */
export interface WixHostAuth {
  getAuthHeaders(host?: any): WixHostHeaders | Promise<WixHostHeaders>
  getAccessTokenInjector?(): (getAccessToken: () => Promise<string>) => void
}

export interface WixHostHeaders {
  headers: Record<string, string>
}

export interface WixHostOptions extends Omit<CommonOptions, 'storage'> {
  /**
   * `site.host(…)` or `dashboard.host()`. `dashboard.auth()` needs it: without one, every
   * call rejects (`host_failed`). The `auth` of a client that was created with a host has
   * that one.
   *
   * With a site's host, requests to the Wix API have the header `x-wix-linguist`: the
   * language in which the page is shown, which the host's own client sends, too. It is
   * read for each request, sent to no other origin, and replaces no header of the caller.
   *
   * @defaultValue none: no header is added
   */
  host?: object | undefined

  /**
   * How long a call waits for the page's token, in seconds; above 0 and at most 9.
   *
   * @defaultValue `9`
   */
  timeout?: number | undefined
}
