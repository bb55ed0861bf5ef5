// The token of a webhook: a JWT (RFC 7519) that Wix has signed with RS256 (RFC 7518
// §3.3). The key is the backend's, and never one that the header names.

import { errors, importJWK, importSPKI, jwtVerify } from 'jose'

// A function that resolves to the claims, the ID by which the token is remembered, and
// until when it would be accepted again; or to the reason why it is refused. Rejects if
// the key cannot be used.
/** @param {import('../webhook-options.js').Settings} settings */
export const verifier = ({ publicKey, appId, maxAge, verifyCallerClaims }) => {
  let importing

  const verified = async jwt => {
    importing ??= imported(publicKey)
    const { payload } = await jwtVerify(jwt, await importing, {
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      maxTokenAge: maxAge,
      clockTolerance: LEEWAY_S,
    })
    return payload
  }

  return async body => {
    const jwt = body.trim()
    const [, signed] = JWS.exec(jwt) ?? []
    if (!signed) return { reason: 'The body is not a JWT.' }
    let claims
    try {
      claims = await verified(jwt)
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error
      const { code, message } = error
      return { reason: `${code}: ${message}` }
    }
    const { iss, aud, iat, exp, jti } = claims
    if ((verifyCallerClaims || iss !== undefined) && iss !== ISSUER) return { reason: 'The JWT is of another issuer.' }
    if ((verifyCallerClaims || aud !== undefined) && ![aud].flat().includes(appId)) return { reason: 'The JWT is for another app.' }
    return { claims, id: await idOf(jti, signed), until: Math.ceil(Math.min(exp, iat + maxAge)) + LEEWAY_S + 1 }
  }
}

const imported = async key => {
  if (typeof key == 'string') return importSPKI(key, 'RS256')
  return 'kty' in key ? importJWK(key, 'RS256') : key
}

// Of what is signed, and not of the signature: the last character of its base64url
// could be another one that means the same.
const idOf = async (jti, signed) => {
  const text = typeof jti == 'string' && jti ? `jti ${jti}` : signed
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest))).replaceAll('+', '-').replaceAll('/', '_').replace('=', '')
}

// The compact serialization (RFC 7515 §7.1); what is before the last dot is signed.
const JWS = /^([\w-]+\.[\w-]+)\.[\w-]+$/
const ISSUER = 'wix.com'
// By how much the clocks may differ.
const LEEWAY_S = 60
