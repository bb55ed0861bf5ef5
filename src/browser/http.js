// The token endpoint, asked once: never rejects.

import { within } from './time.js'

// Resolves to `lines`, what grant.rs reads, and `cause`, what an error may say.
export const ask = (fetch, url, body) => within(TOKEN_TIMEOUT_MS, async signal => {
  const init = {
    method: 'POST',
    // A test environment may have a URLSearchParams that its fetch does not know.
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: `${body}`,
    // No cookies, no cache, and a refresh token follows no redirect.
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    signal,
  }
  const began = performance.now()
  let response
  try {
    // It may already be spent when the page goes away, so the answer must still
    // come.
    response = await fetch(url, { ...init, keepalive: true })
  } catch (error) {
    // What all of a page may send so is 64 kB at a time, and others may have
    // used it up: then this failed before anything was sent.
    if (performance.now() - began > AT_ONCE_MS) throw error
    response = await fetch(url, init)
  }
  const text = await response.text()
  let json
  try {
    json = JSON.parse(text)
  } catch {}
  return read(response, json ?? {})
}).catch(unanswered)

// The same, of a token that somebody else keeps.
export const given = accessToken => within(TOKEN_TIMEOUT_MS, async () => {
  const token = await accessToken()
  return { lines: `200\n\n\n${typeof token == 'string' ? line(token) : ''}\n\n\n` }
}).catch(unanswered)

const unanswered = cause => ({ lines: cause?.name == 'TimeoutError' ? '0' : '', cause })

export const read = ({ status, headers }, json) => {
  const error = json.error ?? json.details?.applicationError?.code
  const retryAfter = retryAfterOf(headers)
  return {
    lines: [status, retryAfter, whole(json.expires_in), json.access_token, json.refresh_token, json.token_type, error].map(line).join('\n'),
    // Never a token, nor what may quote one.
    cause: {
      status,
      error: /^([a-z_]{1,60}|-\d{1,9})$/i.test(error) ? error : undefined,
      requestId: headers.get('x-wix-request-id') ?? undefined,
      retryAfter,
    },
  }
}

// Seconds from now until another attempt makes sense: RFC 9110 §10.2.3. A date
// that has passed is now, and nothing is put off for more than a day.
export const retryAfterOf = headers => {
  const after = headers.get('retry-after')
  return whole(Math.min(/^\d+(\.\d+)?$/.test(after) ? after : (Date.parse(after) - Date.now()) / 1000, MAX_RETRY_AFTER_S))
}

// Whole seconds, not below 0, of a number or what reads as one.
const whole = value => {
  const seconds = Math.ceil(parseFloat(value))
  return seconds > 0 ? seconds : seconds <= 0 ? 0 : undefined
}

const line = value => /^.+$/.test(value ?? '') ? value : ''

const MAX_RETRY_AFTER_S = 86_400

// For the whole answer: the lock is held meanwhile.
const TOKEN_TIMEOUT_MS = 10_000

// Sooner than a network fails.
const AT_ONCE_MS = 50
