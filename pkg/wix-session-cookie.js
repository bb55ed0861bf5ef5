// The cookie `wixSession` of Wix-managed projects, as a storage of the record:
//
//   { clientId, tokens: { accessToken, refreshToken }, fetchWithAuth }
//
// in JSON, percent-encoded. Wix's own code reads and writes the first two; the
// third is ours, see tokens.js. Scripts can read it, because Wix's own code has to.

import { compose, expiredSet, parse, toExtra, toText, toTokens } from './tokens.js'

// An exchange is one step of this page. Cookies know no ports, so the cookie may
// belong to another project on this host: then it is forbidden to this one.
export const cookie = clientId => ({
  shared: true,
  load: async () => text(clientId),
  exchange: async (seen, next) => {
    if (text(clientId) !== seen) return false
    write(clientId, next)
    return true
  },
})

// The content of the cookie: the tokens, what is ours beside them, and whether it says
// that they are this client's. Undefined for another client, and for an unknown shape.
export const parseCookie = clientId => {
  const json = parseJson(cookieValue())
  const owner = json?.clientId
  const tokens = json?.tokens ?? json
  if (Object(tokens) !== tokens || (owner !== undefined && owner !== clientId)) return
  return { tokens, extra: json.fetchWithAuth, isBound: owner === clientId }
}

const text = clientId => {
  const owner = parseJson(cookieValue())?.clientId
  if (owner !== undefined && owner !== clientId) throw new DOMException(`The cookie wixSession belongs to another client ID: ${owner}`, 'SecurityError')
  const { tokens, extra } = parseCookie(clientId) ?? {}
  return toText(tokens, extra)
}

const cookieValue = () => document.cookie.split('; ').find(pair => pair.startsWith(PREFIX))?.slice(PREFIX.length)

// Percent-encoded or as it is.
const parseJson = value => {
  for (const decode of [decodeURIComponent, value => value]) {
    try {
      return JSON.parse(decode(value))
    } catch {}
  }
}

// What is too long for a cookie is left out, the least important first: the access
// token of the visitor beside a member, then that visitor.
const write = (clientId, next) => {
  const record = /** @type {any} */ (parse(next) ?? {})
  const { visitor } = record
  const attributes = `; Path=/; SameSite=Lax${location.protocol == 'https:' ? '; Secure' : ''}`
  const expired = visitor?.refresh ? { ...expiredSet(visitor.refresh), subject: visitor.subject } : undefined
  for (const written of [visitor, expired, undefined]) {
    const text = compose({ ...record, visitor: written })
    const value = { clientId, tokens: toTokens(text), fetchWithAuth: toExtra(text) }
    const pair = PREFIX + encodeURIComponent(JSON.stringify(value))
    if (pair.length + attributes.length >= LIMIT) continue
    document.cookie = pair + attributes
    // Cookies may be off, or another path's cookie may hide this one.
    if (PREFIX + cookieValue() == pair) return
    throw new Error('The cookie wixSession could not be written')
  }
  throw new Error('The tokens are too long for a cookie')
}

const PREFIX = 'wixSession='
// Bytes, attributes included: what all browsers take.
const LIMIT = 4096
