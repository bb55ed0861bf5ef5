// The module, and one desk in it for each backend: src/export_backend.rs.

import { initSync, Desk, admits, bare as bared, is_name, refusal, refuses } from '#glue/backend.js'
import { compiled } from '#compiled'

let module
let running

const load = () => running ??= initSync({ module: module ??= compiled() })

// What every request brings is written where the module reads it.
class Counter extends Desk {
  #room = new Uint8Array()

  look(authorization, now) {
    return super.look(this.#write(authorization), now)
  }

  examine(body) {
    return super.examine(this.#write(body))
  }

  // Bytes. There is no room left after the module's memory has grown, as it may
  // when one asks for more.
  #write(text) {
    const most = 3 * text.length
    if (this.#room.length < most) {
      const at = this.room(most)
      this.#room = new Uint8Array(running.memory.buffer, at, most)
    }
    return encoder.encodeInto(text, this.#room).written
  }
}
const encoder = new TextEncoder()

// Something of the module. After an exception out of it, of whatever kind (a stack
// that overflows is a RangeError), it may have stopped half-way: its memory is not
// to be trusted, and the next one works in another instance; what was known of
// callers is asked again.
export const ask = work => {
  load()
  try {
    return work()
  } catch (error) {
    throw failed(error)
  }
}

const failed = error => {
  running = undefined
  return error
}

// A desk that nobody has any more is freed, if the instance that it is in still
// runs: in another one its address is somebody else's. The glue frees nothing by
// itself (xtask/src/glue.rs).
const abandoned = globalThis.FinalizationRegistry && new FinalizationRegistry(({ instance, address }) => {
  if (running != instance) return
  try {
    instance.__wbg_desk_free(address, 1)
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
    load()
    own = running
    place = new Counter(options, ...crypto.getRandomValues(new BigUint64Array(2)))
    abandoned?.register(place, { instance: own, address: place.__wbg_ptr })
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

export const isName = (name, ofModule) => ask(() => is_name(name, ofModule))

// A table that is made once: it does not change.
let table
export const mayCall = (permission, kind) => {
  table ??= new Map(PERMISSIONS.map((name, number) => [name, new Set(KINDS.filter((_, at) => ask(() => admits(number, at))))]))
  return table.get(permission).has(kind)
}

export const refusesToken = (status, challenge) => ask(() => refuses(status, challenge))

// A token as it was presented, without a scheme.
export const bare = authorization => ask(() => bared(authorization))

// Every refusal there is, by its code.
let all
export const refusals = () => {
  if (all) return all
  all = new Map()
  for (let number = 0, text; (text = ask(() => refusal(number))) !== undefined; number++) {
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
