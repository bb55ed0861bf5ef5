// Webhooks of Wix: their options, validated at once. What verifies them loads with the
// first one that arrives: webhook.js, a file of its own in the package.

import { BackendError, jsonResponse } from './error.js'
import { checkNames, refuse } from './options.js'
import { ensureNoGenerator } from './elevated-result.js'
import { AppContext, nameOf, runOutside } from './request-context.js'
import { limitedText } from './web-methods.js'

/** @param {any} backend */
export const webhooks = backend => (handler, options) => {
  const settings = parseOptions(backend.settings, handler, options)
  const what = nameOf(handler) || 'webhook'
  let loading
  return async (request, ...rest) => {
    try {
      loading ??= import('./webhook.js').then(({ receiver }) => receiver(OURS, backend, { ...settings, handler, what }))
      return await (await loading)(request, rest)
    } catch (error) {
      // It may be there the next time.
      loading = undefined
      backend.report({ type: 'failed', what, error, when: new Date() })
      return new BackendError('internal').toResponse()
    }
  }
}

// What the other file needs of this one, which is not in it a second time.
const OURS = { AppContext, BackendError, jsonResponse, limitedText, runOutside }
/** @typedef {typeof OURS} Ours */
/** @typedef {ReturnType<typeof parseOptions> & { handler: Function, what: string }} Settings */

const parseOptions = ({ appId, publicKey, instanceId, siteId, sites, namesSites }, handler, options = {}) => {
  checkNames(options, OPTIONS)
  const { maxAge = MAX_AGE_S, maxBody = MAX_BODY_BYTES, verifyCallerClaims = false, maxRemembered = MAX_REMEMBERED, store } = options
  if (typeof handler != 'function') refuse('handler', 'a function', handler)
  ensureNoGenerator(handler)
  // The token of a webhook names no site, but an instance of the app.
  if (!instanceId && !sites && (siteId || !namesSites)) refuse('instanceId', 'set for webhooks, or those of every site with this app would be handled. Set instanceId, or without a siteId sites: "any", or sites: a function of the identity')
  if (!Number.isInteger(maxAge) || maxAge < 1) refuse('maxAge', 'a whole number of seconds', maxAge)
  if (!Number.isInteger(maxBody) || maxBody < 1) refuse('maxBody', 'a whole number of bytes', maxBody)
  if (!Number.isInteger(maxRemembered) || maxRemembered < 1) refuse('maxRemembered', 'a whole number', maxRemembered)
  if (typeof verifyCallerClaims != 'boolean') refuse('verifyCallerClaims', 'a boolean', verifyCallerClaims)
  if (store !== undefined && ['has', 'add', 'delete'].some(name => typeof store?.[name] != 'function')) refuse('store', 'an object with the methods has, add and delete', store)
  return { appId, instanceId, sites, publicKey: publicKeyOf(publicKey), maxAge, maxBody, verifyCallerClaims, maxRemembered, store }
}

// A key in PEM, its JWK, or the CryptoKey. It is imported when the first webhook arrives,
// since that takes time.
/** @returns {string | JsonWebKey | CryptoKey} */
const publicKeyOf = key => {
  if (typeof key == 'string') {
    const pem = (key.includes('-----') ? key : decoded(key)).replaceAll('\\n', '\n')
    if (PEM.test(pem)) return pem.trim()
  } else if (({}).toString.call(key) == '[object CryptoKey]') {
    const { type, usages, algorithm: { name, hash } } = key
    if (type == 'public' && name == 'RSASSA-PKCS1-v1_5' && hash?.name == 'SHA-256' && usages.includes('verify')) return key
  } else if (key?.kty == 'RSA' && typeof key.n == 'string' && typeof key.e == 'string' && !('d' in key)) {
    return { kty: 'RSA', n: key.n, e: key.e }
  }
  return refuse('publicKey', 'the public key of the app (RSA, for RS256): in PEM (-----BEGIN PUBLIC KEY-----), that in base64, a JWK or a CryptoKey', key)
}

const decoded = text => {
  try {
    return atob(text)
  } catch {
    return ''
  }
}

const OPTIONS = ['maxAge', 'maxBody', 'verifyCallerClaims', 'maxRemembered', 'store']
const PEM = /^\s*-----BEGIN PUBLIC KEY-----[\w+/=\s]+-----END PUBLIC KEY-----\s*$/

// Wix sends a webhook for the last time 47 hours and 11 minutes after the first.
const MAX_AGE_S = 49 * 3600
const MAX_BODY_BYTES = 1_000_000
// Webhooks: about 15 MB.
const MAX_REMEMBERED = 100_000
