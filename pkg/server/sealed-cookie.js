// The session in a cookie that neither scripts nor anybody else can read: HttpOnly, and sealed.

import { MAX_COOKIE_BYTES } from '../session-cookie-value.js'
import { parse } from '../tokens.js'
import { attributesOf } from './cookies.js'
import { seals } from './seal.js'

export const sealedCookie = ({ clientId, cookie, secrets }) => {
  const { name, maxAge } = cookie
  const { seal, open } = seals(secrets, `${name}\n${clientId}`)

  // The prefix of its name requires Secure and Path, and forbids Domain: RFC 6265bis, §4.1.3.2.
  const attributes = seconds => attributesOf(cookie, seconds, undefined, '; Secure; HttpOnly')

  // The parts of a value that is too long for one cookie. It begins with their number, so that
  // what is left over of a longer one does not count.
  const nameOf = part => part ? `${name}.${part}` : name
  const sealedIn = get => {
    const first = get(name) ?? ''
    const parts = [first.slice(1)]
    for (let part = 1; part < Number(first[0]) && part < MAX_PARTS; part++) parts.push(get(nameOf(part)) ?? '')
    return parts.join('')
  }

  return {
    // The text of the record: empty if there is none that was sealed here.
    async load(get) {
      const text = await open(sealedIn(get))
      return text !== undefined && parse(text) ? text : ''
    },
    /** @param {string} text @param {string} url @param {(name: string) => string | undefined} get */
    async store(text, url, get) {
      const rest = attributes(maxAge)
      const size = MAX_COOKIE_BYTES - 1 - nameOf(MAX_PARTS).length - 1 - rest.length
      const sealed = await seal(text)
      const count = Math.ceil((sealed.length + 1) / size)
      /** @type {{ headers: string[], cookies: [string, string | undefined][] }} */
      const stored = { headers: [], cookies: [] }
      if (count > MAX_PARTS) return stored
      for (let part = 0; part < MAX_PARTS; part++) {
        const name = nameOf(part)
        const value = part < count ? `${count}${sealed}`.slice(part * size, (part + 1) * size) : undefined
        if (!value && get(name) === undefined) continue
        stored.cookies.push([name, value])
        stored.headers.push(`${name}=${value ?? ''}${value ? rest : attributes(0)}`)
      }
      return stored
    },
  }
}

// Four kilobytes each. Servers refuse requests with headers that are much longer.
const MAX_PARTS = 4
