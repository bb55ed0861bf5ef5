// Between Node's request and answer and those of the web.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export const requestOf = (req, res, target) => {
  const { method, headers, socket } = req
  const gone = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  const host = headers[':authority'] ?? headers.host ?? 'localhost'
  return new Request(`${socket.encrypted ? 'https' : 'http'}://${host}${target}`, {
    method,
    headers: Object.entries(headers).filter(([name]) => !HOP.test(name)).map(([name, value]) => [name, String(value)]),
    body: BODILESS.test(method) ? undefined : Readable.toWeb(req),
    duplex: 'half',
    signal: gone.signal,
  })
}

export const answer = async (response, res) => {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (!HOP.test(name)) res.setHeader(name, value)
  // One line each: a comma is no border between cookies.
  const cookies = response.headers.getSetCookie()
  if (cookies.length) res.setHeader('set-cookie', cookies)
  if (response.body) await pipeline(Readable.fromWeb(response.body), res)
  else res.end()
}

// RFC 9110 §7.6.1, and the names that HTTP/2 has in the place of a first line.
const HOP = /^(:.*|connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/
const BODILESS = /^(GET|HEAD)$/
