// The session of an Auth as a store, which the bindings for React, Svelte and Vue have in
// common: one subscription for all that show it, and no state but what the Auth reports.

import { AuthError, defaultAuth } from './index.js'
import { mustBe } from './origins.js'

// Its constructor is private to this library.
const error = (/** @type {any[]} */ ...given) => Reflect.construct(AuthError, given)

// The Auth that was given, or the default one.
export const authOf = given => {
  const auth = given ?? defaultAuth()
  if (!auth) throw error('not_configured')
  if (typeof auth.onSessionChange != 'function') throw error('invalid_options', undefined, mustBe('auth', 'what createAuth or configure returned', auth))
  return auth
}

// Refuses names beside those of the options of a binding, if there are any.
export const refuseNames = names => {
  for (const name of names) throw error('invalid_options', undefined, `\`${name}\` is not an option; the options are auth, initial.`)
}

// What is shown of a session, whatever else is in the object.
export const shown = given => Object.freeze(given?.expiresAt ? { state: given.state, expiresAt: given.expiresAt } : { state: given?.state })

// While nothing is known.
export const UNKNOWN = shown()

const stores = new WeakMap()

const storeOf = given => {
  const auth = authOf(given)
  if (!stores.has(auth)) stores.set(auth, store(auth))
  return stores.get(auth)
}

const store = auth => {
  const listeners = new Set()
  const own = {
    /** Undefined while nothing is known. @type {any} */
    current: undefined,
    subscribe(listener) {
      const notify = () => listener()
      listeners.add(notify)
      stop ??= follow(auth, next => {
        own.current = next
        // One that throws is reported, and harms no other.
        for (const each of [...listeners]) try {
          each()
        } catch (thrown) {
          queueMicrotask(() => {
            throw thrown
          })
        }
      })
      return () => {
        listeners.delete(notify)
        // Who comes back at once, as in StrictMode or when a route changes, never left.
        queueMicrotask(() => {
          if (listeners.size || !stop) return
          stop()
          // Nobody follows it from here on, so it is not known.
          stop = own.current = undefined
        })
      }
    },
  }
  let stop
  return own
}

// Publishes the session of an Auth, and each change of it, until it is stopped.
const follow = (auth, publish) => {
  let isOpen = true, wait = LEAST_WAIT_MS, timer
  const close = auth.onSessionChange(change => {
    // What is asked for meanwhile is older than this.
    end()
    publish(shown(change))
  })
  const end = () => {
    isOpen = false
    clearTimeout(timer)
  }
  // An Auth does not report what it finds at first, so it is asked until it knows.
  const ask = () => auth.session().then(
    session => isOpen && publish(shown(session)),
    cause => {
      if (!isOpen) return
      publish(Object.freeze({ ...UNKNOWN, error: cause }))
      timer = setTimeout(ask, wait)
      wait = Math.min(2 * wait, MOST_WAIT_MS)
    },
  )
  ask()
  return () => {
    end()
    close()
  }
}

// A store as somebody sees it who has the session that a server knew: `initial` counts
// until there is another. The same object is returned until something changes.
export const viewOf = (auth, initial = UNKNOWN) => {
  let seen, view = initial
  return {
    subscribe: listener => storeOf(auth).subscribe(listener),
    get() {
      const { current } = storeOf(auth)
      if (current != seen) {
        seen = current
        view = !current ? initial : current.error ? Object.freeze({ ...initial, error: current.error }) : current
      }
      return view
    },
    initial: () => initial,
  }
}

const LEAST_WAIT_MS = 1000
const MOST_WAIT_MS = 60_000
