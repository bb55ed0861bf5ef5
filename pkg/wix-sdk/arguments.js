// Arguments of a strategy. A mistake here must not silently make a new visitor of
// somebody.

import { brokenByNames } from '../option-names.js'
import { TokenRole } from './names.js'

/**
 * @param {any} config
 * @returns {string | undefined} the rule that an option breaks
 */
export const brokenByConfig = config => {
  const broken = brokenByNames(config, OPTIONS)
  if (broken) return broken
  const { tokens, tokenStorage, adopt } = config
  if (tokens !== undefined && !isNothing(tokens) && brokenByTokens(tokens)) return brokenByTokens(tokens)
  const isStorage = typeof tokenStorage?.getTokens == 'function' && typeof tokenStorage.setTokens == 'function'
  if (tokenStorage !== undefined && !isStorage) return rule('tokenStorage', 'an object with getTokens() and setTokens()', tokenStorage)
  if (adopt !== undefined && !(Array.isArray(adopt) && adopt.every(key => typeof key == 'string'))) return rule('adopt', 'an array of names', adopt)
}

// What a server makes of a cookie that is not there: JSON.parse(cookie ?? '{}'). Of any realm.
const isNothing = tokens => Object.prototype.toString.call(tokens) == '[object Object]' && !Object.keys(tokens).length

/** The same of a token set. @param {any} tokens */
export const brokenByTokens = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  const isToken = token => Object(token) === token && !Array.isArray(token) && /undefined|string/.test(typeof token.value)
  const isTokenSet = (accessToken !== undefined || refreshToken !== undefined)
    && [accessToken, refreshToken].every(token => token === undefined || isToken(token))
    && /undefined|number/.test(typeof accessToken?.expiresAt)
    && [undefined, ...Object.values(TokenRole)].includes(refreshToken?.role)
  if (!isTokenSet) return rule('tokens', '{ accessToken: { value, expiresAt }, refreshToken: { value, role } }, like EMPTY_TOKENS, or left out', tokens)
}

// Those of the SDK, which may have others one day, and ours.
const OPTIONS = ['clientId', 'publicKey', 'tokens', 'tokenStorage', 'tokenRequestOptions', 'storage', 'adopt', 'fetch', 'apiOrigin']

const rule = (name, wanted, got) =>
  `\`${name}\` must be ${wanted} (got ${got === null ? got : Array.isArray(got) ? 'an array' : Object(got) === got ? 'an object of another form' : typeof got}).`
