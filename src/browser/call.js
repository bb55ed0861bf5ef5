// A caller's request, kept so that it can be sent, and sent once more.
//
// Two shapes. A URL with a body that cannot change under our hands is kept as
// URL and init, and `fetch` gets just these: nothing is built that a plain
// call would not build. Everything else becomes a Request of our own, made as
// `fetch` itself would make it. A caller's Request is not touched before it is
// admitted, so that a refused one loses nothing.

import { waiting } from './wait.js'

// Those under way, by the numbers that the module knows them by.
export const calls = new Map()

export class Call {
  constructor(fetch, input, init) {
    this.fetch = fetch
    this.init = init = copy(init)
    let headers = init.headers
    if (headers !== undefined) headers = init.headers = new Headers(headers)
    let { mode, signal, body } = init
    const type = tag(body)
    // Not every engine's Request copies these.
    if (type == 'URLSearchParams') init.body = new URLSearchParams(body)
    if (type == 'ArrayBuffer' || ArrayBuffer.isView(body)) init.body = new Blob([body])
    // WebKit loses the files of a form that nobody holds.
    if (type == 'FormData') this.parts = [...body]
    this.lent = tag(input) == 'Request'
    if (this.lent) {
      headers ??= input.headers
      mode ??= input.mode
      if (signal === undefined) signal = input.signal
    }
    const { href, origin } = parse(this.lent ? input.url : `${input}`)
    this.input = this.lent ? input : href
    this.plain = !this.lent && /^(Null|Undefined|String|Blob|File)$/.test(type)
    this.once = type == 'ReadableStream'
    if (!this.lent && !this.plain && !this.once) this.own()
    this.signal = signal
    this.origin = origin
    this.flags = (headers?.has('authorization') ? 1 : 0) | (mode == 'no-cors' ? 2 : 0)
  }

  // Takes what must be taken now although nobody can say yet whether the
  // request is admitted: the module is still loading.
  park() {
    if (!this.lent) return
    this.original = this.input
    this.input = this.input.clone()
    this.own()
  }

  // The request is admitted and has to wait. What `fetch` would refuse is
  // refused now, and what it would take is taken.
  hold() {
    waiting.for = (async () => {
      this.signal?.throwIfAborted()
      if (this.plain) new Request(this.input, this.init)
      else this.own()
    })()
  }

  // The only place where a token becomes a header.
  async send(token) {
    const { fetch } = this
    this.signal?.throwIfAborted()
    this.sent = true
    let request = !this.plain && this.own()
    if (request && !this.once && !this.response) request = request.clone()
    const headers = request.headers ?? (this.init.headers ??= new Headers())
    headers.set('authorization', token)
    return (this.response = await (request ? fetch(request) : fetch(this.input, this.init)))
  }

  repeats() {
    return !this.once
  }

  status() {
    return this.response.status
  }

  // What the page can read; across origins, none may only mean not readable.
  challenge() {
    const { headers, type } = this.response
    waiting.came = headers.get('www-authenticate') ?? ''
    return type == 'basic' || !!waiting.came
  }

  discard() {
    this.response.body?.cancel().catch(() => {})
  }

  // Our own Request. The caller's is used up by it, as `fetch` would do.
  own() {
    if (!this.request) {
      this.request = new Request(this.input, this.init)
      if (this.lent && !this.init.body) this.once = isOneShot(this.request)
    } else if (this.original && !this.original.bodyUsed) new Request(this.original)
    return this.request
  }
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
// has them on its prototype, and so has a Request.
const copy = init => {
  const own = { ...init }
  if (init == null) return own
  if (Object(init) !== init) throw new TypeError('init is not an object')
  members ??= ['body', 'priority', 'window', ...Object.keys(Request.prototype)]
  for (const name of members) {
    if (!(name in own)) {
      const value = init[name]
      if (value !== undefined) own[name] = value
    }
  }
  return own
}

let members

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
