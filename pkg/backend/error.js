// Every way in which a backend says no. Codes, statuses and challenges are
// those of src/backend/refusal.rs; the sentences live here.

import { refusals } from './core.js'

export class BackendError extends Error {
  constructor(code, cause, detail) {
    super((detail ?? '') + (SENTENCES[code] ?? ''), cause === undefined ? undefined : { cause })
    this.name = 'BackendError'
    this.code = code
  }

  get status() {
    return refusals().get(this.code).status
  }

  toResponse() {
    const { status, challenge } = refusals().get(this.code)
    const headers = challenge ? { 'WWW-Authenticate': challenge } : {}
    // RFC 9110 §15.5.6.
    if (status == 405) headers.Allow = 'POST'
    if (this.cause?.retryAfter) headers['Retry-After'] = String(this.cause.retryAfter)
    // What went wrong behind the counter is nothing for the caller.
    return status == 500 ? refused(500, 'internal', SENTENCES.internal) : refused(status, this.code, this.message, headers)
  }
}

export class WebMethodError extends Error {
  constructor(code, message, { status = 400, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'WebMethodError'
    this.code = `${code}`
    this.status = status >= 400 && status <= 599 ? Math.floor(status) : 400
  }

  toResponse() {
    return refused(this.status, this.code, this.message)
  }
}

// By name, so that two copies of this package know each other's. It throws where
// the error does.
export const speaks = error => error instanceof Error && /^(Backend|WebMethod)Error$/.test(error.name) && typeof error.toResponse == 'function'

// By its number in the module.
export const numbered = (number, cause) => new BackendError([...refusals().keys()][number], cause)

// Of JSON. Made of a text, and with headers that were checked once, a response
// takes a quarter less than Response.json.
export const answered = text => plain(text, ANSWER)

export const refused = (status, code, message, further) => {
  const headers = new Headers(ANSWER.headers)
  for (const name in further) headers.set(name, further[name])
  return plain(JSON.stringify({ error: { code, message } }), { status, headers })
}

// Made here of a text: nothing has to be found out about it.
export const isPlain = response => PLAIN.has(response)

const plain = (text, head) => {
  const response = new Response(text, head)
  PLAIN.add(response)
  return response
}

const PLAIN = new WeakSet()

const ANSWER = {
  headers: new Headers({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }),
}

const SENTENCES = {
  token_missing: 'No access token was sent.',
  token_invalid: 'The access token is not valid.',
  token_foreign: 'The access token is for another app or site.',
  permission_denied: 'This is not for you.',
  not_owner: 'This is somebody else\'s.',
  identity_unavailable: 'Who calls cannot be found out just now.',
  not_found: 'There is no such thing.',
  method_not_allowed: 'Web methods are called by POST.',
  too_large: 'The arguments are too large.',
  unsupported_media_type: 'Arguments are application/json.',
  invalid_arguments: 'These are no arguments.',
  not_identified: 'There is no caller: call it within a handler, while it runs.',
  elevation_over: 'What was elevated has ended: await everything in it.',
  elevation_refused: 'The app\'s secret or API key was refused: see cause.',
  elevation_unavailable: 'No token of the app is to be had just now.',
  token_in_answer: 'The app\'s own token was about to be answered to the caller.',
  tokens_refused: 'Wix refused tokens for this member: see cause.',
  tokens_unavailable: 'Wix cannot answer just now.',
  foreign_origin: 'Not sent: this token must not go to that origin.',
  authorization_present: 'Not sent: it has its own Authorization.',
  no_cors: 'Not sent: mode "no-cors" would drop the token.',
  internal: 'Something went wrong.',
}
