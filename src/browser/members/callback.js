// The authorization response in a URL: RFC 6749 §4.1.2, in the query or the
// fragment.

// What may be a response to a login of ours: it has a state of the form that
// ours have. A voucher code with a state of the USA in it is none, nor is what
// another library asked for in another form.
export const responses = url => {
  const { hash, search } = new URL(url, globalThis.location?.href)
  return [hash, search].flatMap(part => {
    const pairs = new URLSearchParams(part.slice(1))
    return STATE.test(pairs.get('state')) && (pairs.has('code') || pairs.has('error')) ? [{ part, pairs: [...pairs] }] : []
  })
}

// Takes this response out of the page's URL, if that is still this one, and
// leaves the rest as it is.
export const clean = (url, part) => {
  if (globalThis.location?.href != url) return
  const cleaned = new URL(url)
  const rest = part.slice(1).split('&').filter(pair => !NAMES.has([...new URLSearchParams(pair).keys()][0])).join('&')
  cleaned[part[0] == '#' ? 'hash' : 'search'] = rest
  history.replaceState(history.state, '', cleaned)
}

// pkce.rs: 32 bytes in base64url.
const STATE = /^[\w-]{43}$/
// callback.rs
const NAMES = new Set(['code', 'state', 'error', 'error_description', 'error_uri', 'iss'])
