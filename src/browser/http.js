// The token endpoint, asked once. Answers never reject: the reply says what
// happened, in numbers and in one text of lines, which is cheap to hand over.

import { within } from './time.js'

export const ask = (fetch, url, body) => within(PATIENCE, async signal => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
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
  return reply(response, json ?? {})
}).catch(cause => ({ kind: cause?.name == 'TimeoutError' ? TIMED_OUT : FAILED, cause }))

const reply = ({ status, headers }, json) => {
  const error = json.error ?? json.details?.applicationError?.code
  const after = headers.get('retry-after')
  const seconds = parseFloat(after)
  const retryAfter = seconds >= 0 ? seconds : (Date.parse(after) - Date.now()) / 1000
  return {
    kind: ANSWERED,
    status,
    retryAfter,
    expiresIn: parseFloat(json.expires_in),
    text: [json.access_token, json.refresh_token, json.token_type, error].map(line).join('\n'),
    // What an error may say of the answer: never a token, nor what may quote one.
    cause: {
      status,
      error: /^([a-z_]{1,60}|-\d{1,9})$/i.test(error) ? error : undefined,
      requestId: headers.get('x-wix-request-id') ?? undefined,
      retryAfter: retryAfter >= 0 ? retryAfter : undefined,
    },
  }
}

const line = value => typeof value == 'string' && !value.includes('\n') ? value : ''

const ANSWERED = 0
const FAILED = 1
const TIMED_OUT = 2

// Milliseconds for the whole answer: the lock is held meanwhile.
const PATIENCE = 10_000
