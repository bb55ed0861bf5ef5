// The headers `Cookie` and `Set-Cookie`: RFC 6265.

// The cookies of a request by their names. Of two with one name, the first is for the
// longer path.
export const parseCookies = header => {
  const cookies = new Map()
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}

// A function that looks up a cookie, of whatever a framework passes on: the header, the
// headers, a Map, or an object with `get`, whose values are strings or have a `value`.
export const reader = cookies => {
  if (typeof cookies == 'string' || cookies == null) return byName(parseCookies(cookies))
  if (cookies instanceof Headers || ({}).toString.call(cookies) == '[object Headers]') return byName(parseCookies(cookies.get('cookie')))
  if (typeof cookies.get != 'function') throw new TypeError('The cookies have no function get')
  return name => {
    const cookie = cookies.get(name)
    const value = typeof cookie == 'string' ? cookie : cookie?.value
    return typeof value == 'string' ? value : undefined
  }
}

const byName = cookies => name => cookies.get(name)

// The header `Cookie` of a request with other values for some names; undefined removes one.
export const withCookies = (header, changes) => {
  const cookies = parseCookies(header)
  for (const [name, value] of changes) value === undefined ? cookies.delete(name) : cookies.set(name, value)
  return [...cookies].map(pair => pair.join('=')).join('; ')
}

// The attributes of `Set-Cookie`. `seconds` may be "session"; 0 removes the cookie.
export const attributesOf = ({ sameSite }, seconds, domain, further) => [
  '; Path=/',
  domain ? `; Domain=${domain}` : '',
  seconds === 'session' ? '' : `; Max-Age=${seconds}`,
  `; SameSite=${sameSite[0].toUpperCase()}${sameSite.slice(1)}`,
  further,
].join('')

export const removalOf = (name, { cookie }) => `${name}=${attributesOf(cookie, 0, cookie.domain, '')}`
