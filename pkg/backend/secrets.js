// The app's own token or key, which a handler must not answer to anybody: Wix
// echoes what it is sent in more places than one can know.

import { BackendError } from './error.js'

export const tells = (text, secrets) => {
  for (const secret of secrets) if (text.includes(secret)) return true
  return false
}

// The same answer, if nothing was done as the app. Otherwise its head is read
// now, and its body while it goes, also one that says it is encoded: fetch has
// decoded it, and leaves the header.
export const guarded = (response, secrets) => {
  if (!(response instanceof Response)) throw new TypeError('a handler answers a Response')
  if (!secrets.length) return response
  for (const [, value] of response.headers) if (tells(value, secrets)) throw new BackendError('token_in_answer')
  if (!response.body) return response
  return new Response(response.body.pipeThrough(sieve(secrets)), response)
}

// Holds back as many bytes as may be the beginning of a secret.
const sieve = secrets => {
  const longest = Math.max(...secrets.map(secret => secret.length)) - 1
  let held = new Uint8Array()
  const text = new TextDecoder('latin1')
  return new TransformStream({
    transform(chunk, controller) {
      const bytes = typeof chunk == 'string' ? new TextEncoder().encode(chunk) : new Uint8Array(chunk.buffer ?? chunk, chunk.byteOffset ?? 0, chunk.byteLength)
      const all = new Uint8Array(held.length + bytes.length)
      all.set(held)
      all.set(bytes, held.length)
      if (tells(text.decode(all), secrets)) throw new BackendError('token_in_answer')
      const end = Math.max(0, all.length - longest)
      if (end) controller.enqueue(all.slice(0, end))
      held = all.slice(end)
    },
    flush(controller) {
      if (held.length) controller.enqueue(held)
    },
  })
}
