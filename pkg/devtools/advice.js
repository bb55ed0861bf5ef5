// What to do about an error: for the developer who sees it.

import { safe } from './text.js'

/** The reason and what to do, of what a call was rejected with: anything may be thrown. */
export const explain = error => {
  try {
    return explained(error)
  } catch {
    return { reason: 'an error that cannot be shown' }
  }
}

const explained = error => {
  if (error?.name == 'AuthError') return { reason: `${error.code}: ${safe(error.message)}${causeOf(error.cause)}`, advice: ADVICE[error.code] }
  if (error?.name == 'AbortError') return { reason: 'AbortError: the caller cancelled it', advice: 'Nothing, if that was intended.' }
  if (error?.name == 'WebMethodError') return { reason: `${safe(error.code)}: ${safe(error.message)}`, advice: ADVICE_FOR_STATUS[error.status] }
  return {
    reason: safe(`${error?.name ?? typeof error}: ${error?.message ?? ''}`),
    advice: 'fetch itself rejected: the network, CORS or the Content-Security-Policy (connect-src). The console of the browser says which.',
  }
}

/** The same of a response, or nothing if it is a good one. */
export const explainStatus = status => !(status >= 400) ? {} : {
  reason: status < 500 ? 'The server refused it.' : 'The server failed.',
  advice: ADVICE_FOR_STATUS[status],
}

/** The same of a token request. */
export const explainTokenRequest = ({ grant, result }) => {
  if (result === undefined || result?.status < 400) return {}
  const reason = result?.status ? `${causeOf(result).slice(1)}.` : `No response${result?.name ? ` (${safe(result.name)})` : ''}.`
  if (grant == 'external') return { reason, advice: 'The option accessToken threw, or took more than ten seconds.' }
  if (result?.error == 'invalid_grant') return { reason, advice: 'The refresh token is no longer valid. A visitor is replaced by a new one; a member has to sign in again.' }
  if (!result?.status || result.status == 408 || result.status == 429 || result.status > 499) return { reason, advice: 'The session is kept. Three attempts are made within a few seconds; the next call tries again.' }
  return { reason, advice: 'Check the client ID, and that apiOrigin is that of the Wix API.' }
}

const causeOf = cause => cause?.status ? ` ${[
  `HTTP ${cause.status}`,
  cause.error ?? cause.code,
  cause.retryAfter && `retry after ${cause.retryAfter} s`,
  cause.requestId && `request ID ${cause.requestId}`,
].filter(part => part).map(safe).join(', ')}` : ''

const ADVICE_FOR_STATUS = {
  401: 'The server does not accept the token, nor a renewed one. Does it verify tokens of this client ID?',
  403: 'The token is valid, and its visitor or member has no permission for this. Does the call need a member, or elevate on your backend?',
  404: 'Is the URL right, and is the app that serves it installed on the site?',
  429: 'Too many requests: wait, or send fewer.',
}

const ADVICE = {
  not_configured: 'Call configure() before the first call.',
  invalid_options: 'Correct the option or argument that the message names.',
  foreign_origin: 'If this origin is yours and may have the token, add it to the option audience. Otherwise call it with plain fetch.',
  authorization_present: 'Remove your own Authorization header, or use plain fetch for this request.',
  no_cors: 'Remove mode: "no-cors", or use plain fetch.',
  sign_in_required: 'Let the member sign in again, or call signOut() to go on as a visitor.',
  signed_out: 'Nothing: the request was not sent as another person. Repeat it if it is still wanted.',
  token_request_refused: 'Check the client ID, and that apiOrigin is that of the Wix API.',
  token_endpoint_unavailable: 'Nothing: the session is kept, and the next call tries again. Show that the service is unavailable.',
  invalid_token_response: 'Does a proxy, a service worker or the option fetch replace the response of the token endpoint?',
  lock_timeout: 'Close other tabs of this site: one of them hangs.',
  storage_unavailable: 'Is storage blocked or full (private window, third-party frame, quota)? The next call tries again.',
  sign_out_not_stored: 'Call signOut() again: after a reload the session may be back.',
  load_failed: 'Check the path of the file in the network panel, and script-src \'wasm-unsafe-eval\' in the Content-Security-Policy.',
  internal: 'A defect of fetch-with-auth: please report it. The next call works.',
  state_mismatch: 'A callback that was opened twice, in another browser, or late. If a member is signed in, ignore it; otherwise begin the login again.',
  login_refused: 'The user returned without logging in, or the app is not allowed to: see the cause of the error.',
  origin_not_allowed: 'Add the origin that the message names to the allowed redirect domains of the app, in the Wix dashboard.',
  frame_silent: 'Allow the frame in frame-src, or use loginWithRedirect() where third-party cookies are blocked.',
  api_refused: 'See the cause of the error for what Wix refused.',
  api_unavailable: 'Nothing: the session is kept. Try again later.',
  no_page: 'Call it in a page, over https or on localhost.',
  host_silent: 'Is the page embedded in Wix, and does its host give access tokens? See fetch-with-auth/wix-host.',
  host_failed: 'See the cause of the error for what the Wix page threw.',
}
