// Web methods, called as if they were here.

import { decode, encodeArguments } from './wire.js'

// A refusal of the server's, in its own words.
export class WebMethodError extends Error {
  constructor(code, message, { status, cause } = /** @type {any} */ ({})) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'WebMethodError'
    this.code = code
    this.status = status
  }
}

// The methods of a module that is served there. One that is asked for twice is
// the same function. What everybody asks an object for is none, as on the server
// (src/wix/web_method.rs): to print, compare, write or await this sends nothing.
export const stubs = (base, fetchWithAuth) => new Proxy({}, {
  get(own, name) {
    if (typeof name != 'string' || name in {} || !NAME.test(name)) return own[name]
    return own[name] ??= (...given) => call(fetchWithAuth, `${base}/${name}`, given)
  },
})

const NAME = /^(?!(then|catch|finally|toJSON|prototype|default|nodeType|asymmetricMatch|\$\$typeof|__v_.*)$)[a-z_$][\w$]*$/i

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
    throw new WebMethodError('invalid_answer', 'The response is not JSON: is the web method served at this URL?', { status, cause })
  }
  const { error, result } = answer ?? {}
  if (response.ok && !error) return result
  throw new WebMethodError(error?.code ?? 'invalid_answer', error?.message ?? `Status ${status}.`, { status })
}
