// Web methods, called as if they were here.

import { decode, encodeArguments } from './wire.js'

// A refusal of the server's, in its own words.
export class WebMethodError extends Error {
  constructor(code, message, { status, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'WebMethodError'
    this.code = code
    this.status = status
  }
}

// The methods of a module that is served there. One that is asked for twice is
// the same function; `then` is none, or this could not be awaited.
export const stubs = (base, fetchWithAuth) => new Proxy(Object.create(null), {
  get(own, name) {
    if (typeof name != 'string' || name == 'then') return own[name]
    return own[name] ??= (...given) => call(fetchWithAuth, `${base}/${name}`, given)
  },
})

// What cannot be written as JSON is refused before anything is sent.
const call = async (fetchWithAuth, url, given) => {
  const body = encodeArguments(given)
  const response = await fetchWithAuth(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const { status } = response
  const text = await response.text()
  let answer
  try {
    answer = decode(text)
  } catch (cause) {
    throw new WebMethodError('invalid_answer', 'The answer is no JSON: is the web method served there?', { status, cause })
  }
  const { error, result } = answer ?? {}
  if (response.ok && !error) return result
  throw new WebMethodError(error?.code ?? 'invalid_answer', error?.message ?? `The server answered ${status}.`, { status })
}
