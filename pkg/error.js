// The errors that this library raises. Their codes are those of src/error.rs, their
// sentences are here.

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
  foreign_origin: ' is not in `audience`: not sent. Add it, or use fetch.',
  authorization_present: 'Not sent: it has its own Authorization header.',
  no_cors: 'Not sent: mode "no-cors" would drop the token.',
  sign_in_required: 'The session has expired: sign in again.',
  signed_out: 'Not sent: the session changed while the call waited.',
  token_request_refused: 'Token request refused: see cause. Check `clientId`.',
  token_endpoint_unavailable: 'The token endpoint is unavailable. The session is kept.',
  invalid_token_response: 'The token endpoint returned no tokens.',
  lock_timeout: 'Timeout: another tab or call holds the lock.',
  storage_unavailable: 'The storage failed: the session is unknown. Try again.',
  sign_out_not_stored: 'The sign-out was not stored. Call signOut() again.',
  load_failed: 'The module did not load. Check script-src \'wasm-unsafe-eval\' (CSP), Lockdown Mode, the browser (Chromium 98, Firefox 97, Safari 15.4 or later), the condition workerd or edge-light; in a service worker, import fetch-with-auth/members.',
  internal: 'Internal error; the module was reloaded. Please report it.',
}

// What the sentence begins with, of the request.
export const DETAILS = { foreign_origin: 'origin' }

// Where the cause of an error is, in host.js.
export const CAUSES = {
  token_request_refused: 'cause',
  token_endpoint_unavailable: 'cause',
  invalid_token_response: 'cause',
  storage_unavailable: 'storageCause',
  sign_out_not_stored: 'storageCause',
}
