// A caller's request, captured so that it can be sent, and sent once more.
//
// It has two forms. A call with a URL is stored as URL and init, and `fetch` gets
// just these: nothing is built that a plain call would not build. A caller's
// Request, a stream, and a body that only some runtimes know become a Request of
// our own, made as `fetch` itself would make it. A caller's Request is not touched
// before it is admitted, so that a refused one loses nothing.
//
// What is validated is what is sent. Whatever the caller passes is read once, a
// Request is read by the platform's own getters, and a Request of our own is
// inspected when it has been made.

import { authorize } from './authorize.js'

export class CallerRequest {
  /** What the rules ask about. @type {string | undefined} */
  origin
  /** @type {boolean | undefined} */
  hasAuthorization
  /** @type {boolean | undefined} */
  isNoCors

  constructor(fetch, input, init) {
    this.fetch = fetch
    this.init = init = copy(init)
    const { body, mode } = init
    let { headers } = init
    if (headers !== undefined) {
      init.headers = listed(headers)
      headers = tag(headers) == 'Headers' ? init.headers : new Headers(init.headers)
    }
    const type = tag(body)
    const buffer = ArrayBuffer.isView(body) ? body.buffer : body
    if (type == 'URLSearchParams') init.body = new URLSearchParams(body)
    if (type == 'FormData') {
      init.body = new FormData()
      for (const [name, value] of body) init.body.append(name, value)
    }
    if (tag(buffer) == 'ArrayBuffer') init.body = new Uint8Array(buffer, body.byteOffset, body.byteLength).slice()
    const real = isRequest(input)
    // Others that say so are one if the platform takes them for one.
    this.isRequest = real || tag(input) == 'Request'
    this.plain = !this.isRequest && PLAIN.test(tag(init.body))
    this.once = type == 'ReadableStream'
    this.input = input
    if (real) this.inspect(native('url', input), headers ?? native('headers', input), mode ?? native('mode', input))
    else if (!this.isRequest) this.input = this.inspect(`${input}`, headers, mode)
    if (!real && (this.isRequest || !this.plain && !this.once)) this.own()
    this.signal = init.signal === undefined && this.isRequest ? native('signal', this.request ?? input) : init.signal
  }

  // What the rules ask about: found out, or found unchanged.
  inspect(url, headers, mode) {
    const { href, origin } = parse(url)
    const hasAuthorization = !!headers && Headers.prototype.has.call(headers, 'authorization')
    const isNoCors = mode == 'no-cors'
    this.origin ??= origin
    this.hasAuthorization ??= hasAuthorization
    this.isNoCors ??= isNoCors
    if (this.origin != origin || hasAuthorization > this.hasAuthorization || isNoCors > this.isNoCors) throw new TypeError('The request changed')
    return href
  }

  // Copies what must be copied now although nobody can say yet whether the
  // request is admitted: the module is still loading.
  copyBeforeAdmission() {
    if (this.signal?.aborted) this.take()
    if (!this.isRequest || this.request) return
    this.original = this.input
    this.input = Request.prototype.clone.call(this.input)
    this.own()
  }

  // The request is admitted and has to wait.
  async capture() {
    this.take()
  }

  // What `fetch` would refuse is refused now, what it would take is taken, and
  // only then an abort counts.
  take() {
    this.isTaken = true
    if (this.plain) new Request(this.input, this.init)
    else this.own()
    if (this.signal?.aborted) throw this.signal.reason
  }

  async send(token) {
    if (this.signal?.aborted) this.take()
    const { fetch, input, init } = this
    this.isTaken = true
    let response
    if (this.plain) response = fetch(input, { ...init, headers: authorize(init.headers ?? {}, token) })
    else {
      let request = this.own()
      if (!this.once && !this.response) request = request.clone()
      authorize(request.headers, token)
      response = fetch(request)
    }
    return (this.response = await response)
  }

  isRepeatable() {
    return !this.once
  }

  // A `fetch` of another make may return anything: what cannot be read of it is
  // absent.
  status() {
    return attempt(() => +this.response.status)
  }

