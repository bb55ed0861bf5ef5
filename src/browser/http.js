// The token endpoint, asked once: never rejects.

import { within } from './time.js'

// Brings `lines`, what grant.rs reads, and `cause`, what an error may say.
export const ask = (fetch, url, body) => within(PATIENCE, async signal => {
  const response = await fetch(url, {
    method: 'POST',
    // A test environment may have a URLSearchParams that its fetch does not know.
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: `${body}`,
    // No cookies, no cache, and a refresh token follows no redirect. It may
    // already be spent when the page goes away, so the answer must still come.
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    keepalive: true,
    signal,
  })
  const text = await response.text()
  let json
  try {
    json = JSON.parse(text)
  } catch {}
  return read(response, json ?? {})
}).catch(cause => ({ lines: cause?.name == 'TimeoutError' ? '0' : '', cause }))

// The same, of a token that somebody else keeps.
export const given = async accessToken => {
  try {
    const token = await accessToken()
    return { lines: `200\n\n\n${typeof token == 'string' ? line(token) : ''}\n\n\n` }
  } catch (cause) {
    return { lines: '', cause }
  }
}

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

// Milliseconds for the whole answer: the lock is held meanwhile.
const PATIENCE = 10_000
