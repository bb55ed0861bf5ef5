// Options, checked before anything happens.

import { AuthError } from './error.js'
import { API_ORIGINS, WIX, audienceOf, isSafe, mustBe, originOf } from './origins.js'
import { forbid, indexedDb, items, later, memory, resilient } from '../src/browser/storage.js'
import { isPage } from '../src/browser/surroundings.js'

// What an Auth is made of, or an AuthError that names the option.
export const settle = (options, warn) => {
  if (Object(options) !== options) refuse('options', 'an object', options)
  const { clientId, accessToken, audience = [], storage = accessToken ? 'memory' : 'browser', apiOrigin = WIX, fetch, leeway = 60, loginOrigins = [], frameTimeout = 30, ...unknown } = options
  for (const name in unknown) {
    const meant = OPTIONS.find(option => option.startsWith(name.slice(0, 2)) || option.endsWith(name.slice(-4)))
    throw new AuthError('invalid_options', undefined, `\`${name}\` is not an option` + (meant ? `: did you mean \`${meant}\`?` : ''))
  }
  if (accessToken !== undefined && typeof accessToken != 'function') refuse('accessToken', 'a function', accessToken)
  if (!accessToken && (typeof clientId != 'string' || !clientId.trim())) refuse('clientId', 'a non-empty string', clientId)
  if (!Number.isFinite(leeway) || leeway < 0) refuse('leeway', '0 or more seconds', leeway)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)
  if (!Number.isFinite(frameTimeout) || frameTimeout <= 0 || frameTimeout > 3600) refuse('frameTimeout', 'above 0 and at most 3600 seconds', frameTimeout)
  audienceOf(loginOrigins, refuse, 'loginOrigins')
  const name = `fetch-with-auth:${clientId}`
  const api = originOf(apiOrigin)
  if (!api || !isSafe(api)) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  const allowed = [globalThis.location?.origin, ...API_ORIGINS(api), ...audienceOf(audience, refuse)].filter(origin => origin)
  return {
    // What an Auth says of itself: the object of a storage has tokens.
    shown: { clientId, apiOrigin: api, audience: allowed, storage: Object(storage) === storage ? 'custom' : storage },
    clientId,
    accessToken,
    name,
    leeway,
    api,
    kind: storage,
    storage: storageOf(storage, clientId, name, warn),
    // Never called as a method: the platform's own refuses a foreign `this`. The
    // global one is looked up when it is called, so that a page may replace it.
    fetch: (/** @type {[any, any?]} */ ...request) => fetch ? fetch(...request) : globalThis.fetch(...request),
    audience: allowed.join('\n'),
  }
}

// A storage of this kind, for a text of this name.
export const storageOf = (kind, key, name, warn) =>
  resilient(bare(kind, key, name), warn, cause => new AuthError('storage_unavailable', cause))

// Who shares a storage otherwise than by tabs: a set of listeners, see signal.js.
// That of a page's sessionStorage is one for all copies of this package.
const groups = new WeakMap()

const bare = (storage, clientId, name) => {
  if (storage === 'memory') return memory()
  if (['browser', 'session', COOKIE].includes(storage)) {
    // Only a page has these, and a worker of it has no cookies.
    if (!isPage() || (storage == COOKIE && !globalThis.document)) return { load: forbid, exchange: forbid }
    if (storage == 'browser') return indexedDb(clientId)
    if (storage == COOKIE) return later(() => import('./wix-session-cookie.js').then(({ cookie }) => cookie(clientId)))
    return items(() => globalThis.sessionStorage ?? forbid(), name, false, globalThis[Symbol['for'](name)] ??= new Set())
  }
  // One that is like ours: of the members' part, or of the drop-in for the Wix SDK.
  if (storage?.exchange) return storage
  // On a server, only who passes in the same one shares it.
  if (typeof storage?.getItem == 'function' && typeof storage.setItem == 'function') {
    if (isPage()) return items(() => storage, name, true)
    if (!groups.has(storage)) groups.set(storage, new Set())
    return items(() => storage, name, false, groups.get(storage))
  }
  refuse('storage', '"browser", "session", "memory", "wix-session-cookie" or a TokenStorage', storage)
}

const refuse = (...rule) => {
  throw new AuthError('invalid_options', undefined, mustBe(...rule))
}

const OPTIONS = 'clientId storage audience fetch leeway loginOrigins apiOrigin accessToken frameTimeout'.split(' ')
const COOKIE = 'wix-session-cookie'
