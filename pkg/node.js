// fetch-with-auth/node: a handler of a Request for servers that have Node's own objects. What
// it promises is in node.d.ts.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { headersOf } from './backend/headers-of.js'
import { siteOf } from './server/site.js'

export const toNodeHandler = handler => {
  if (typeof handler != 'function') throw new TypeError('`handler` must be a function of a Request, like backend.handle(modules).')
  return async (incoming, outgoing, next) => {
    // Fastify's own objects have those of Node in them.
    const [message, response] = incoming.raw ? [incoming.raw, outgoing.raw] : [incoming, outgoing]
    const aborter = new AbortController()
    const { signal } = aborter
    response.once('close', () => response.writableFinished || aborter.abort())
    try {
      const request = toRequest(message, incoming.body, signal)
      const result = request ? await handler(request) : new Response(null, { status: 400 })
      if (typeof result?.headers?.getSetCookie != 'function') throw new TypeError('`handler` must return a Response.')
      if (incoming.raw) return reply(outgoing, result)
      await send(response, result, message)
    } catch (error) {
      if (signal.aborted && isOfLeaving(error)) return incoming.raw && outgoing.hijack()
      if (incoming.raw) throw error
      if (next) return next(error)
      console.error('fetch-with-auth/node:', error)
      if (response.headersSent) return response.destroy()
      // Those of the response that could not be sent.
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      response.writeHead(500).end()
    }
  }
}

// Undefined if no Request can be what was asked for: another Host than RFC 9112 §3.2 has, the
// method TRACE.
const toRequest = (message, parsed, signal) => {
  const { method, url, originalUrl = url, headers, socket } = message
  const body = method == 'GET' || method == 'HEAD' ? undefined : bodyOf(message, parsed)
  try {
    // In HTTP/2, what begins with a colon is not a header.
    const list = new Headers(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
    // It replaces Host (RFC 9113 §8.3.1).
    if (headers[':authority']) list.set('host', headers[':authority'])
    const host = list.get('host') ?? 'localhost'
    const site = siteOf({ url: `${socket.encrypted ? 'https' : 'http'}://${host}`, headers: list })
    return new Request(site + pathOf(originalUrl), { method, headers: list, body, signal, duplex: 'half' })
  } catch {}
}

// RFC 9112 §3.2: most often a path, but it may be a whole URL or an asterisk.
const pathOf = url => {
  if (url.startsWith('/')) return url
  const { pathname, search } = new URL(url, 'http://localhost')
  return pathname + search
}

// What has not been read yet, or the same again if a body parser has read it.
const bodyOf = (message, parsed) => {
  if (!message.readableDidRead) return ReadableStream.from(message)
  const type = message.headers['content-type'] ?? ''
  const isJson = JSON_TYPE.test(type)
  const bytes = [message.rawBody, parsed].find(given => given instanceof Uint8Array)
  if (bytes) return bytes
  if (typeof parsed == 'string' && !isJson) return parsed
  if (Object(parsed) === parsed && isJson) return JSON.stringify(parsed)
  throw new TypeError(`A body parser has read this request (Content-Type: ${type}), and what it left does not say what was sent: mount this handler before it.`)
}

// Headers as they are sent: middleware may have set a Vary before, and what is of one
// connection (RFC 9110 §7.6.1) is not of ours, if the response was fetched.
const fieldsOf = (result, vary) =>
  [...headersOf(result)].filter(([name]) => !CONNECTION.has(name)).map(([name, value]) => [name, name == 'vary' && vary ? `${vary}, ${value}` : value])

const send = async (response, result, { method, httpVersionMajor }) => {
  const { status, statusText, body } = result
  response.statusCode = status
  // HTTP/2 has no such text (RFC 9113 §8.3.2).
  if (statusText && httpVersionMajor == 1) response.statusMessage = statusText
  for (const [name, value] of fieldsOf(result, response.getHeader('vary'))) {
    if (name == 'set-cookie') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  if (!body || method == 'HEAD') {
    response.end()
    await body?.cancel()
  } else {
    const readable = Readable.fromWeb(body)
    // The body may come much later.
    response.flushHeaders()
    await pipeline(readable, response)
  }
}

// The same in Fastify, whose hooks see it, and which adds up each Set-Cookie.
const reply = (outgoing, result) => {
  outgoing.code(result.status)
  for (const field of fieldsOf(result, outgoing.getHeader('vary'))) outgoing.header(...field)
  return outgoing.send(result.body ?? undefined)
}

// What fails since nobody waits for the response any more.
const isOfLeaving = error => error?.name == 'AbortError' || ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error?.code)

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\b/i
// Trailers, too: a Response has none.
const CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'trailer', 'transfer-encoding', 'upgrade'])
