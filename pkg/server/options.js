// The options of a server's sessions, validated.

import { API_ORIGINS, WIX, audienceOf, isSafe, mustBe, originOf } from '../origins.js'
import { brokenByNames } from '../option-names.js'
import { SessionError } from './error.js'

export const parseOptions = options => {
  checkNames(options, OPTIONS)
  const { clientId, cookie = {}, secrets, adopt = ADOPTED, mint = true, audience = [], apiOrigin = WIX, fetch, siteOrigin, callbackPath, shared, waitUntil } = options
  const parsedCookie = parseCookieOptions(cookie)
  const { leeway = LEEWAY_S[parsedCookie.format] } = options
  if (typeof clientId != 'string' || !clientId.trim()) refuse('clientId', 'a non-empty string', clientId)
  if (!Number.isFinite(leeway) || leeway < 0) refuse('leeway', '0 or more seconds', leeway)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)
  if (typeof mint != 'boolean' && typeof mint != 'function') refuse('mint', 'a boolean or a function of the request', mint)
  if (adopt !== false && !(Array.isArray(adopt) && adopt.every(isCookieName))) refuse('adopt', 'an array of names of cookies, or false', adopt)
  const parsedSecrets = parseSecrets(secrets, parsedCookie.format)
  const api = originOf(apiOrigin)
  if (!api || !isSafe(api)) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  const site = siteOrigin === undefined ? undefined : originOf(siteOrigin)
  if (siteOrigin !== undefined && !site) refuse('siteOrigin', 'an http(s) origin', siteOrigin)
  if (callbackPath !== undefined && !isPath(callbackPath)) refuse('callbackPath', 'a path that begins with a slash, without query and fragment', callbackPath)
  if (waitUntil !== undefined && typeof waitUntil != 'function') refuse('waitUntil', 'a function of a promise', waitUntil)
  if (shared !== undefined) {
    for (const method of ['lock', 'read', 'write']) if (typeof shared?.[method] != 'function') refuse(`shared.${method}`, 'a function', shared?.[method])
    if (!parsedSecrets.length) refuse('secrets', 'the same ones in each process, where sessions are shared', secrets)
  }
  const origins = [...API_ORIGINS(api), ...audienceOf(audience, refuse)]
  return {
    clientId,
    cookie: parsedCookie,
    secrets: parsedSecrets,
    adopt: adopt || [],
    mint,
    api,
    siteOrigin: site,
    callbackPath,
    shared,
    waitUntil,
    // The global fetch is looked up at each call, so that it may still be replaced.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    // The options of the class Sessions.
    rules: { clientId, audience: origins, leeway },
  }
}

// A page that shares the cookie renews a minute before expiry, and there is no lock between both.
const LEEWAY_S = { wix: 10, sealed: 60 }

const parseCookieOptions = cookie => {
  checkNames(cookie, COOKIE_OPTIONS, 'cookie')
  const { format = 'wix', maxAge = LONGEST_MAX_AGE_S, domain, sameSite = 'lax' } = cookie
  if (!['wix', 'sealed'].includes(format)) refuse('cookie.format', '"wix" or "sealed"', format)
  const isSealed = format == 'sealed'
  const { name = isSealed ? '__Host-session' : PAGE_COOKIE } = cookie
  if (!isCookieName(name)) refuse('cookie.name', 'the name of a cookie', name)
  if (isSealed && !name.startsWith('__Host-')) refuse('cookie.name', 'a name that begins with "__Host-", where it is sealed', name)
  if (isSealed && domain !== undefined) refuse('cookie.domain', 'left out where the cookie is sealed', domain)
  if (maxAge !== 'session' && !(Number.isInteger(maxAge) && maxAge > 0 && maxAge <= LONGEST_MAX_AGE_S)) refuse('cookie.maxAge', `a whole number of seconds up to ${LONGEST_MAX_AGE_S}, or "session"`, maxAge)
  if (domain !== undefined && !(typeof domain == 'string' && DOMAIN.test(domain))) refuse('cookie.domain', 'a domain', domain)
  // A page would write a second one beside it, and a request have the tokens that it has used.
  if (domain !== undefined && name == PAGE_COOKIE) refuse('cookie.name', `another than "${PAGE_COOKIE}" where there is \`cookie.domain\`: pages write that for their own host`, name)
  if (!['lax', 'strict', 'none'].includes(sameSite)) refuse('cookie.sameSite', '"lax", "strict" or "none"', sameSite)
  return { name, format, maxAge, domain, sameSite }
}

// A secret of 32 characters has 128 bits even if it is written in hexadecimal.
const parseSecrets = (secrets, format) => {
  if (secrets === undefined && format == 'wix') return []
  const list = typeof secrets == 'string' ? [secrets] : secrets
  if (!Array.isArray(list) || !list.length || !list.every(secret => typeof secret == 'string' && secret.length >= 32)) refuse('secrets', 'random strings of 32 characters or more', secrets)
  return [...list]
}

const checkNames = (options, known, what) => {
  const broken = brokenByNames(options, known, what)
  if (broken) throw new SessionError('invalid_options', broken)
}

const isPath = path => typeof path == 'string' && PATH.test(path)

const isCookieName = name => typeof name == 'string' && COOKIE_NAME.test(name)

const refuse = (option, wanted, given, shown) => {
  throw new SessionError('invalid_options', `${mustBe(option, wanted, given, shown)}.`)
}

const OPTIONS = ['clientId', 'cookie', 'secrets', 'adopt', 'mint', 'audience', 'apiOrigin', 'fetch', 'leeway', 'siteOrigin', 'callbackPath', 'shared', 'waitUntil']
const COOKIE_OPTIONS = ['name', 'format', 'maxAge', 'domain', 'sameSite']
// That of the storage "wix-session-cookie".
const PAGE_COOKIE = 'wixSession'
// The cookies in which projects keep tokens without this library.
const ADOPTED = ['wixSession', 'wix_session', 'session', 'wixVisitorTokens', 'refreshToken']
// 400 days: browsers keep no cookie for longer (RFC 6265bis, §5.6).
const LONGEST_MAX_AGE_S = 34_560_000
// RFC 6265 §4.1.1: a token of RFC 9110.
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/
// A path of RFC 3986 that has no host in it.
const PATH = /^\/(?!\/)[\w.~!$&'()*+,;=:@%/-]*$/
const DOMAIN = /^\.?[a-z\d-]+(\.[a-z\d-]+)*$/i
