/**
 * Import this for its side effect, in addition to `fetch-with-auth`, where the
 * platform forbids `import()`, as in a service worker:
 *
 * ```js
 * import { configure, getTokenInfo } from 'fetch-with-auth'
 * import 'fetch-with-auth/members'
 * ```
 *
 * The functions that otherwise load on demand (logins, `getTokenInfo`,
 * `signInWithTokens`, …) are then part of the importing script.
 */
export {}
