// Wix, asked once, and for nobody: never rejects. What a page's fetch has and a
// Worker's has not is left out: no mode, no cache, no credentials. A redirect is
// no answer.

import { read } from '../../src/browser/http.js'
import { within } from '../../src/browser/time.js'
import { outside } from './request-context.js'

// Status and text of the answer, its lines as oauth/grant.rs reads them, and
// what an error may say of it. Status 0 is none.
export const post = (fetch, url, init) => outside(() => within(TIMEOUT_MS, async signal => {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', signal, ...init })
  const text = await response.text()
  let json
  try {
    json = JSON.parse(text)
  } catch {}
  return { status: response.status, text, json, ...read(response, json ?? {}) }
}).catch(cause => ({ status: 0, text: '', lines: '', cause })))

// For the whole answer: a request waits for it.
const TIMEOUT_MS = 10_000
