// The secrets that a request has used: the app's token or key, which no response may
// contain, and all that no log may receive. Wix repeats what it is sent in more places
// than can be known.

import { withoutScheme } from './rules.js'

export const contains = (text, secrets) => {
  for (const secret of secrets) if (text.includes(secret)) return true
  return false
}

// From now on the response to this request must not contain the secret, in any spelling.
export const addSecret = (context, secret) => {
  if (!context.secrets.includes(secret)) context.secrets = [...new Set([...context.secrets, ...spellings(secret)])]
}

// As it is, within JSON, and as the bytes of a body are read in body.js. Most tokens are
// the same in all of them, also percent-encoded.
const spellings = secret => SAME.test(secret) ? [secret] : [secret, JSON.stringify(secret).slice(1, -1), new TextDecoder('latin1').decode(new TextEncoder().encode(secret))]
const SAME = /^[\w.~-]*$/

// All that a log must not receive of a request. A caller's token counts if it identified
// somebody: a text that is too short for a token, and was refused as such, must not be
// cut out of what is logged.
export const secretsForLog = ({ settings, recentAppTokens }, context) => {
  const all = [settings.apiKey, settings.appSecret, ...recentAppTokens]
  if (context) {
    const { authorization, identity, secrets, minted } = context
    all.push(...secrets, ...minted)
    if (authorization && (identity || authorization.length >= MIN_TOKEN_LENGTH)) all.push(authorization, withoutScheme(authorization))
  }
  return [...new Set(all.filter(Boolean).flatMap(secret => SAME.test(secret) ? secret : [percentEncoded(secret), ...spellings(secret)]))]
}

const percentEncoded = text => {
  try {
    return encodeURIComponent(text)
  } catch {
    return text
  }
}

// Characters of the shortest token that counts although it identified nobody.
const MIN_TOKEN_LENGTH = 16
