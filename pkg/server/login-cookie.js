// Logins under way: one cookie for each, so that two tabs that begin one at the same time do not
// replace each other's. It has what the callback needs: the state, the code verifier, the
// redirect URI and where to go afterwards, as src/oauth/pending.rs writes them.
//
// The name begins with `__Host-` where there is https: no other host can set it, so nobody is
// led into the login of somebody else. Without secrets it is not sealed: no script reads it, and
// the verifier is of no use without the code.

import { seals } from './seal.js'

export const loginCookies = ({ clientId, secrets }) => {
  const { seal, open } = secrets.length ? seals(secrets, `login\n${clientId}`) : UNSEALED

  return {
    // The text of the login with this state, and the header that removes its cookie; empty if
    // there is none in this browser.
    async take(state, origin, get) {
      const name = STATE.test(state) && nameOf(state, origin)
      const value = name && get(name)
      if (!value) return { text: '', headers: [] }
      return { text: await open(value) ?? '', headers: [removal(name, origin)] }
    },
    // The headers that store it. Of too many the earliest are forgotten, which browsers send
    // first (RFC 6265, §5.4): each is a page that a person has left.
    async store(text, origin, cookies) {
      const name = nameOf(text.split('\n')[1], origin)
      const value = await seal(text)
      const others = [...cookies].filter(([name]) => name.startsWith(prefix(origin)))
      let size = name.length + value.length
      const kept = others.reverse().filter(([name, value]) => (size += name.length + value.length) < MAX_BYTES)
      const removed = others.filter(cookie => !kept.includes(cookie)).map(([name]) => removal(name, origin))
      return [...removed, `${name}=${value}${attributes(MAX_AGE_S, origin)}`]
    },
  }
}

const nameOf = (state, origin) => prefix(origin) + state.slice(0, 16)

const prefix = origin => `${isSecure(origin) ? '__Host-' : ''}login-`

const removal = (name, origin) => `${name}=${attributes(0, origin)}`

// Lax: the callback is a navigation from Wix.
const attributes = (seconds, origin) => `; Path=/; Max-Age=${seconds}; SameSite=Lax${isSecure(origin) ? '; Secure' : ''}; HttpOnly`

const isSecure = origin => origin.startsWith('https:')

const UNSEALED = {
  seal: async text => encodeURIComponent(text),
  async open(value) {
    try {
      return decodeURIComponent(value)
    } catch {}
  },
}

// As src/oauth/pkce.rs makes it.
const STATE = /^[\w-]{43}$/
// As src/oauth/pending.rs: a person who comes back later has to log in again.
const MAX_AGE_S = 3600
// Of all of them. Servers refuse requests with headers that are much longer than all cookies.
const MAX_BYTES = 4096
