import { AuthError } from './error.js'
import { mustBe } from './origins.js'

// Listeners. Each is called on its own, after whatever is going on now, so that
// one that throws or calls back harms nobody. `most`: how many of the last events a
// listener that is added later still receives.
export const listeners = (most = 0) => {
  const all = new Set()
  const past = []
  const notifyOne = (listener, event) => queueMicrotask(() => all.has(listener) && listener(event))
  return {
    all,
    add(listener) {
      if (typeof listener != 'function') throw new AuthError('invalid_options', undefined, mustBe('listener', 'a function', listener))
      const own = event => listener(event)
      all.add(own)
      for (const event of past) notifyOne(own, event)
      return () => void all.delete(own)
    },
    notify(event) {
      past.push(event)
      if (past.length > most) past.shift()
      for (const listener of all) notifyOne(listener, event)
    },
  }
}
