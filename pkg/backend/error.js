// The errors of a backend. Codes, statuses and challenges are those of
// src/backend/refusal.rs; the sentences are here.

import { refusalOf } from './rules.js'

export class BackendError extends Error {
  /** @param {string} code @param {unknown} [cause] @param {string} [detail] */
  constructor(code, cause, detail) {
    super((detail ?? '') + (SENTENCES[code] ?? ''), cause === undefined ? undefined : { cause })
    this.name = 'BackendError'
    this.code = code
  }

  get status() {
    return refusalOf(this.code).status
  }

  toResponse() {
    const { status, challenge } = refusalOf(this.code)
    const { retryAfter } = /** @type {{ retryAfter?: number }} */ (this.cause ?? {})
    /** @type {Record<string, string>} */
    const headers = challenge ? { 'WWW-Authenticate': challenge } : {}
    // RFC 9110 §15.5.6.
    if (status == 405) headers.Allow = 'POST'
    if (retryAfter) headers['Retry-After'] = String(retryAfter)
    // The caller does not learn what went wrong in the server.
    return status == 500 ? errorResponse(500, 'internal', SENTENCES.internal) : errorResponse(status, this.code, this.message, headers)
  }
}

export class WebMethodError extends Error {
  /** @param {string} code @param {string} message @param {{ status?: number, cause?: unknown }} [options] */
  constructor(code, message, { status = 400, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'WebMethodError'
    this.code = `${code}`
    this.status = status >= 400 && status <= 599 ? Math.floor(status) : 400
  }

  toResponse() {
    return errorResponse(this.status, this.code, this.message)
  }
}

// By name, so that two copies of this package know each other's errors. It throws if
// the error does.
export const isOurError = error => error instanceof Error && /^(Backend|WebMethod)Error$/.test(error.name) && typeof /** @type {any} */ (error).toResponse == 'function'

// Made of a string, and with headers that were checked once, a response takes a quarter
// less than Response.json.
export const jsonResponse = text => plain(text, INIT)

export const errorResponse = (status, code, message, further) => {
  const headers = new Headers(INIT.headers)
  for (const name in further) headers.set(name, further[name])
  return plain(JSON.stringify({ error: { code, message } }), { status, headers })
}

// Whether it was made here of a string: then nothing has to be found out about it.
export const isPlain = response => PLAIN.has(response)

const plain = (text, init) => {
  const response = new Response(text, init)
  PLAIN.add(response)
  return response
}

const PLAIN = new WeakSet()

const INIT = {
  headers: new Headers({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }),
}

const SENTENCES = {
  token_missing: 'No access token was sent.',
  token_invalid: 'The access token is not valid.',
  token_foreign: 'The access token is for another app or site.',
  permission_denied: 'The caller does not have permission.',
  not_owner: 'The caller is not the owner.',
  identity_unavailable: 'The caller cannot be verified right now.',
  not_found: 'Not found.',
  method_not_allowed: 'The method must be POST.',
  too_large: 'The body is too large.',
  unsupported_media_type: 'The Content-Type must be application/json.',
  invalid_arguments: 'The body must be a JSON array of arguments.',
  not_identified: 'Called outside a request handler, or after its response was sent.',
  elevation_over: 'The elevated function has already ended: await every call in it.',
  has_caller: 'Called within a request, or by code that a request left running: there, use elevate().',
  elevation_refused: 'The app cannot authenticate: check `appSecret` and `apiKey`, and see cause.',
  elevation_unavailable: 'An app token cannot be obtained right now.',
  token_in_answer: 'Blocked: the response contains a token, secret or key of the app.',
  tokens_refused: 'Wix refused to issue tokens for this member: see cause.',
  tokens_unavailable: 'Wix cannot issue tokens right now.',
  webhook_refused: 'The webhook is not accepted.',
  webhook_running: 'The webhook is being handled already.',
  foreign_origin: 'Not sent: the origin is not allowed to receive this token.',
  authorization_present: 'Not sent: it has its own Authorization header.',
  no_cors: 'Not sent: mode "no-cors" would drop the token.',
  internal: 'Internal error.',
}
