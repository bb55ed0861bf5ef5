// The authorization response in a URL: RFC 6749 §4.1.2, in the query or the
// fragment.

// Those that may belong to a login of ours: their state has the form of ours. A voucher
// code beside a state of the USA is none, nor is the response to another library that
// gives its state another form.
export const responses = url => {
  const { hash, search } = new URL(url, globalThis.location?.href)
  return [hash, search].flatMap(part => {
    const pairs = new URLSearchParams(part.slice(1))
    return STATE.test(pairs.get('state')) && (pairs.has('code') || pairs.has('error')) ? [{ part, pairs: [...pairs] }] : []
  })
}

// Removes this response from the page's URL, if that is still this one. The rest stays
// as it is.
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
