// What a request has of secrets: the app's own token or key, which a handler
// must not answer to anybody, and everything that no log must receive. Wix echoes
// what it is sent in more places than one can know.

import { withoutScheme } from './rules.js'

export const tells = (text, secrets) => {
  for (const secret of secrets) if (text.includes(secret)) return true
  return false
}

// What must not be in the answer to this request, as the text may be written.
export const keep = (handling, secret) => {
  if (!handling.secrets.includes(secret)) handling.secrets = [...new Set([...handling.secrets, ...spellings(secret)])]
}

// As it is, within JSON, and as the bytes of a body are read here. Most tokens are
// the same in all of them, also percent-encoded.
const spellings = secret => SAME.test(secret) ? [secret] : [secret, JSON.stringify(secret).slice(1, -1), new TextDecoder('latin1').decode(new TextEncoder().encode(secret))]
const SAME = /^[\w.~-]*$/

// Everything that a log must not receive of a request. A caller's token counts as
// soon as it was one: what is too short for a token, and was refused as such,
// must not tear holes into what is logged.
export const unspeakable = ({ settings, appTokens }, handling) => {
  const all = [settings.apiKey, settings.appSecret, ...appTokens]
  if (handling) {
    const { authorization, identity, secrets, minted } = handling
    all.push(...secrets, ...minted)
    if (authorization && (identity || authorization.length >= SHORTEST)) all.push(authorization, withoutScheme(authorization))
  }
  return [...new Set(all.filter(Boolean).flatMap(secret => SAME.test(secret) ? secret : [percent(secret), ...spellings(secret)]))]
}

const percent = text => {
  try {
    return encodeURIComponent(text)
  } catch {
    return text
  }
}

// Characters of the shortest token that counts although nobody has examined it.
const SHORTEST = 16
