// One request to Wix that no caller signs. It never rejects. It has no mode, cache and
// credentials, which a Worker's fetch does not know. A redirect is not followed.

import { read } from '../../src/browser/http.js'
import { within } from '../../src/browser/time.js'
import { runOutside } from './request-context.js'

// The status and text of the response, its lines as oauth/grant.rs reads them, and
// the cause for an error. Status 0 is no response.
export const post = (fetch, url, init, milliseconds = TIMEOUT_MS) => runOutside(() => within(milliseconds, async signal => {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', signal, ...init })
  const text = await response.text()
  let json
  try {
    json = JSON.parse(text)
  } catch {}
  return { status: response.status, text, json, ...read(response, json ?? {}) }
}).catch(cause => ({ status: 0, text: '', lines: '', cause })))

// For the whole response: a request waits for it.
const TIMEOUT_MS = 10_000
