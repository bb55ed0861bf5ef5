// Tokens as the Wix SDK keeps them, and the record of src/oauth/record.rs:
//
//   { accessToken: { value, expiresAt }, refreshToken: { value, role } }
//
// What that shape cannot say is in an extra object beside it: the generation,
// the subject, when a token was issued, and the visitor kept beside a member. It
// says which tokens it belongs to. If somebody else wrote others, these count; as
// long as the refresh token is the same one, so is the person.

export const EMPTY_TOKENS = {
  accessToken: { value: '', expiresAt: 0 },
  refreshToken: { value: '', role: 'none' },
}

// A record: { generation, state, subject, tokens, visitor }, with token sets of
// { access, refresh, issuedAt, expiresAt, subject }; undefined for a text that says
// nothing.
export const parse = text => {
  const [version, generation, state, ...rest] = text.split('\n')
  if (version != VERSION) return
  let subject = state == 'expired' ? Number(rest.shift()) : 0
  const sets = []
  for (let at = 0; at + 4 < rest.length; at += 5) {
    const [access, refresh, ...numbers] = rest.slice(at)
    const [issuedAt, expiresAt, subject] = numbers.map(Number)
    sets.push({ access, refresh, issuedAt, expiresAt, subject })
  }
  const tokens = /^(visitor|member)$/.test(state) ? sets.shift() : undefined
  subject ||= tokens?.subject ?? 0
  return { generation: Number(generation), state, subject, tokens, visitor: sets[0] }
}

export const compose = ({ generation, state, subject, tokens, visitor }) => {
  const lines = [VERSION, generation, state]
  if (state == 'expired') lines.push(subject ?? 0)
  for (const set of [tokens, visitor]) if (set) lines.push(set.access, set.refresh, set.issuedAt, set.expiresAt, set.subject ?? 0)
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
  const { generation, subject, tokens, visitor } = record
  const kept = toTokens(text)
  return { of: mark(kept), person: markOfPerson(kept), generation, subject, issuedAt: tokens?.issuedAt, visitor }
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
  const isSame = isKnown || (extra?.person && extra.person === markOfPerson(tokens))
  const subject = (isSame && wholeNumber(extra.subject)) || markOfPerson(tokens)
  if (set) set.subject = subject
  return compose({ generation, state, subject, tokens: set, visitor: isMember ? kept(extra?.visitor) : undefined })
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
  const { access, refresh, issuedAt, expiresAt, subject } = visitor ?? {}
  if (!isToken(access) || (refresh && !isToken(refresh))) return
  return { access, refresh: refresh || '', issuedAt: wholeNumber(issuedAt), expiresAt: wholeNumber(expiresAt), subject: wholeNumber(subject) || fingerprint([refresh || access]) % SUBJECTS + 1 }
}

// As src/oauth/token.rs judges: RFC 6749 A.12, without a space.
const isToken = value => typeof value == 'string' && /^[!-~]+$/.test(value)

const wholeNumber = value => value > 0 && value < Number.MAX_SAFE_INTEGER / 1000 ? Math.floor(value) : 0

const mark = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  return fingerprint([accessToken?.value, wholeNumber(accessToken?.expiresAt), refreshToken?.value, refreshToken?.role])
}

// The same for every access token that one refresh token brings.
const markOfPerson = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  return fingerprint([refreshToken?.value || accessToken?.value, refreshToken?.role]) % SUBJECTS + 1
}

// Tells texts apart, without a letter of them: 52 bits, FNV-1a twice.
const fingerprint = texts => {
  const text = texts.join('\n')
  const hash = seed => {
    for (let at = 0; at < text.length; at++) seed = Math.imul(seed ^ text.charCodeAt(at), 16777619)
    return seed >>> 6
  }
  return hash(2166136261) * 2 ** 26 + hash(84696351)
}

// As page.rs draws them.
const SUBJECTS = 2 ** 43
const VERSION = 'fetch-with-auth 2'
// Stands for an access token that there is not.
const NONE = '-'
