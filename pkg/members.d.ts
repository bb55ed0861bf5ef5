/**
 * Import this for its effect, beside `fetch-with-auth`, where the platform forbids
 * `import()`, as a service worker does:
 *
 * ```js
 * import { configure, getTokenInfo } from 'fetch-with-auth'
 * import 'fetch-with-auth/members'
 * ```
 *
 * What otherwise loads on demand (logins, `getTokenInfo`, `signInWithTokens`...) is
 * part of the importing script then, and loads with it.
 */
export {}
