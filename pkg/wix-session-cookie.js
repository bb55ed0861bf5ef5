// The cookie `wixSession` of Wix-managed projects, as a storage of the record:
// session-cookie-value.js. Scripts can read it, because Wix's own code has to.

import { MAX_COOKIE_BYTES, otherOwner, parseValue, valuesOf } from './session-cookie-value.js'
import { toText } from './tokens.js'

// An exchange is one step of this page. A cookie of another project is forbidden to this
// one.
export const cookie = clientId => {
  watch(clientId)
  return {
    shared: true,
    load: async () => text(clientId),
    exchange: async (seen, next) => {
      if (text(clientId) !== seen) return false
      write(clientId, next)
      return true
    },
  }
}

// A server changes the cookie as well, and sends no message. The browser does, where it has a
// Cookie Store API: it is passed on to src/browser/signal.js, whose channel has the name that
// pkg/options.js gives it.
const watch = clientId => {
  if (watched.has(clientId)) return
  watched.add(clientId)
  globalThis.cookieStore?.addEventListener('change', ({ changed, deleted }) => {
    if (![...changed, ...deleted].some(({ name }) => name == NAME)) return
    const channel = new BroadcastChannel(`fetch-with-auth:${clientId}`)
    channel.postMessage(0)
    channel.close()
  })
}

const watched = new Set()

export const parseCookie = clientId => parseValue(cookieValue(), clientId)

const text = clientId => {
  const owner = otherOwner(cookieValue(), clientId)
  if (owner !== undefined) throw new DOMException(`The cookie wixSession belongs to another client ID: ${owner}`, 'SecurityError')
  const { tokens, extra } = parseCookie(clientId) ?? {}
  return toText(tokens, extra)
}

const cookieValue = () => document.cookie.split('; ').find(pair => pair.startsWith(PREFIX))?.slice(PREFIX.length)

const write = (clientId, next) => {
  const { maxAge } = parseCookie(clientId)?.extra ?? {}
  const attributes = `; Path=/; SameSite=Lax${location.protocol == 'https:' ? '; Secure' : ''}${maxAge > 0 ? `; Max-Age=${maxAge}` : ''}`
  for (const value of valuesOf(next, clientId, maxAge)) {
    const pair = PREFIX + value
    if (pair.length + attributes.length >= MAX_COOKIE_BYTES) continue
    document.cookie = pair + attributes
    // Cookies may be off, or another path's cookie may hide this one.
    if (PREFIX + cookieValue() == pair) return
    throw new Error('The cookie wixSession could not be written')
  }
  throw new Error('The tokens are too long for a cookie')
}

const NAME = 'wixSession'
const PREFIX = `${NAME}=`
