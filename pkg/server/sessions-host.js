// The effects of a server's sessions: src/bindings/backend/sessions_host.rs binds these names.
// What is done, and when, is decided in src/server/.

import { post } from '../backend/post.js'
import { runOutside } from '../backend/request-context.js'
import { sharedStore } from './shared.js'

export class SessionsHost {
  /** By ticket: the renewals under way. @type {Map<number, Promise<void>>} */
  #renewals = new Map()
  #renew
  #store

  // renew: a function that runs the renewal of a ticket to its end.
  constructor(settings, renew) {
    this.settings = settings
    this.#renew = renew
    this.#store = settings.shared && sharedStore(settings)
  }

  // Resolves to the lines that src/oauth/grant.rs parses.
  async requestToken(grant_type, name, value, milliseconds) {
    const { fetch, api, clientId } = this.settings
    const body = new URLSearchParams({ client_id: clientId, grant_type, ...(name && { [name]: value }) })
    const { lines } = await post(fetch, `${api}/oauth2/token`, { body }, milliseconds)
    return lines
  }

  // It does not belong to the request that has begun it, which may be gone when it ends.
  startRenewal(ticket, text) {
    const { waitUntil } = this.settings
    // Not within the step of the task that begins it. A defect of ours costs a renewal.
    const renewal = Promise.resolve().then(() => this.#renew(ticket, text)).catch(() => {}).finally(() => this.#renewals.delete(ticket))
    this.#renewals.set(ticket, renewal)
    // Where the process cannot be kept, what was begun goes on for as long as it can.
    if (waitUntil) runOutside(async () => waitUntil(renewal)).catch(() => {})
  }

  renewal(ticket, milliseconds) {
    return inTime(this.#renewals.get(ticket), milliseconds)
  }

  get isShared() {
    return !!this.#store
  }

  lock(ticket, kind, of) {
    return this.#store.lock(ticket, kind, of)
  }

  unlock(ticket) {
    this.#store.unlock(ticket)
  }

  read(kind, of) {
    return this.#store.read(kind, of)
  }

  write(kind, of, value, seconds) {
    return this.#store.write(kind, of, value, seconds)
  }
}

// Resolves to nothing if it takes too long.
export const inTime = (promise, milliseconds) => {
  let timer
  const timeout = new Promise(resolve => timer = setTimeout(resolve, milliseconds))
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}
