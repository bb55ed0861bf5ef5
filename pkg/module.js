// The module: loaded on first use, once, and replaced if it fails.

import instantiate from '#glue/core.js'
import encoded from '#glue/signing-encoded.js'
import { decode } from './decode.js'
import { unlessAborted } from '../src/browser/abort.js'
import { calls } from '../src/browser/call.js'
import { waiting } from '../src/browser/wait.js'
import { AuthError, CAUSES, CODES } from './error.js'

// By number: how the module knows them. Whoever runs a task holds its page, so
// that one which nobody can use any more may go, and its seat in the module
// with it.
export const pages = new Map()

let lastPage = 0

export const seat = page => {
  const seat = { number: ++lastPage }
  pages.set(seat.number, new WeakRef(page))
  seats.register(page, seat)
  return seat
}

const seats = new FinalizationRegistry(({ number, module, handle }) => {
  pages.delete(number)
  if (handle) attempt(module, () => module.close(handle))
})

// Something that nobody waits for, in a module that has not failed.
export const attempt = (module, act) => {
  try {
    if (!module.failed) act()
  } catch (error) {
    fail(module, error)
  }
}

let compiled
let loading
let running

// The module if it runs, for calls that need not wait.
export const loaded = () => running

export const load = () => loading ??= start().catch(cause => {
  loading = undefined
  throw new AuthError('load_failed', cause, `${cause}. `)
})

const start = async () => {
  compiled ??= await WebAssembly.compile(decode(encoded))
  return (running = await instantiate(compiled, pages, calls, waiting))
}

// Begins a task and takes its steps to its end. What an awaited promise throws
// ends the task, and is passed on as it is. A call that waits for something
// else than its own answer hears of its own abort.
export const drive = (module, begin, page, call) => new Promise((resolve, reject) => {
  let task
  const step = came => {
    let state, awaited
    try {
      if (module.failed) throw module.failed
      task ??= begin()
      if (call) call.sent = false
      waiting.came = came
      state = module.step(task)
      if (state == WAITING) awaited = waiting.take()
    } catch (error) {
      return reject(fail(module, error))
    }
    if (awaited) {
      (call && !call.sent ? unlessAborted(awaited, call.signal) : awaited).then(step, thrown => {
        if (!module.failed) module.end(task)
        reject(thrown)
      })
    } else if (state == DONE) {
      resolve(call?.response)
    } else {
      const code = CODES[state - REFUSED]
      reject(new AuthError(code, page[CAUSES[code]]))
    }
  }
  step()
})

// After a panic the module's memory is not to be trusted. Sessions live in
// storage, so nothing is lost with it.
const fail = (module, error) => {
  if (!module.failed) {
    module.failed = error
    if (running == module) running = loading = undefined
    for (const page of pages.values()) page.deref()?.unlock?.()
  }
  return new AuthError('internal', error)
}

// task.rs
const WAITING = 0
const DONE = 1
const REFUSED = 2
