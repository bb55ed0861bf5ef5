// The value of the cookie of Wix-managed projects, for pages and servers:
//
//   { clientId, tokens: { accessToken, refreshToken }, fetchWithAuth }
//
// in JSON, percent-encoded. Wix's own code reads and writes the first two; the third is
// ours, see tokens.js. There a server says for how many seconds the cookie is kept: the page
// writes it as well, and cannot read that of the cookie.

import { compose, expiredSet, parse, toExtra, toTokens } from './tokens.js'

// The content: the tokens, what is ours beside them, and whether it says that they are
// this client's. Undefined for another client, and for an unknown shape.
export const parseValue = (value, clientId) => {
  const json = parseJson(value)
  const owner = json?.clientId
  const tokens = json?.tokens ?? json
  if (Object(tokens) !== tokens || (owner !== undefined && owner !== clientId)) return
  const extra = json.fetchWithAuth
  return { tokens: extra ? tokens : inSeconds(tokens), extra, isBound: owner === clientId }
}

// The tokens of a project that keeps times in milliseconds, as src/server/adoption.rs has them.
const inSeconds = tokens => {
  const time = tokens.accessToken?.expiresAt
  return time >= MILLISECONDS ? { ...tokens, accessToken: { ...tokens.accessToken, expiresAt: time / 1000 } } : tokens
}

const MILLISECONDS = 100_000_000_000

// Cookies know no ports, so the cookie may belong to another project on this host: then
// this is its client ID.
export const otherOwner = (value, clientId) => {
  const owner = parseJson(value)?.clientId
  if (owner !== clientId) return owner
}

// The values for a record, the shorter the later: what is too long for a cookie is left
// out, the least important first, which is the access token of the visitor beside a
// member, then that visitor.
export const valuesOf = (text, clientId, maxAge) => {
  const record = /** @type {any} */ (parse(text) ?? {})
  const { visitor } = record
  const expired = visitor?.refresh ? { ...expiredSet(visitor.refresh), subject: visitor.subject } : undefined
  return [visitor, expired, undefined].map(visitor => {
    const text = compose({ ...record, visitor })
    return encodeURIComponent(JSON.stringify({ clientId, tokens: toTokens(text), fetchWithAuth: { ...toExtra(text), maxAge } }))
  })
}

// Percent-encoded or as it is.
const parseJson = value => {
  for (const decode of [decodeURIComponent, value => value]) {
    try {
      return JSON.parse(decode(value))
    } catch {}
  }
}

// Bytes, attributes included: what all browsers take.
export const MAX_COOKIE_BYTES = 4096
