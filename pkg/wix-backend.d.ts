/**
 * fetch-with-auth/wix/backend: modules of Wix's SDK, and `@wix/essentials`, in the
 * requests of a backend.
 *
 * ```js
 * import { items } from '@wix/data'
 * import { auth } from '@wix/essentials'
 * import { Permissions, createBackend } from 'fetch-with-auth/backend'
 * import { enableWixSdk } from 'fetch-with-auth/wix/backend'
 *
 * enableWixSdk()
 * const backend = createBackend({ appId, appSecret, instanceId })
 *
 * export const GET = backend.api(Permissions.SiteMember, async () => {
 *   const mine = await items.query('orders').find() // as the caller
 *   const brands = await auth.elevate(items.query)('brands').eq('slug', 'a').find() // as the app
 *   return Response.json({ mine: mine.items, brands: brands.items })
 * })
 * ```
 *
 * It needs `@wix/sdk`, which is an optional peer dependency.
 */

/**
 * Makes modules that are called without a client call as the caller of the current
 * request, in handlers of `backend.api`, in web methods and in permission functions, of
 * every backend of this process; and as the app in `elevate` and `backend.asApp`. It is
 * called once; a second call changes nothing.
 *
 * - `auth.elevate` of `@wix/essentials` is then `elevate` of `fetch-with-auth/backend`,
 *   with its checks, its end and its place in the log, and takes any function.
 * - `httpClient.fetchWithAuth` of `@wix/essentials` is `fetchWithAuth` of
 *   `fetch-with-auth/backend`.
 * - `auth.getTokenInfo` of `@wix/essentials` sends the caller's token to
 *   `https://www.wixapis.com`, by the global `fetch`.
 * - Requests go to the option `apiOrigin` of the backend whose request it is.
 * - All else in `@wix/essentials` (`httpClient.graphql`, `auth.getContextualAuth`, i18n,
 *   monitoring) is left to it: graphql is sent as the caller, and getContextualAuth has no
 *   token.
 *
 * Outside any request, and after a response was sent, modules reject with a
 * `BackendError` of code `not_identified`; other codes are those of `fetchWithAuth` and
 * `elevate`. The SDK writes a message and a code of its own over those of other errors.
 *
 * The SDK's context is one for the process (`client.enableContext('global')`): the last
 * that was enabled is used. What the SDK remembers of responses (`X-Wix-Consistent`) is
 * kept for each request.
 */
export declare function enableWixSdk(): void
