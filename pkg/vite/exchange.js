// Between Node's request and answer and those of the web. By hand: Node's own
// adapters end the connection when a handler stops reading, and then its 413 with it.

import { once } from 'node:events'

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
    body: BODILESS.test(method) ? undefined : bodyOf(req),
    duplex: 'half',
    signal: gone.signal,
  })
}

const bodyOf = req => {
  let open = true
  return new ReadableStream({
    start(controller) {
      const end = act => {
        if (open) act()
        open = false
      }
      req.pause()
      req.on('data', chunk => {
        if (!open) return
        controller.enqueue(chunk)
        if (controller.desiredSize <= 0) req.pause()
      })
      req.on('end', () => end(() => controller.close()))
      req.on('error', error => end(() => controller.error(error)))
    },
    pull() {
      req.resume()
    },
    // The rest arrives, and nobody hears it.
    cancel() {
      open = false
      req.resume()
    },
  })
}

export const answer = async (response, res) => {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (!HOP.test(name)) res.setHeader(name, value)
  // One line each: a comma is no border between cookies.
  const cookies = response.headers.getSetCookie()
  if (cookies.length) res.setHeader('set-cookie', cookies)
  if (response.body) await write(response.body.getReader(), res)
  res.end()
}

const write = async (reader, res) => {
  const closed = new Promise(go => res.once('close', go))
  closed.then(() => reader.cancel().catch(() => {}))
  res.flushHeaders()
  for (;;) {
    const { done, value } = await reader.read()
    if (done || res.destroyed) return
    if (!res.write(value)) await Promise.race([closed, once(res, 'drain')])
  }
}

// RFC 9110 §7.6.1, and the names that HTTP/2 has in the place of a first line.
const HOP = /^(:.*|connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/
const BODILESS = /^(GET|HEAD)$/
