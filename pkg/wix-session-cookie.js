// The cookie `wixSession` of Wix-managed projects, as a place for the record:
//
//   { clientId, tokens: { accessToken, refreshToken }, fetchWithAuth }
//
// in JSON, percent-encoded. Wix' own code reads and writes the first two; the
// third is ours, see tokens.js. Readable by script, as Wix' own code needs it.

import { ended, parse, compose, toExtra, toText, toTokens } from './tokens.js'

// Everything up to the answer happens in one step of this page. Cookies know no
// ports, so the cookie may be another project's on this host: then it is
// forbidden to this one.
export const cookie = clientId => ({
  shared: true,
  load: async () => text(clientId),
  exchange: async (seen, next) => {
    if (text(clientId) !== seen) return false
    write(clientId, next)
    return true
  },
})

// What the cookie says: the tokens, whose client they are if it tells, and what
// is ours. Nothing for another client, or if it is none of the known shapes.
export const found = clientId => {
  const json = parsed(stored())
  const whose = json?.clientId
  const tokens = json?.tokens ?? json
  if (Object(tokens) !== tokens || (whose !== undefined && whose !== clientId)) return
  return { tokens, extra: json.fetchWithAuth, isBound: whose === clientId }
}

const text = clientId => {
  const whose = parsed(stored())?.clientId
  if (whose !== undefined && whose !== clientId) throw new DOMException(`The cookie wixSession belongs to another client ID: ${whose}`, 'SecurityError')
  const { tokens, extra } = found(clientId) ?? {}
  return toText(tokens, extra)
}

const stored = () => document.cookie.split('; ').find(pair => pair.startsWith(PREFIX))?.slice(PREFIX.length)

// Percent-encoded or as it is.
const parsed = value => {
  for (const decode of [decodeURIComponent, value => value]) {
    try {
      return JSON.parse(decode(value))
    } catch {}
  }
}

// What is too much for a cookie goes, the dearest last: the access token of the
// visitor beside a member, then that visitor.
const write = (clientId, next) => {
  const record = parse(next) ?? {}
  const { visitor } = record
  const attributes = `; Path=/; SameSite=Lax${location.protocol == 'https:' ? '; Secure' : ''}`
  for (const kept of [visitor, visitor?.refresh ? { ...ended(visitor.refresh), subject: visitor.subject } : undefined, undefined]) {
    const text = compose({ ...record, visitor: kept })
    const value = { clientId, tokens: toTokens(text), fetchWithAuth: toExtra(text) }
    const pair = PREFIX + encodeURIComponent(JSON.stringify(value))
    if (pair.length + attributes.length >= LIMIT) continue
    document.cookie = pair + attributes
    // Cookies may be off, or another path's cookie may hide this one.
    if (PREFIX + stored() == pair) return
    throw new Error('The cookie wixSession could not be written')
  }
  throw new Error('The tokens are too long for a cookie')
}

const PREFIX = 'wixSession='
// Bytes, attributes included: what all browsers take.
const LIMIT = 4096
