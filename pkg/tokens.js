// Tokens as the Wix SDK stores them, and the record of src/oauth/record.rs:
//
//   { accessToken: { value, expiresAt }, refreshToken: { value, role } }
//
// What that shape lacks is in an extra object beside it: the generation, the subject,
// when a token was issued, and the visitor stored beside a member. It names the tokens
// that it belongs to by a fingerprint. If somebody else has stored other tokens, these
// count; with the same refresh token they are the same person's.

/** @type {import('./wix-sdk.d.ts').Tokens} */
export const EMPTY_TOKENS = {
  accessToken: { value: '', expiresAt: 0 },
  refreshToken: { value: '', role: /** @type {any} */ ('none') },
}

/**
 * @typedef {{ access: string, refresh: string, issuedAt: number, expiresAt: number, subject?: number }} TokenSet
 * @typedef {{ generation: number, state: string, subject?: number, tokens?: TokenSet, visitor?: TokenSet }} Record
 */

/**
 * @param {string} text
 * @returns {Record | undefined} undefined for a text that is no record
 */
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

/** @param {Record} record */
export const compose = ({ generation, state, subject, tokens, visitor }) => {
  const lines = [VERSION, generation, state]
  if (state == 'expired') lines.push(subject ?? 0)
  for (const set of [tokens, visitor]) if (set) lines.push(set.access, set.refresh, set.issuedAt, set.expiresAt, set.subject ?? 0)
  return lines.join('\n')
}

// An expired member has the role and no tokens, so that the state is known to a
// reader that stores nothing else.
export const toTokens = text => {
  const { state, tokens: set } = parse(text) ?? {}
  if (!set && state != 'expired') return EMPTY_TOKENS
  return {
    accessToken: { value: set && set.access != NONE ? set.access : '', expiresAt: set?.expiresAt ?? 0 },
    refreshToken: { value: set?.refresh ?? '', role: /** @type {any} */ (state == 'visitor' ? state : 'member') },
  }
}

export const toExtra = text => {
  const record = parse(text)
  if (!record) return
  const { generation, subject, tokens, visitor } = record
  const written = toTokens(text)
  return { of: fingerprintOf(written), person: subjectOf(written), generation, subject, issuedAt: tokens?.issuedAt, visitor }
}

// The record's text, always the same one for the same arguments; empty if they hold
// no token and no state.
export const toText = (tokens, extra) => {
  const set = setOf(tokens)
  const isMember = tokens?.refreshToken?.role == 'member'
  const state = isMember ? set ? 'member' : 'expired' : set ? 'visitor' : 'empty'
  const isKnown = Number.isSafeInteger(extra?.generation) && extra.of === fingerprintOf(tokens)
  if (state == 'empty' && !isKnown) return ''
  let { generation } = extra ?? {}
  if (isKnown) {
    if (set && wholeNumber(extra.issuedAt)) set.issuedAt = extra.issuedAt
  } else {
    // What somebody else has stored is newer than ours, and the later a token expires
    // the newer it is.
    generation = Math.max((set?.expiresAt ?? 0) * 1000 + fingerprintOf(tokens) % 1000, wholeNumber(generation) + 1)
  }
  const isSame = isKnown || (extra?.person && extra.person === subjectOf(tokens))
  const subject = (isSame && wholeNumber(extra.subject)) || subjectOf(tokens)
  if (set) set.subject = subject
  return compose({ generation, state, subject, tokens: set, visitor: isMember ? visitorOf(extra?.visitor) : undefined })
}

// Without an access token there is one that has expired, so that the refresh token is
// used.
export const expiredSet = refresh => ({ access: NONE, refresh, issuedAt: 0, expiresAt: 0 })

const setOf = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  const refresh = isToken(refreshToken?.value) ? refreshToken.value : ''
  if (isToken(accessToken?.value)) return { access: accessToken.value, refresh, issuedAt: 0, expiresAt: wholeNumber(accessToken.expiresAt) }
  return refresh ? expiredSet(refresh) : undefined
}

const visitorOf = visitor => {
  const { access, refresh, issuedAt, expiresAt, subject } = visitor ?? {}
  if (!isToken(access) || (refresh && !isToken(refresh))) return
  return { access, refresh: refresh || '', issuedAt: wholeNumber(issuedAt), expiresAt: wholeNumber(expiresAt), subject: wholeNumber(subject) || fingerprint([refresh || access]) % SUBJECTS + 1 }
}

// As in src/oauth/token.rs: RFC 6749 A.12, without a space.
const isToken = value => typeof value == 'string' && /^[!-~]+$/.test(value)

const wholeNumber = value => value > 0 && value < Number.MAX_SAFE_INTEGER / 1000 ? Math.floor(value) : 0

const fingerprintOf = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  return fingerprint([accessToken?.value, wholeNumber(accessToken?.expiresAt), refreshToken?.value, refreshToken?.role])
}

// The same for all access tokens of one refresh token.
const subjectOf = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  return fingerprint([refreshToken?.value || accessToken?.value, refreshToken?.role]) % SUBJECTS + 1
}

// Distinguishes texts without containing them: 52 bits, FNV-1a twice.
const fingerprint = texts => {
  const text = texts.join('\n')
  const hash = seed => {
    for (let at = 0; at < text.length; at++) seed = Math.imul(seed ^ text.charCodeAt(at), 16777619)
    return seed >>> 6
  }
  return hash(2166136261) * 2 ** 26 + hash(84696351)
}

// As src/bindings/page/host.rs draws them.
const SUBJECTS = 2 ** 43
const VERSION = 'fetch-with-auth 2'
// Stands for an access token that is missing.
const NONE = '-'
