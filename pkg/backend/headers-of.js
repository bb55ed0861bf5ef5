// The headers of a response, as a copy. What `fetch` has received is decoded already, while
// its headers still say how it was encoded, and how long that was.

export const headersOf = ({ url, headers }) => {
  const own = new Headers(headers)
  if (url && own.has('content-encoding')) for (const name of ['content-encoding', 'content-length']) own.delete(name)
  return own
}
