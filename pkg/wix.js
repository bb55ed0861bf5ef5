// fetch-with-auth/wix: SDK modules over the session of a page. What each name promises
// is in wix.d.ts.

import { AuthError, fetchWithAuth as ofConfigured } from './index.js'
import { brokenByNames } from './option-names.js'
import { isSafe, mustBe, originOf } from './origins.js'
import { atOrigin, sdkClient } from './wix/sdk-client.js'

/** @type {any} */
export const wixClient = options => {
  const broken = brokenByNames(options, OPTIONS)
  if (broken) throw error(broken)
  const { auth, modules, apiOrigin, useCDN = true, headers, host, validateRequestSchema } = options
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

const OPTIONS = ['auth', 'modules', 'apiOrigin', 'useCDN', 'headers', 'host', 'validateRequestSchema']

const refuse = (option, wanted, given) => {
  throw error(`${mustBe(option, wanted, given)}.`)
}
