// Our refusals. Codes cross the border as numbers, in the order of
// src/error.rs; the sentences live here.

export class AuthError extends Error {
  constructor(code, cause, detail) {
    super((detail ?? '') + (SENTENCES[code] ?? ''), cause === undefined ? undefined : { cause })
    this.name = 'AuthError'
    this.code = code
  }
}

// By name, so that two copies of this package know each other's errors.
export const isAuthError = value => value instanceof Error && value.name == 'AuthError'

const SENTENCES = {
  not_configured: 'Call configure() first.',
  invalid_options: '',
  foreign_origin: 'Not sent: its origin is not in the audience.',
  authorization_present: 'Not sent: it has its own Authorization.',
  no_cors: 'Not sent: mode "no-cors" would drop the token.',
  sign_in_required: 'The session is over: sign in again.',
  signed_out: 'Not sent: the session ended, or became another, while the call waited.',
  token_request_refused: 'The token endpoint refused: see cause.',
  token_endpoint_unavailable: 'The token endpoint is out of reach. The session is kept.',
  invalid_token_response: 'The token endpoint sent no tokens.',
  lock_timeout: 'Another tab or call keeps the lock.',
  storage_unavailable: 'The storage failed, so the session is unknown. Try again.',
  sign_out_not_stored: 'The sign-out was not stored: a reload may bring the session back.',
  load_failed: 'The module did not load. A CSP needs script-src \'wasm-unsafe-eval\', Lockdown Mode has no WebAssembly, a service worker imports fetch-with-auth/members.',
  internal: 'The module failed and was replaced.',
}

export const CODES = Object.keys(SENTENCES)

// Where the cause of an error is, in host.js.
export const CAUSES = {
  token_request_refused: 'cause',
  token_endpoint_unavailable: 'cause',
  invalid_token_response: 'cause',
  storage_unavailable: 'storageCause',
  sign_out_not_stored: 'storageCause',
}
