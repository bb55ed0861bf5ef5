// The module, and one desk in it for each backend: src/export_backend.rs.

import { initSync, Desk, admits, bare as bared, is_name, refusal, refuses } from '#glue/backend.js'
import { compiled } from '#compiled'

let module
let running

const load = () => {
  if (running) return
  initSync({ module: module ??= compiled() })
  running = {}
}

// Something of the module. After a panic its memory is not to be trusted, and
// the next one works in another instance; what was known of callers is asked
// again.
export const ask = work => {
  load()
  try {
    return work()
  } catch (error) {
    throw failed(error)
  }
}

const failed = error => {
  if (error instanceof WebAssembly.RuntimeError) running = undefined
  return error
}

// A desk, opened anew where the module was replaced. `furnish` says what it has
// to know.
export const desk = (options, furnish) => {
  let own, place
  const open = () => {
    load()
    // The one before is in a memory that is gone.
    place?.__destroy_into_raw()
    own = running
    place = new Desk(options)
    furnish(place)
  }
  return work => {
    try {
      if (!running || own != running) open()
      return work(place)
    } catch (error) {
      throw failed(error)
    }
  }
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
