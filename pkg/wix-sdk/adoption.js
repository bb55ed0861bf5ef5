// Tokens that a site keeps elsewhere, imported into an empty storage.

import { parse, toText } from '../tokens.js'

// What a site keeps today: in the cookie of Wix, or in localStorage or a cookie
// under one of these keys. It is moved: what is in localStorage goes once the
// record is stored, and a cookie, which a server may read, on sign-out. `isOwn`:
// the cookie of Wix is the storage itself.
export const adoption = (clientId, keys, found, isOwn) => {
  const places = [
    { read: () => found(clientId), isCookie: true, remove: () => isOwn || removeCookie(WIX) },
    ...keys.flatMap(key => [
      { read: () => item(key, localStorage.getItem(key), clientId), remove: () => localStorage.removeItem(key) },
      { read: () => item(key, cookie(key), clientId), isCookie: true, remove: () => removeCookie(key) },
    ]),
  ]
  // Tokens that do not say whose client they are have to be renewed first:
  // another client's are refused then.
  const text = ({ tokens, extra, isBound }) => isBound ? toText(tokens, extra) : toText({ refreshToken: tokens.refreshToken })
  const finds = () => places.map(place => ({ ...place, text: attempt(() => text(place.read())) })).filter(({ text }) => text)
  const remove = finds => finds.forEach(({ remove }) => attempt(remove))
  return {
    // The record's text; a member's if there is one.
    take() {
      const texts = finds().map(({ text }) => text)
      return texts.find(text => parse(text).state == 'member') ?? texts[0] ?? ''
    },
    moved: () => remove(finds().filter(({ isCookie }) => !isCookie)),
    forget: () => remove(finds()),
  }
}

// All of a token set, nested as the SDK has it or flat, or only the refresh token.
const item = (key, text, clientId) => {
  const json = parsed(text)
  if (json.clientId !== undefined && json.clientId !== clientId) return
  const tokens = json.tokens ?? (typeof json.value == 'string' ? { refreshToken: json } : json)
  const { accessToken, refreshToken, expiresAt, role } = tokens
  return {
    tokens: typeof accessToken == 'string' || typeof refreshToken == 'string'
      ? { accessToken: { value: accessToken, expiresAt: expiresAt > LATEST ? expiresAt / 1000 : expiresAt }, refreshToken: { value: refreshToken, role } }
      : tokens,
    isBound: json.clientId === clientId || key.endsWith(clientId),
  }
}

// Percent-encoded or as it is.
const parsed = text => attempt(() => JSON.parse(text)) ?? JSON.parse(decodeURIComponent(text))

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
// Seconds since 1970 come to this in the year 5138; beyond it they are milliseconds.
const LATEST = 1e11
