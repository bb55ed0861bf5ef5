// The calls of an instance, as others make them: each of its functions is replaced by one
// that does the same and reports, until it ends.

import { place } from './text.js'

/**
 * @param {any} auth
 * @param {(name: string, text: string) => { fulfilled: (value: any) => void, rejected: (error: any) => void }} begin
 * is called with each call, and gets what becomes of it
 * @returns {() => void} ends it
 */
export const observe = (auth, begin) => {
  let isOn = true
  const ends = FUNCTIONS.map(name => {
    const original = auth[name]
    // A method: like the original it has a name and cannot be called with `new`.
    const own = {
      [original.name](...given) {
        const result = original.apply(this, given)
        if (!isOn) return result
        const { fulfilled, rejected } = begin(name, name == 'fetchWithAuth' ? request(...given) : `${name}()`)
        return result.then(value => {
          fulfilled(value)
          return value
        }, error => {
          rejected(error)
          throw error
        })
      },
    }[original.name]
    Object.defineProperty(own, 'length', { value: original.length, configurable: true })
    auth[name] = own
    return () => {
      if (auth[name] == own) auth[name] = original
    }
  })
  return () => {
    // Who has taken a function goes on with the original.
    isOn = false
    for (const end of ends) end()
  }
}

// Arguments of other functions hold passwords and codes.
const request = (input, init) => {
  const isRequest = input instanceof Request
  try {
    const method = init?.method ?? (isRequest ? input.method : 'GET')
    return `${`${method}`.slice(0, 20).toUpperCase()} ${place(isRequest ? input.url : input)}`
  } catch {
    return 'an invalid request'
  }
}

const FUNCTIONS = 'fetchWithAuth signOut logout newVisitor login register verifyEmail resendVerification sendPasswordResetEmail resetPassword loginWithRedirect handleRedirect loginSilently signInWithTokens getTokenInfo syncToWixPages redirectToWixPage'.split(' ')
