// A WebAssembly module: loaded when it is first needed, once, and replaced if it
// fails. An operation is a task (src/bindings/task.rs), whose steps are taken here.

import { unlessAborted } from '../src/browser/abort.js'
import { compile } from '#compile'
import { AuthError } from './error.js'

/**
 * @typedef {object} Instance
 * @property {Map<any, any>} live what its classes made and nobody has freed yet, each
 * with its host
 * @property {(error: any) => Error} fail
 * @property {any} [failure]
 */

/**
 * @template T
 * @param {() => T & { start(exports: object): void }} bindings makes what wasm-bindgen
 * wrote, for one instance
 * @param {any} source of the compiled module, for `#compile`
 * @returns {{ loaded: () => (T & Instance) | undefined, load: () => Promise<T & Instance> }}
 */
export const loader = (bindings, source) => {
  let compiled, loading, running

  const start = async () => {
    compiled ??= await compile(source)
    const own = bindings()
    const { exports } = /** @type {any} */ (await WebAssembly.instantiate(compiled, /** @type {any} */ ({ a: own })))
    own.start(exports)
    const instance = { ...own, live: new Map(), fail: error => fail(instance, error) }
    return running = instance
  }

  // After a panic the instance's memory is not to be trusted, and nothing in it is
  // freed any more. Sessions live in storage, so nothing is lost with it.
  const fail = (instance, error) => {
    if (!instance.failure) {
      instance.failure = error ?? new TypeError('A step without a promise')
      if (running == instance) running = loading = undefined
      for (const [made, host] of instance.live) {
        made.__destroy_into_raw()
        host?.abandonLocks?.()
      }
    }
    return new AuthError('internal', error)
  }

  return {
    // The instance if it runs, for calls that need not wait.
    loaded: () => running,
    load: () => loading ??= start().catch(cause => {
      loading = undefined
      throw new AuthError('load_failed', cause, `${cause}. `)
    }),
  }
}

// Something that nobody waits for, in an instance that has not failed.
export const attempt = (instance, act) => {
  try {
    if (!instance.failure) act()
  } catch (error) {
    instance.fail(error)
  }
}

// Begins a task and takes its steps to its end. What an awaited promise is
// rejected with ends the task, and is passed on as it is; `refused` makes an error
// of what the module itself throws. A request that waits for something else than
// its response is rejected when it is aborted.
export const run = (instance, host, begin, refused, request) => new Promise((resolve, reject) => {
  const { live } = instance
  let task
  const end = () => attempt(instance, () => {
    live.delete(task)
    task.free()
  })
  const step = value => {
    let promise
    try {
      if (instance.failure) throw instance.failure
      if (!task) live.set(task = begin(), host)
      if (request) request.isTaken = false
      promise = task.step(value)
      if (promise) {
        if (request && !request.isTaken) promise = unlessAborted(promise, request.signal)
        promise.then(step, error => {
          end()
          reject(error)
        })
      } else {
        resolve(task.value)
        end()
      }
    } catch (error) {
      // A panic is an Error of the platform's, of whichever realm.
      if (!error || ({}).toString.call(error) == '[object Error]') return reject(instance.fail(error))
      end()
      reject(refused(error))
    }
  }
  step()
})
