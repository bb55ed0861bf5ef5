// The options of a server's sessions, validated.

import { API_ORIGINS, WIX, audienceOf, isSafe, mustBe, originOf } from '../origins.js'
import { SessionError } from './error.js'

export const parseOptions = options => {
  if (Object(options) !== options) refuse('options', 'an object', options)
  const { clientId, cookie = {}, adopt = ADOPTED, mint = true, audience = [], apiOrigin = WIX, fetch, leeway = 60, ...unknown } = options
  for (const name in unknown) if (unknown[name] !== undefined) throw new SessionError('invalid_options', `\`${name}\` is not an option.`)
  if (typeof clientId != 'string' || !clientId.trim()) refuse('clientId', 'a non-empty string', clientId)
  if (!Number.isFinite(leeway) || leeway < 0) refuse('leeway', '0 or more seconds', leeway)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)
  if (typeof mint != 'boolean' && typeof mint != 'function') refuse('mint', 'a boolean or a function of the request', mint)
  if (adopt !== false && !(Array.isArray(adopt) && adopt.every(isCookieName))) refuse('adopt', 'an array of names of cookies, or false', adopt)
  const api = originOf(apiOrigin)
  if (!api || !isSafe(api)) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  const origins = [...API_ORIGINS(api), ...audienceOf(audience, refuse)]
  return {
    clientId,
    cookie: parseCookieOptions(cookie),
    adopt: adopt || [],
    mint,
    api,
    // The global fetch is looked up at each call, so that it may still be replaced.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    // The options of the class Sessions.
    rules: { clientId, audience: origins, leeway },
  }
}

const parseCookieOptions = cookie => {
  if (Object(cookie) !== cookie) refuse('cookie', 'an object', cookie)
  const { name = 'wixSession', maxAge = LONGEST_MAX_AGE_S, domain, sameSite = 'lax', ...unknown } = cookie
  for (const name in unknown) if (unknown[name] !== undefined) throw new SessionError('invalid_options', `\`cookie.${name}\` is not an option.`)
  if (!isCookieName(name)) refuse('cookie.name', 'the name of a cookie', name)
  if (maxAge !== 'session' && !(Number.isInteger(maxAge) && maxAge > 0 && maxAge <= LONGEST_MAX_AGE_S)) refuse('cookie.maxAge', `a whole number of seconds up to ${LONGEST_MAX_AGE_S}, or "session"`, maxAge)
  if (domain !== undefined && !(typeof domain == 'string' && DOMAIN.test(domain))) refuse('cookie.domain', 'a domain', domain)
  if (!['lax', 'strict', 'none'].includes(sameSite)) refuse('cookie.sameSite', '"lax", "strict" or "none"', sameSite)
  return { name, maxAge, domain, sameSite }
}

const isCookieName = name => typeof name == 'string' && COOKIE_NAME.test(name)

const refuse = (option, wanted, given, shown) => {
  throw new SessionError('invalid_options', `${mustBe(option, wanted, given, shown)}.`)
}

// The cookies in which projects keep tokens without this library.
const ADOPTED = ['wixSession', 'wix_session', 'session', 'wixVisitorTokens', 'refreshToken']
// 400 days: browsers keep no cookie for longer (RFC 6265bis, §5.6).
const LONGEST_MAX_AGE_S = 34_560_000
// RFC 6265 §4.1.1: a token of RFC 9110.
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/
const DOMAIN = /^\.?[a-z\d-]+(\.[a-z\d-]+)*$/i
