// The headers of a response, as a copy.

export const headersOf = ({ url, headers }) => {
  const copy = new Headers(headers)
  // Headers of another class may join cookies by commas when they are listed, which no
  // browser takes apart.
  const cookies = headers instanceof Headers ? [] : headers.getSetCookie?.() ?? []
  if (cookies.length) copy.delete('set-cookie')
  for (const cookie of cookies) copy.append('set-cookie', cookie)
  // What `fetch` has received is decoded, while its headers still say how it was encoded, and
  // how long that was.
  if (url && copy.has('content-encoding')) for (const name of ['content-encoding', 'content-length']) copy.delete(name)
  return copy
}
