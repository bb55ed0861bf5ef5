// One Auth from within: what a page can do for its members, as the module
// calls it; inside.rs binds these names.

import { Credential } from './credential.js'
import { frame } from './frame.js'

export class Inside {
  // of: what pkg/index.js hands over. error: makes a refusal. module: beside and
  // rejoined.
  constructor(of, error, module) {
    Object.assign(this, { of, error, module, shared: {} })
    this.clientId = of.settings.clientId
    this.base = of.settings.api
  }

  async load() {
    await this.of.host.departure
    return this.of.settings.storage.load()
  }

  exchange(seen, next) {
    return this.of.settings.storage.exchange(seen, next)
  }

  changed(generation) {
    this.of.host.signal(generation)
    this.of.changed(generation)
  }

  async lock() {
    return !!(this.unlock = await this.of.host.take())
  }

  // What is kept of this kind goes where the record is, or else with the tab.
  place(kind) {
    const { options, settings, storageOf } = this.of
    const { storage = 'browser' } = options
    const kinds = storage == 'browser' || storage.setItem ? storage : 'session'
    return this.shared[kind] ??= storageOf(kinds, `${settings.clientId} ${kind}`, `${settings.name} ${kind}`, () => {})
  }

  kept(kind) {
    return this.place(kind).load()
  }

  keep(kind, seen, next) {
    return this.place(kind).exchange(seen, next)
  }

  // The answer and its text; an empty list if there was none. What the client
  // itself refuses is thrown.
  send(speaker, url, body, token) {
    const { settings, auth, within } = this.of
    const headers = { 'content-type': 'application/json' }
    // In quotes: our own members of this name have a shorter one.
    if (speaker == FORMER) headers['authorization'] = token
    const fetch = speaker == ANYONE ? auth.fetchWithAuth : speaker == VISITOR ? this.visitor().fetchWithAuth : settings.fetch
    return within(PATIENCE, async signal => {
      const answer = await fetch(url, { method: 'POST', headers, body, credentials: 'omit', signal })
      return [answer, await answer.text()]
    }).catch(error => {
      if (error?.name == 'AuthError') throw error
      return []
    })
  }

  // The visitor that is kept beside a member, as if it were alone.
  visitor() {
    const { options, settings, create } = this.of
    const { beside, rejoined } = this.module
    const { storage } = settings
    return this.shared.visitor ??= create({
      ...options,
      storage: {
        shared: storage.shared,
        load: async () => beside(await this.load()),
        exchange: async (seen, next) => {
          const whole = await this.load()
          if (beside(whole) !== seen) return false
          const stored = await storage.exchange(whole, rejoined(whole, next))
          if (stored) this.of.changed(0)
          return stored
        },
      },
    })
  }

  // The cause of a failure is for whoever asked.
  async redeem(fields) {
    const { settings, ask } = this.of
    const form = new URLSearchParams({ client_id: settings.clientId, ...fields })
    const fetch = async (...request) => {
      const answer = await settings.fetch(...request)
      this.scope(answer.clone())
      return answer
    }
    const { lines, cause } = await ask(fetch, `${settings.api}/oauth2/token`, form)
    this.cause = cause
    return lines
  }

  // RFC 6749 §5.1: one that differs from what was asked for should be known.
  async scope(answer) {
    const { scope } = Object(await answer.json().catch(() => {}))
    if (typeof scope == 'string' && scope != SCOPE) this.of.warn({ code: 'scope_differs', scope })
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds))
  }

  signOut() {
    return this.of.auth.signOut()
  }

  credential() {
    const { dispatch, settings, waiting } = this.of
    return dispatch(new Credential(waiting, settings.api))
  }

  async frame(url, endpoint, state) {
    if (!globalThis.document) throw this.error('no_page')
    const { loginOrigins = [], frameTimeout = 30 } = this.of.options
    const origins = [endpoint, ...loginOrigins].map(url => new URL(url).origin)
    return frame(url, origins, state, frameTimeout * 1000)
  }
}

// auth_request.rs
const SCOPE = 'offline_access'

// The numbers of inside.rs.
const ANYONE = 0
const VISITOR = 1
const FORMER = 2

// Milliseconds for an answer of the Wix API.
const PATIENCE = 30_000
