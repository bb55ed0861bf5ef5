// The request that is being handled, wherever in its handler one asks, and whether code
// runs as the app. One AsyncLocalStorage holds it for all copies of this package.

import { awaitable, ensureNoGenerator, followed, isFollowed, refused } from './elevated-result.js'
import { BackendError } from './error.js'
import { STORAGE, storedScope } from './scope.js'

// The AsyncLocalStorage, or a promise until there is one.
export const ready = () => globalThis[STORAGE] ??= make()

const make = () => {
  // Edge runtimes have it as a global, and their `process` throws where it is asked for more.
  if (globalThis.AsyncLocalStorage) return new globalThis.AsyncLocalStorage()
  // Parcel makes of an import() of Node's own modules what does not run.
  const own = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  if (own) return new own.AsyncLocalStorage()
  // Because its failure is handled, a bundler that does not know the module leaves it
  // to the runtime.
  // @ts-ignore: the types of Node are not a dependency.
  return import('node:async_hooks').then(({ AsyncLocalStorage }) => globalThis[STORAGE] = new AsyncLocalStorage(), failed)
}

const failed = cause => {
  throw new Error('fetch-with-auth/backend: AsyncLocalStorage is not available. On Cloudflare, set nodejs_compat or nodejs_als.', { cause })
}

// Calls a function in a scope: a request context, and perhaps an elevation in it.
export const runIn = (scope, fn, argument) => globalThis[STORAGE].run(scope, fn, argument)

// Calls a function outside any request context: a log has none, and neither has what is
// sent to identify a caller.
export const runOutside = (fn, argument) => storedScope() ? runIn(undefined, fn, argument) : fn(argument)

// A thenable as a promise. Some, queries for example, begin their work when their
// `then` is called: it is called here, so that they run in this scope.
export const eventual = value => {
  const then = value?.then
  if (typeof then != 'function' || then == NATIVE_THEN) return value
  return new Promise((resolve, reject) => then.call(value, resolve, reject))
}
const NATIVE_THEN = Promise.prototype.then

// A request, from its arrival until its response was sent. As a scope it has no elevation.
export class RequestContext {
  authorization
  identity
  // Until its handler has returned: from then on nothing is elevated.
  open = true
  // Once all of its response was sent: from then on nothing acts as its caller.
  ended = false
  // The elevated calls, and the secrets that they used: usually none.
  elevated = NONE
  secrets = NONE
  // Tokens that were issued for the caller, who may receive them; no log may.
  minted = NONE

  constructor(backend, endpoint, request, rest = NONE) {
    this.backend = backend
    this.endpoint = endpoint
    this.request = request
    this.rest = rest
  }

  get context() {
    return this
  }

  // The instance on whose site the app acts, if it is not the backend's own: where the
  // callers are of several sites, the caller's.
  get appInstance() {
    return this.backend.settings.isOfSeveralSites ? this.identity?.instanceId : undefined
  }
}

// The scope of the code that runs. Code that runs in the context of a request whose
// response was sent (a callback of a connection that several requests share, for
// example) has none.
export const currentScope = () => {
  const scope = storedScope()
  if (!scope) throw new BackendError('not_identified')
  if (scope.context.ended) throw new BackendError(scope.elevation ? 'elevation_over' : 'not_identified')
  return scope
}

export const getContext = () => {
  const { context } = currentScope()
  if (context.isApp) throw new BackendError('not_identified')
  return publicContext(context)
}

// What a handler sees of its request context. A class, since an object with a getter
// of its own costs more than all the rest of a request.
class Context {
  #context

  constructor(context) {
    this.#context = context
    this.identity = context.identity
    this.request = context.request
    this.rest = context.rest
  }

  get elevated() {
    return [...this.#context.elevated]
  }
}

export const publicContext = context => new Context(context)

// In the scope of something that has ended nothing more is done as the app.
export const ensureOpen = ({ context, elevation }) => {
  if (!context.open || elevation?.open === false) throw new BackendError('elevation_over')
}

export const elevate = fn => {
  if (typeof fn != 'function') throw new BackendError('invalid_options', undefined, '`elevate` must be given a function.')
  ensureNoGenerator(fn)
  return function (...args) {
    let context
    try {
      const scope = currentScope()
      ensureOpen(scope)
      context = scope.context
    } catch (error) {
      return refused(error)
    }
    // Where there is no caller it is the app already.
    if (!context.isApp) {
      const record = Object.freeze({ what: nameOf(fn) || '(a function)', who: context.identity, when: new Date() })
      context.elevated = [...context.elevated, record]
      context.backend.report({ type: 'elevated', ...record }, context)
    }
    try {
      const result = runFollowed(context, () => fn.apply(this, args))
      return typeof result?.then == 'function' ? result : Promise.resolve(result)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

// The same of a method of what was returned: what it returns or throws at once, it still
// returns and throws at once.
const runMethod = (context, method) => {
  try {
    const scope = currentScope()
    ensureOpen(scope)
    // An object that was kept is not the app's in another request.
    if (scope.context != context) throw new BackendError('elevation_over')
  } catch (error) {
    return refused(error)
  }
  return runFollowed(context, method)
}

// Runs a function as the app, until it has settled. What it returns or resolves to goes
// on as the app, if it has methods.
const runFollowed = (context, fn) => {
  const elevation = { open: true }
  const call = method => runMethod(context, method)
  let isPending = false
  try {
    const result = runIn({ context, elevation }, fn)
    ensureNoGenerator(result)
    if (isFollowed(result)) return awaitable(result, call)
    isPending = typeof result?.then == 'function'
    return isPending ? runElevated(context, () => result, elevation).then(value => isFollowed(value) ? followed(value, call) : value) : result
  } finally {
    if (!isPending) elevation.open = false
  }
}

// The same, without what comes after.
const runElevated = async (context, fn, elevation = { open: true }) => {
  try {
    return await runIn({ context, elevation }, async () => {
      const result = await eventual(fn())
      ensureNoGenerator(result)
      return result
    })
  } finally {
    elevation.open = false
  }
}

// Whether this code runs in a request, or was left running by one that has ended. What
// acts as the app without a caller has none, and neither has what that leaves running.
const hasCaller = () => {
  const scope = storedScope()
  return !!scope && !scope.context.isApp
}

// What acts as the app without a caller: on the site of this instance, if it is not the
// backend's own.
export class AppContext extends RequestContext {
  isApp = true

  constructor(backend, instanceId) {
    super(backend)
    this.instanceId = instanceId
  }

  get appInstance() {
    return this.instanceId
  }

  // Runs a function as the app, once.
  async run(fn, args = []) {
    ensureNoGenerator(fn)
    if (hasCaller()) throw new BackendError('has_caller')
    await ready()
    this.backend.report({ type: 'app', what: nameOf(fn) || '(a function)', ...(this.instanceId && { instanceId: this.instanceId }), when: new Date() }, this)
    try {
      return await runElevated(this, () => fn(...args))
    } finally {
      this.open = false
    }
  }
}

// The name of a function, if it can be read and is a string.
export const nameOf = fn => {
  try {
    const { name } = fn
    return typeof name == 'string' ? name : ''
  } catch {
    return ''
  }
}

const NONE = Object.freeze([])
