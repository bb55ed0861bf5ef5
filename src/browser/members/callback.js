// The authorization response in a URL: RFC 6749 §4.1.2, in the query or the
// fragment.

// Its parameters; undefined if there is none.
export const parameters = url => {
  const part = partOf(url)
  return part && [...new URLSearchParams(part.slice(1))]
}

// Takes them out of the page's URL, if that is still this one, and leaves the
// rest as it is.
export const clean = url => {
  if (globalThis.location?.href != url) return
  const cleaned = new URL(url)
  const part = partOf(url)
  const rest = part.slice(1).split('&').filter(pair => !NAMES.has(pair.split('=')[0])).join('&')
  if (part[0] == '#') cleaned.hash = rest
  else cleaned.search = rest
  history.replaceState(history.state, '', cleaned)
}

const partOf = url => {
  const { hash, search } = new URL(url, globalThis.location?.href)
  return [hash, search].find(part => {
    const given = new URLSearchParams(part.slice(1))
    return given.has('state') && (given.has('code') || given.has('error'))
  })
}

// callback.rs
const NAMES = new Set(['code', 'state', 'error', 'error_description', 'error_uri', 'iss'])
