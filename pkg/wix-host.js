// fetch-with-auth/wix-host: calls are signed with the token of the Wix page around this
// code, a site's or the dashboard's. What each name promises is in wix-host.d.ts.
//
// That page signs people in and out without notice. So its token is asked for at each
// request, as the client of @wix/sdk does: the one in memory may be of somebody who left.

import { unlessAborted } from '../src/browser/abort.js'
import { authorize, withHeader } from '../src/browser/authorize.js'
import { native } from '../src/browser/request.js'
import { within } from '../src/browser/time.js'
import { AuthError } from './index.js'
import { brokenByNames } from './option-names.js'
import { API_ORIGINS, WIX, mustBe, originOf } from './origins.js'

// Its constructor is private to this library.
const error = (/** @type {any[]} */ ...given) => Reflect.construct(AuthError, given)

/**
 * @param {any} strategy
 * @param {any} [options]
 * @returns {any} the `AuthOptions` that wix-host.d.ts declares
 */
export const fromWixHost = (strategy, options = {}) => {
  const broken = brokenByNames(options, OPTIONS)
  if (broken) throw error('invalid_options', undefined, broken)
  const { host, timeout = MAX_TIMEOUT_S, fetch, ...others } = options
  if (typeof strategy != 'function' && typeof strategy?.getAuthHeaders != 'function') refuse('auth', 'a strategy of a Wix host, or a function that returns one', strategy)
  if (host !== undefined && Object(host) !== host) refuse('host', 'a Wix host', host)
  if (!(timeout > 0 && timeout <= MAX_TIMEOUT_S)) refuse('timeout', `above 0 and at most ${MAX_TIMEOUT_S} seconds`, timeout)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)

  const prepared = new WeakSet()
  const current = () => {
    const found = typeof strategy == 'function' ? strategy() : strategy
    // Before it has made an injector, the strategy of a site throws where it should wait.
    if (Object(found) === found && !prepared.has(found)) {
      prepared.add(found)
      found.getAccessTokenInjector?.()
    }
    return found
  }
  if (typeof strategy != 'function') current()

  // Rejects with an AuthError, and never resolves to what is no token.
  const accessToken = async () => {
    const token = await within(timeout * 1000, async () => (await current().getAuthHeaders(host)).headers.Authorization).catch(cause => {
      throw cause?.name == 'TimeoutError'
        ? error('host_silent', cause, `The Wix page has given no access token within ${timeout} seconds. In a custom element, set \`accessTokenListener\`; in an embedded script, export \`injectAccessTokenFunction\`.`)
        : error('host_failed', cause, 'The Wix page failed to give an access token: see cause. In a self-hosted dashboard page, pass `host`; in one of the Wix CLI, `() => auth.getContextualAuth()` as `auth`.')
    })
    if (!isText(token, TOKEN)) throw error('host_failed', undefined, 'The Wix page gave something else than an access token.')
    return token
  }

  const send = (...request) => fetch ? fetch(...request) : globalThis.fetch(.../** @type {[any]} */ (request))
  const apis = apisOf(others.apiOrigin, host)
  return {
    ...others,
    accessToken,
    // Gets what pkg/index.js sends: a URL and an init, or a Request of its own.
    async fetch(input, init) {
      const isUrl = typeof input == 'string'
      const given = isUrl ? init?.headers ?? {} : input.headers
      if (!has(given, AUTHORIZATION)) return send(input, init)
      const token = await unlessAborted(accessToken().catch(cause => {
        throw error('token_endpoint_unavailable', cause)
      }), isUrl ? init.signal : input.signal)
      let headers = authorize(Array.isArray(given) ? given.filter(([name]) => name != AUTHORIZATION) : given, token)
      const language = host?.essentials?.passThroughHeaders?.[LANGUAGE]
      const { origin } = new URL(isUrl ? input : native('url', input))
      if (apis.includes(origin) && isText(language, VISIBLE) && !has(headers, LANGUAGE)) headers = withHeader(headers, LANGUAGE, language)
      return isUrl ? send(input, { ...init, headers }) : send(input)
    },
  }
}

// The Wix API, and where the host itself calls it.
const apisOf = (apiOrigin = WIX, host) => {
  // A host's base is a name, and may have a path.
  const own = host?.apiBaseUrl ? [originOf(`https://${host.apiBaseUrl}`.split('/', 3).join('/'))] : []
  return [...API_ORIGINS(originOf(apiOrigin)), ...own]
}

const isText = (value, kind) => typeof value == 'string' && kind.test(value)

const has = (headers, name) => new Headers(headers).has(name)

const refuse = (option, wanted, given) => {
  throw error('invalid_options', undefined, mustBe(option, wanted, given))
}

const OPTIONS = ['host', 'timeout', 'fetch', 'audience', 'loginOrigins', 'frameTimeout', 'apiOrigin', 'leeway', 'clientId']

const AUTHORIZATION = 'authorization'

// `language|locale|is it the site's main one|a placeholder`, of a multilingual site.
const LANGUAGE = 'x-wix-linguist'

// RFC 6749 A.12, without the space: the value becomes a header of its own.
const TOKEN = /^[\x21-\x7e]+$/
const VISIBLE = /^[\x20-\x7e]+$/

// The option `accessToken` has ten.
const MAX_TIMEOUT_S = 9
