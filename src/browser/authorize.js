// Where a token becomes a header: the only place in what pages load.

export const authorize = (headers, token) => withHeader(headers, 'authorization', token)

// The headers of an init with one more, in the form in which they were given: a
// `fetch` that a page has replaced may know that form only. Headers are changed
// in place, the others are not.
export const withHeader = (headers, name, value) => {
  if (typeof headers.set == 'function') headers.set(name, value)
  else headers = Array.isArray(headers) ? [...headers, [name, value]] : { ...headers, [name]: value }
  return headers
}
