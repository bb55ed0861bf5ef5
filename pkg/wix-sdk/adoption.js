// Tokens that a site stores in its own way, imported into an empty storage.

import { parse, toText } from '../tokens.js'

// Of the cookie of Wix, and of localStorage and cookies under these keys. They are
// moved: what is in localStorage is deleted once the record is stored, and a cookie,
// which a server may read, on sign-out. `isOwn`: the cookie of Wix is the storage
// itself.
export const adoption = (clientId, keys, parseCookie, isOwn) => {
  const sources = [
    { read: () => parseCookie(clientId), isCookie: true, remove: () => isOwn || removeCookie(WIX) },
    ...keys.flatMap(key => [
      { read: () => parseItem(key, localStorage.getItem(key), clientId), remove: () => localStorage.removeItem(key) },
      { read: () => parseItem(key, cookie(key), clientId), isCookie: true, remove: () => removeCookie(key) },
    ]),
  ]
  // Tokens that do not say whose client they are have to be renewed first:
  // another client's are refused then.
  const textOf = ({ tokens, extra, isBound }) => isBound ? toText(tokens, extra) : toText({ refreshToken: tokens.refreshToken })
  const finds = () => sources.map(source => ({ ...source, text: attempt(() => textOf(source.read())) })).filter(({ text }) => text)
  const remove = finds => finds.forEach(({ remove }) => attempt(remove))
  return {
    // The record's text, preferably a member's.
    find() {
      const texts = finds().map(({ text }) => text)
      return texts.find(text => parse(text).state == 'member') ?? texts[0] ?? ''
    },
    deleteMoved: () => remove(finds().filter(({ isCookie }) => !isCookie)),
    deleteAll: () => remove(finds()),
  }
}

// A whole token set, nested as the SDK has it or flat, or only the refresh token.
const parseItem = (key, text, clientId) => {
  const json = parseJson(text)
  if (json.clientId !== undefined && json.clientId !== clientId) return
  const tokens = json.tokens ?? (typeof json.value == 'string' ? { refreshToken: json } : json)
  const { accessToken, refreshToken, expiresAt, role } = tokens
  return {
    tokens: typeof accessToken == 'string' || typeof refreshToken == 'string'
      ? { accessToken: { value: accessToken, expiresAt: expiresAt > MAX_TIME_S ? expiresAt / 1000 : expiresAt }, refreshToken: { value: refreshToken, role } }
      : tokens,
    isBound: json.clientId === clientId || key.endsWith(clientId),
  }
}

// Percent-encoded or as it is.
const parseJson = text => attempt(() => JSON.parse(text)) ?? JSON.parse(decodeURIComponent(text))

const cookie = name => document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`)).slice(name.length + 1)

// A cookie does not tell which domain it was set for.
const removeCookie = name => {
  const labels = location.hostname.split('.')
  const domains = labels.map((_, at) => `; Domain=${labels.slice(at).join('.')}`)
  for (const domain of ['', ...domains]) document.cookie = `${name}=; Path=/; Max-Age=0${domain}`
}

const attempt = act => {
  try {
    return act()
  } catch {}
}

const WIX = 'wixSession'
// Seconds since 1970 reach this in the year 5138; a greater time is in milliseconds.
const MAX_TIME_S = 1e11
