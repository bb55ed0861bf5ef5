// The module, and one Backend in it for each backend: src/bindings/backend.rs.

import bindings from '#glue/backend.js'
import { compiled } from '#compiled'

let module
let running

// A new instance, with what wasm-bindgen wrote for it.
const load = () => {
  if (running) return running
  const own = bindings()
  const { exports } = new WebAssembly.Instance(module ??= compiled(), { a: own })
  own.start(exports)
  const memory = Object.values(exports).find(value => value instanceof WebAssembly.Memory)
  return running = { ...own, memory, live: new Set() }
}

// What every request brings is written where the module reads it.
const counter = ({ Backend, memory, live }, options) => {
  const at = new Backend(options, ...crypto.getRandomValues(new BigUint64Array(2)))
  live.add(at)
  const { look, examine } = Backend.prototype
  let room = new Uint8Array()
  // Bytes. There is no room left after the module's memory has grown, as it may
  // when one asks for more.
  const write = text => {
    const most = 3 * text.length
    if (room.length < most) {
      const address = at.room(most)
      room = new Uint8Array(memory.buffer, address, most)
    }
    return encoder.encodeInto(text, room).written
  }
  at.look = (authorization, now) => look.call(at, write(authorization), now)
  at.examine = body => examine.call(at, write(body))
  return at
}
const encoder = new TextEncoder()

// Something of the module. After an exception out of it, of whatever kind (a stack
// that overflows is a RangeError), it may have stopped half-way: its memory is not
// to be trusted, and the next one works in another instance; what was known of
// callers is asked again.
export const ask = work => {
  const instance = load()
  try {
    return work(instance)
  } catch (error) {
    throw failed(error)
  }
}

// Nothing in it is freed any more.
const failed = error => {
  for (const at of running?.live ?? []) at.__destroy_into_raw()
  running = undefined
  return error
}

// A Backend that nobody has any more is freed, if the instance that it is in still
// runs.
const abandoned = globalThis.FinalizationRegistry && new FinalizationRegistry(({ instance, at }) => {
  if (running != instance) return
  instance.live.delete(at)
  try {
    at.free()
  } catch (error) {
    failed(error)
  }
})

// A desk, opened when it is first needed, since a Worker draws no secret before
// its first request; and anew where the module was replaced. `furnish` says what
// it has to know.
export const desk = (options, furnish) => {
  let own, place
  const open = () => {
    own = load()
    place = counter(own, options)
    abandoned?.register(desk, { instance: own, at: place }, desk)
    furnish(place)
  }
  const isOpen = () => running && own == running
  const desk = work => {
    try {
      if (!isOpen()) open()
      return work(place)
    } catch (error) {
      throw failed(error)
    }
  }
  // What is furnished from now on, an open desk hears now.
  desk.tell = work => {
    if (isOpen()) desk(work)
  }
  return desk
}

export const isName = (name, ofModule) => ask(({ is_name }) => is_name(name, ofModule))

// A table that is made once: it does not change.
let table
export const mayCall = (permission, kind) => {
  table ??= new Map(PERMISSIONS.map((name, number) => [name, new Set(KINDS.filter((_, at) => ask(({ admits }) => admits(number, at))))]))
  return table.get(permission).has(kind)
}

export const refusesToken = (status, challenge) => ask(({ refuses }) => refuses(status, challenge))

// A token as it was presented, without a scheme.
export const bare = authorization => ask(({ bare }) => bare(authorization))

// Every refusal there is, by its code.
let all
export const refusals = () => {
  if (all) return all
  all = new Map()
  for (let number = 0, text; (text = ask(({ refusal }) => refusal(number))) !== undefined; number++) {
    const [code, status, challenge] = text.split('\n')
    all.set(code, { code, status: +status, challenge })
  }
  return all
}

// What a desk says, taken apart.
export const number = said => Math.floor(said / 4)
export const word = said => said % 4

export const KNOWN = 0
export const REFUSED = 1
export const ASK = 2
export const WAIT = 3

export const PERMISSIONS = ['Anyone', 'SiteMember', 'Admin']
const KINDS = ['visitor', 'member', 'user', 'app', 'admin']
