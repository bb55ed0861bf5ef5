// fetch-with-auth/wix: SDK modules over the session of a page. What each name promises
// is in wix.d.ts.

import { AuthError, fetchWithAuth as ofConfigured } from './index.js'
import { isSafe, mustBe, originOf } from './origins.js'
import { atOrigin, sdkClient } from './wix/sdk-client.js'

/** @type {any} */
export const wixClient = options => {
  if (Object(options) !== options) refuse('options', 'an object', options)
  const { auth, modules, apiOrigin, useCDN = true, headers, host, validateRequestSchema, ...unknown } = options
  for (const name in unknown) throw error(`\`${name}\` is not an option.`)
  if (auth !== undefined && typeof auth?.fetchWithAuth != 'function') refuse('auth', 'what createAuth or configure returns', auth)
  const origin = apiOrigin === undefined ? undefined : originOf(apiOrigin)
  if (apiOrigin !== undefined && !(origin && isSafe(origin))) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  for (const name in headers) if (name.toLowerCase() == 'authorization') throw error('`headers` must not contain Authorization: the session signs.')
  const fetchWithAuth = auth?.fetchWithAuth ?? ofConfigured
  return sdkClient({
    modules,
    useCDN,
    host,
    validateRequestSchema,
    headers: { ...headers },
    send: (url, init) => fetchWithAuth(atOrigin(url, origin), init),
    own: { fetchWithAuth },
  })
}

const error = message => new (/** @type {any} */ (AuthError))('invalid_options', undefined, message)

const refuse = (option, wanted, given) => {
  throw error(`${mustBe(option, wanted, given)}.`)
}