  // RFC 9110 §11.6.1; undefined where the page cannot tell: across origins, none
  // may only mean that it is not exposed.
  challenge() {
    const challenge = attempt(() => `${this.response.headers.get('www-authenticate') ?? ''}`)
    return challenge || (attempt(() => this.response.type == 'basic') ? '' : undefined)
  }

  async discard() {
    try {
      const { body } = this.response
      // Of a body that is a stream of Node's, the latter.
      await (body.cancel ? body.cancel() : body.destroy())
    } catch {}
  }

  // Our own Request. The caller's is used up by it, as `fetch` would do.
  own() {
    if (!this.request) {
      const request = new Request(this.input, this.init)
      this.inspect(request.url, request.headers, request.mode)
      this.request = request
      if (this.isRequest && !this.init.body) this.once = isOneShot(request)
    } else if (this.original && !native('bodyUsed', this.original)) new Request(this.original)
    return this.request
  }
}

// What a Request is, whatever a property of its own, a subclass or a Proxy says.
export const native = (name, request) => Reflect.get(Request.prototype, name, request)

// In whatever realm it was made. What throws is slow, and URLs are common.
export const isRequest = value => Object(value) === value && !(value instanceof URL) && !!attempt(() => native('url', value))

const attempt = act => {
  try {
    return act()
  } catch {}
}

// What the browser makes of a URL. It takes microseconds, so the last ones are
// remembered.
const parse = url => {
  const from = globalThis.document?.baseURI ?? globalThis.location?.href
  if (from != base || targets.size > 99) targets.clear()
  base = from
  if (!targets.has(url)) {
    const { href, origin, protocol } = new URL(url, base)
    // A blob: URL has the origin of its maker, and must not pass for it.
    targets.set(url, { href, origin: /^http/.test(protocol) ? origin : protocol })
  }
  return targets.get(url)
}

const targets = new Map()
let base

// The members of a RequestInit, read once. Not all objects show them: a class
// has them on its prototype, and so has a Request. What becomes a text does so
// now: it might be another one the next time.
export const copy = init => {
  const own = { ...init }
  if (init == null) return own
  if (Object(init) !== init) throw new TypeError('init is not an object')
  for (const name of MEMBERS) {
    if (!(name in own)) {
      const value = init[name]
      if (value !== undefined) own[name] = value
    }
    if (own[name] && /^[of]/.test(typeof own[name]) && !/^(body|headers|signal)$/.test(name)) own[name] = `${own[name]}`
  }
  return own
}

// https://fetch.spec.whatwg.org/#requestinit
const MEMBERS = 'method headers body referrer referrerPolicy mode credentials cache redirect integrity keepalive signal duplex priority window'.split(' ')

// Headers, read once, in the form in which they were given. Only a Headers
// forgets how the caller wrote the names.
const listed = headers => {
  if (Object(headers) !== headers || tag(headers) == 'Headers') return new Headers(headers)
  if (headers[Symbol.iterator]) return Array.from(headers, pair => Object(pair) === pair ? Array.from(pair, text) : pair)
  const own = { ...headers }
  for (const name of Object.keys(own)) own[name] = text(own[name])
  return own
}

const text = value => `${value}`

// Bodies that cannot change any more.
const PLAIN = /^(Null|Undefined|String|Number|Boolean|BigInt|Blob|File|URLSearchParams|FormData|Uint8Array)$/

// A Request does not say whether its body is a stream that can be read only
// once, and keeping a copy of such a body would keep all of it in memory. But
// it may not be sent without CORS, and says so before it is touched.
//
// WebKit has no such bodies, but one that it forgets: of a form's files, a
// Request keeps only the names, and what nobody else holds is sent as nothing
// (https://bugs.webkit.org/show_bug.cgi?id=324258). It must not even be asked
// for the body of a form.
const isOneShot = request => {
  if (!('duplex' in request)) return 'body' in request && /^multipart/i.test(request.headers.get('content-type'))
  if (!request.body) return false
  const copy = request.clone()
  try {
    new Request(copy, { method: 'POST', mode: 'no-cors', integrity: '' })
  } catch {
    copy.body.cancel()
    return true
  }
}

const tag = value => ({}).toString.call(value).slice(8, -1)
