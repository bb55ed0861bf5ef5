// The session in the cookie of Wix-managed projects, which the page reads, too.

import { parse, toText } from '../tokens.js'
import { attributesOf } from './cookies.js'
import { MAX_COOKIE_BYTES, otherOwner, parseValue, valuesOf } from '../session-cookie-value.js'

export const wixCookie = ({ clientId, cookie }) => {
  const { name, domain, maxAge } = cookie

  const attributes = url => attributesOf(cookie, maxAge, domain, isPlain(url) ? '' : '; Secure')

  return {
    // The text of the record: empty if there is none. Undefined if the cookie is another
    // project's, which is not to be replaced.
    load(get) {
      const value = get(name)
      if (value === undefined) return ''
      if (otherOwner(value, clientId) !== undefined) return
      const { tokens, extra } = parseValue(value, clientId) ?? {}
      const text = toText(tokens, extra)
      return parse(text) ? text : ''
    },
    /**
     * The values of `Set-Cookie`, and what the header `Cookie` of the same request would
     * have. None if the tokens are too long for a cookie.
     * @param {string} text @param {string} url
     * @returns {{ headers: string[], cookies: [string, string | undefined][] }}
     */
    store(text, url) {
      const rest = attributes(url)
      const value = valuesOf(text, clientId, maxAge == 'session' ? undefined : maxAge).find(value => name.length + 1 + value.length + rest.length < MAX_COOKIE_BYTES)
      if (value === undefined) return { headers: [], cookies: [] }
      return { headers: [`${name}=${value}${rest}`], cookies: [[name, value]] }
    },
  }
}

// On loopback there may be no https, and browsers do not agree on whether it counts as
// secure.
const isPlain = url => /^http:\/\/(localhost|[^/:]*\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?\//.test(url)
