// The instance of the module that runs, and in it a Backend for each backend, and Sessions
// for those of a server that renders: src/bindings/backend.rs.

import bindings from '#glue/backend.js'
import { compiled } from '#compiled'

/** @typedef {ReturnType<typeof bindings>} Bindings */
/** @typedef {InstanceType<Bindings['Backend']>} Rules */
/** @typedef {Bindings & { live: Set<{ free(): void }> }} Instance */
/** @typedef {ReturnType<typeof backendRules>} WithRules */

/** @type {WebAssembly.Module | undefined} */
let module
/** @type {Instance | undefined} */
let running

// A new instance, with what wasm-bindgen wrote for it.
const load = () => {
  if (running) return running
  const own = bindings()
  const { exports } = new WebAssembly.Instance(module ??= compiled(), { './module_bg.js': /** @type {any} */ (own) })
  own.start(exports)
  // live: what of it is not freed yet.
  return running = { ...own, live: new Set() }
}

// Calls what the module exports. After an exception out of it, of whatever kind (a
// stack that overflows is a RangeError), it may have stopped half-way: its memory is
// not to be trusted, and the next call loads another instance; callers are looked
// up again.
/** @template T @param {(instance: Instance) => T} call @returns {T} */
export const withInstance = call => {
  const instance = load()
  try {
    return call(instance)
  } catch (error) {
    throw failed(error)
  }
}

// Nothing in the instance is freed any more.
/** @param {unknown} error */
const failed = error => {
  for (const rules of running?.live ?? []) /** @type {any} */ (rules).__destroy_into_raw()
  running = undefined
  return error
}

// What nobody can use any more is freed, if its instance still runs.
const unused = globalThis.FinalizationRegistry && new FinalizationRegistry(({ instance, rules }) => {
  if (running != instance) return
  instance.live.delete(rules)
  try {
    rules.free()
  } catch (error) {
    failed(error)
  }
})

// A function that calls rules of its own, which `make` creates in an instance with 128
// random bits. They are made when they are first needed, since a Worker has no random
// numbers before its first request, and again after the instance was replaced. `onOpen`
// gets each of them before it is called.
/**
 * @template {{ free(): void }} R
 * @param {(instance: Instance, first: bigint, second: bigint) => R} make
 * @param {(rules: R) => void} onOpen
 */
export const rulesOf = (make, onOpen) => {
  /** @type {Instance} */
  let instance
  /** @type {R} */
  let rules
  const isOpen = () => running && instance == running
  const open = () => {
    instance = load()
    const [first, second] = crypto.getRandomValues(new BigUint64Array(2))
    rules = make(instance, first, second)
    instance.live.add(rules)
    unused?.register(withRules, { instance, rules }, withRules)
    onOpen(rules)
  }
  /** @template T @param {(rules: R, instance: Instance) => T} call @returns {T} */
  const withRules = call => {
    try {
      if (!isOpen()) open()
      return call(rules, instance)
    } catch (error) {
      throw failed(error)
    }
  }
  // The same, if there are any already.
  /** @param {(rules: R) => void} call */
  withRules.ifOpen = call => {
    if (isOpen()) withRules(call)
  }
  return withRules
}

// Those of a backend.
/** @param {object} options @param {(rules: Rules) => void} onOpen */
export const backendRules = (options, onOpen) => rulesOf((instance, first, second) => new instance.Backend(options, first, second), onOpen)
