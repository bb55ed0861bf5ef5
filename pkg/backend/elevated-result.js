// What an elevated function returns: a promise, or an object with methods (the builder of
// a query, a page of results), whose methods run as the app as well, each until its own
// result has settled, and only in the same request.

import { BackendError } from './error.js'

// Whether a value is followed. Objects of the platform are not, and neither is a
// Response of another class. Never throws.
export const isFollowed = value => {
  try {
    if (typeof value != 'object' || value === null || typeof value.then == 'function' || typeof value.arrayBuffer == 'function') return false
    return ({}).toString.call(value) == '[object Object]' && hasMethod(value)
  } catch {
    return false
  }
}

const hasMethod = object => {
  for (let level = object; level && level != Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value == 'function' && name != 'constructor') return true
    }
  }
  return false
}

// The object, with methods that `call` calls.
/** @param {any} object @param {(method: () => unknown) => unknown} call */
export const followed = (object, call) => {
  const proxy = new Proxy(targetOf(object), {
    get(_, name) {
      const member = Reflect.get(object, name, object)
      if (isFollowed(member)) return followed(member, call)
      if (typeof member != 'function' || name == 'constructor') return member
      return (...args) => call(() => Reflect.apply(member, object, args.map(arg => ORIGINALS.get(arg) ?? arg)))
    },
    set: (_, name, value) => Reflect.set(object, name, value, object),
  })
  ORIGINALS.set(proxy, object)
  return proxy
}

// The same as a promise too: where an elevated function returns an object at once, it
// can still be awaited.
export const awaitable = (object, call) => {
  const plain = followed(object, call)
  const promise = Promise.resolve(plain)
  const proxy = new Proxy(plain, {
    get: (_, name) => PROMISE.has(name) && !(name in object) ? promise[name].bind(promise) : plain[name],
  })
  ORIGINALS.set(proxy, object)
  return proxy
}

// A promise that rejects, and so does every chain of its methods: of a function that was
// not called nobody knows which methods its result would have had. The promise is made
// when it is asked for, so that what nobody awaits does not end the process.
export const refused = error => new Proxy({}, {
  get(_, name) {
    if (PROMISE.has(name)) {
      const promise = Promise.reject(error)
      return promise[name].bind(promise)
    }
    return typeof name == 'symbol' ? undefined : () => refused(error)
  },
})

// A generator does its work when it is read, which is after the elevation.
export const ensureNoGenerator = value => {
  if (/Generator(Function)?\]$/.test(({}).toString.call(value))) {
    throw new BackendError('invalid_options', undefined, '`elevate`, `asApp` and `webhook` must not be given a generator: it would run later, and not as the app. Collect its values within the function.')
  }
}

// A proxy must show what its target has and cannot change, so that of a frozen object is
// a copy.
/** @param {any} object */
const targetOf = object => {
  /** @type {any} */
  const members = Object.getOwnPropertyDescriptors(object)
  if (Reflect.ownKeys(members).every(name => members[name].configurable)) return object
  for (const name of Reflect.ownKeys(members)) members[name].configurable = true
  return Object.create(Object.getPrototypeOf(object), members)
}

// Proxies, and what they stand for: methods get that, which may have private members.
const ORIGINALS = new WeakMap()
/** @type {Set<any>} */
const PROMISE = new Set(['then', 'catch', 'finally'])
