// The module: loaded on first use, once, and replaced if it fails.

import instantiate from '#glue/core.js'
import encoded from '#glue/encoded.js'
import { decode } from './decode.js'
import { AuthError, CODES } from './error.js'

let compiled
let loading
let running

// The module if it runs, for calls that need not wait.
export const loaded = () => running

export const load = () => loading ??= start().catch(cause => {
  loading = undefined
  throw new AuthError('load_failed', cause)
})

const start = async () => {
  compiled ??= await WebAssembly.compile(decode(encoded))
  return (running = await instantiate(compiled))
}

// Takes a task's steps to its end. What an awaited promise throws ends the
// task, and is passed on as it is. A call that waits for something else than
// its own answer hears of its own abort.
export const drive = (module, task, host, call) => new Promise((resolve, reject) => {
  const step = value => {
    let state, left
    try {
      if (module.failed) throw module.failed
      if (call) call.sent = false
      state = module.step(task, value)
      left = module.left()
    } catch (error) {
      return reject(fail(module, error))
    }
    if (state == WAITING) {
      left = Promise.resolve(left)
      if (call && !call.sent) left = unlessAborted(left, call.signal)
      left.then(step, thrown => {
        if (!module.failed) module.end(task)
        reject(thrown)
      })
    } else if (state == DONE) {
      resolve(left)
    } else {
      const code = CODES[state - REFUSED]
      reject(new AuthError(code, /token/.test(code) ? host.cause : undefined))
    }
  }
  step()
})

// A promise, unless the signal is aborted before: then its reason.
export const unlessAborted = (promise, signal) => signal ? new Promise((resolve, reject) => {
  const abort = () => reject(signal.reason)
  if (signal.aborted) return abort()
  signal.addEventListener('abort', abort)
  promise.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject)
}) : promise

// After a panic the module's memory is not to be trusted. Sessions live in
// storage, so nothing is lost with it.
const fail = (module, error) => {
  if (!module.failed) {
    module.failed = error
    if (running == module) running = loading = undefined
    for (const host of module.hosts) host.unlock()
  }
  return new AuthError('internal', error)
}

// task.rs
const WAITING = 0
const DONE = 1
const REFUSED = 2
