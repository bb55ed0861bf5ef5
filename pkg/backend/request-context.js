// Whose request is being answered, wherever in its handler one asks; and
// whether that is done as the app. Kept once for all copies of this package.

import { BackendError } from './error.js'

// Answers once there is a place to keep it in.
export const ready = () => globalThis[PLACE] ??= make()

const make = () => {
  if (globalThis.AsyncLocalStorage) return new globalThis.AsyncLocalStorage()
  // With an end for its failure, a bundler that does not know the module leaves it
  // to the runtime.
  return import('node:async_hooks').then(({ AsyncLocalStorage }) => globalThis[PLACE] = new AsyncLocalStorage(), failed)
}

const failed = cause => {
  throw new Error('fetch-with-auth/backend: AsyncLocalStorage is not available. On Cloudflare, set nodejs_compat or nodejs_als.', { cause })
}

// Does something within a scope: a handling, and in it perhaps an elevation.
export const within = (scope, work, given) => globalThis[PLACE].run(scope, work, given)

// Does something as nobody: a log has no part in the request, and what is sent to
// identify a caller is sent for nobody.
export const outside = (work, given) => globalThis[PLACE]?.getStore?.() ? within(undefined, work, given) : work(given)

// What a value comes to. Some thenables, queries for example, begin their work
// when their `then` is called: it is called here, so that they run in this scope.
export const eventual = value => {
  const then = value?.then
  if (typeof then != 'function' || then == NATIVE) return value
  return new Promise((resolve, reject) => then.call(value, resolve, reject))
}
const NATIVE = Promise.prototype.then

// A request on its way to an answer, and as a scope: nothing is elevated.
export class Handling {
  authorization
  identity
  // Until its handler has returned: then nothing is elevated any more.
  open = true
  // When all of its answer was sent: then nobody acts as its caller any more.
  ended = false
  // What was done as the app, and the secrets with which: most often nothing.
  elevated = NONE
  secrets = NONE
  // Tokens that were minted for the caller, who may receive them; no log may.
  minted = NONE

  constructor(inside, job, request, rest = NONE) {
    this.inside = inside
    this.job = job
    this.request = request
    this.rest = rest
  }

  get handling() {
    return this
  }
}

// Code that runs in the context of a request that was answered (a callback of a
// connection that several requests share, for example) acts for nobody.
export const current = () => {
  const scope = globalThis[PLACE]?.getStore?.()
  if (!scope) throw new BackendError('not_identified')
  if (scope.handling.ended) throw new BackendError(scope.elevation ? 'elevation_over' : 'not_identified')
  return scope
}

export const getContext = () => contextOf(current().handling)

// What a handler may know of its own request. A class, since an object with a
// getter of its own costs more than all the rest of a request.
class Context {
  #handling

  constructor(handling) {
    this.#handling = handling
    this.identity = handling.identity
    this.request = handling.request
    this.rest = handling.rest
  }

  get elevated() {
    return [...this.#handling.elevated]
  }
}

export const contextOf = handling => new Context(handling)

// Who has the scope of something that has ended may do no more as the app.
export const ensureOpen = ({ handling, elevation }) => {
  if (!handling.open || elevation?.open === false) throw new BackendError('elevation_over')
}

export const elevate = fn => {
  if (typeof fn != 'function') throw new BackendError('invalid_options', undefined, '`elevate` must be given a function.')
  ensureNoGenerator(fn)
  return async function (...given) {
    const around = current()
    ensureOpen(around)
    const { handling } = around
    const elevation = { open: true }
    const record = Object.freeze({ what: nameOf(fn) || '(a function)', who: handling.identity, when: new Date() })
    handling.elevated = [...handling.elevated, record]
    handling.inside.tell({ type: 'elevated', ...record }, handling)
    try {
      return await within({ handling, elevation }, async () => {
        const result = await eventual(fn.apply(this, given))
        ensureNoGenerator(result)
        return result
      })
    } finally {
      elevation.open = false
    }
  }
}

// A generator does its work when it is read, which is after the elevation.
const ensureNoGenerator = value => {
  if (/Generator(Function)?\]$/.test(({}).toString.call(value))) {
    throw new BackendError('invalid_options', undefined, '`elevate` must not be given a generator: it would run later, as the caller. Collect its values within the elevated function.')
  }
}

// The name that a function has, if it can be read and is one.
export const nameOf = fn => {
  try {
    const { name } = fn
    return typeof name == 'string' ? name : ''
  } catch {
    return ''
  }
}

const NONE = Object.freeze([])
const PLACE = Symbol.for('fetch-with-auth.scope')
