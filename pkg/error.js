// Our refusals. Codes cross the border as numbers, in the order of
// src/error.rs; the sentences live here.

export class AuthError extends Error {
  constructor(code, cause, detail) {
    super((detail ?? '') + SENTENCES[code], cause === undefined ? undefined : { cause })
    this.name = 'AuthError'
    this.code = code
  }
}

// By name, so that two copies of this package know each other's errors.
export const isAuthError = value => value instanceof Error && value.name == 'AuthError'

const SENTENCES = {
  not_configured: 'Call configure({ clientId }) before fetchWithAuth.',
  invalid_options: '',
  foreign_origin: 'Not sent: the target is outside the audience. If it may hear a token, list its origin in `audience`.',
  authorization_present: 'Not sent: the request has an Authorization header of its own. Use fetch for it.',
  no_cors: 'Not sent: mode "no-cors" drops the Authorization header. Use mode "cors".',
  sign_in_required: 'The member\'s session is over. Sign in again, or sign out.',
  signed_out: 'The session was signed out while this call waited for a token.',
  token_request_refused: 'The token endpoint refused. See `cause`; is the client ID right?',
  token_endpoint_unavailable: 'The token endpoint cannot be reached now. The session is kept; try again later.',
  invalid_token_response: 'The token endpoint\'s answer is no token response. The session is kept.',
  lock_timeout: 'Another tab is renewing the session and does not finish. Try again.',
  load_failed: 'The WebAssembly module did not load. A Content-Security-Policy needs script-src \'wasm-unsafe-eval\'. The next call tries again.',
  internal: 'The WebAssembly module failed and was replaced. The next call works.',
}

export const CODES = Object.keys(SENTENCES)
