// Tokens as the Wix SDK keeps them, and the record of src/oauth/record.rs:
//
//   { accessToken: { value, expiresAt }, refreshToken: { value, role } }
//
// What that shape cannot say is in an extra object beside it: the generation,
// when a token was issued, and the visitor kept beside a member. It says which
// tokens it belongs to. If somebody else wrote others, these count; if it is
// lost, a session is still the same person.

export const EMPTY_TOKENS = {
  accessToken: { value: '', expiresAt: 0 },
  refreshToken: { value: '', role: 'none' },
}

// A record: { generation, state, tokens, visitor }, with token sets of
// { access, refresh, issuedAt, expiresAt }; undefined for a text that says
// nothing.
export const parse = text => {
  const [version, generation, state, ...rest] = text.split('\n')
  if (version != VERSION) return
  const sets = []
  for (let at = 0; at + 3 < rest.length; at += 4) {
    const [access, refresh, issuedAt, expiresAt] = rest.slice(at)
    sets.push({ access, refresh, issuedAt: Number(issuedAt), expiresAt: Number(expiresAt) })
  }
  const tokens = /^(visitor|member)$/.test(state) ? sets.shift() : undefined
  return { generation: Number(generation), state, tokens, visitor: sets[0] }
}

export const compose = ({ generation, state, tokens, visitor }) => {
  const lines = [VERSION, generation, state]
  for (const set of [tokens, visitor]) if (set) lines.push(set.access, set.refresh, set.issuedAt, set.expiresAt)
  return lines.join('\n')
}

// An expired member has the role and no tokens: a state of its own, also for a
// reader that keeps nothing else.
export const toTokens = text => {
  const { state, tokens: set } = parse(text) ?? {}
  if (!set && state != 'expired') return EMPTY_TOKENS
  return {
    accessToken: { value: set && set.access != NONE ? set.access : '', expiresAt: set?.expiresAt ?? 0 },
    refreshToken: { value: set?.refresh ?? '', role: state == 'visitor' ? state : 'member' },
  }
}

export const toExtra = text => {
  const record = parse(text)
  if (!record) return
  const { generation, tokens, visitor } = record
  return { of: mark(toTokens(text)), generation, issuedAt: tokens?.issuedAt, visitor }
}

// The record's text, always the same one for the same arguments; empty if they
// say nothing.
export const toText = (tokens, extra) => {
  const set = setOf(tokens)
  const isMember = tokens?.refreshToken?.role == 'member'
  const state = isMember ? set ? 'member' : 'expired' : set ? 'visitor' : 'empty'
  const isKnown = Number.isSafeInteger(extra?.generation) && extra.of === mark(tokens)
  if (state == 'empty' && !isKnown) return ''
  let { generation } = extra ?? {}
  if (isKnown) {
    if (set && wholeNumber(extra.issuedAt)) set.issuedAt = extra.issuedAt
  } else {
    // Somebody else's word is newer than ours, and the longer a token lasts the
    // newer it is.
    generation = Math.max((set?.expiresAt ?? 0) * 1000 + mark(tokens) % 1000, wholeNumber(generation) + 1)
  }
  return compose({ generation, state, tokens: set, visitor: isMember ? kept(extra?.visitor) : undefined })
}

// Without an access token there is one that has ended, so that the refresh
// token is used.
export const ended = refresh => ({ access: NONE, refresh, issuedAt: 0, expiresAt: 0 })

const setOf = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  const refresh = isToken(refreshToken?.value) ? refreshToken.value : ''
  if (isToken(accessToken?.value)) return { access: accessToken.value, refresh, issuedAt: 0, expiresAt: wholeNumber(accessToken.expiresAt) }
  return refresh ? ended(refresh) : undefined
}

const kept = visitor => {
  const { access, refresh, issuedAt, expiresAt } = visitor ?? {}
  if (!isToken(access) || (refresh && !isToken(refresh))) return
  return { access, refresh: refresh || '', issuedAt: wholeNumber(issuedAt), expiresAt: wholeNumber(expiresAt) }
}

// As src/oauth/token.rs judges: RFC 6749 A.12, without a space.
const isToken = value => typeof value == 'string' && /^[!-~]+$/.test(value)

const wholeNumber = value => value > 0 && value < Number.MAX_SAFE_INTEGER / 1000 ? Math.floor(value) : 0

// Tells tokens apart, without a letter of them: 52 bits, FNV-1a twice.
const mark = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  const text = [accessToken?.value, wholeNumber(accessToken?.expiresAt), refreshToken?.value, refreshToken?.role].join('\n')
  const hash = seed => {
    for (let at = 0; at < text.length; at++) seed = Math.imul(seed ^ text.charCodeAt(at), 16777619)
    return seed >>> 6
  }
  return hash(2166136261) * 2 ** 26 + hash(84696351)
}

const VERSION = 'fetch-with-auth 1'
// Stands for an access token that there is not.
const NONE = '-'
