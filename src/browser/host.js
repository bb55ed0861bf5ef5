// What a page can do, as the module calls it: page.rs binds these names.
// Whatever takes time leaves its promise in `waiting.for`.

import { calls } from './call.js'
import { ask, given } from './http.js'
import { lock, queue } from './lock.js'
import { listen } from './signal.js'
import { waiting } from './wait.js'

export class Host {
  // settings: of pkg/options.js. drive: runs a task to its end. changed:
  // storage may have changed. told: who the page speaks as now, if that is
  // news.
  constructor(settings, drive, changed, told) {
    Object.assign(this, { settings, drive, told })
    if (settings.storage.shared && globalThis.BroadcastChannel) this.post = listen(settings.name, changed)
  }

  ask(grant_type, field, value) {
    const { fetch, api, clientId, accessToken } = this.settings
    const form = new URLSearchParams({ client_id: clientId, grant_type })
    if (field) form.set(field, value)
    waiting.for = (accessToken ? given(accessToken) : ask(fetch, `${api}/oauth2/token`, form)).then(({ lines, cause }) => {
      this.cause = cause
      return lines
    })
  }

  load(settled) {
    waiting.for = Promise.resolve(settled && this.departure).then(() => this.settings.storage.load())
  }

  exchange(seen, next) {
    waiting.for = this.settings.storage.exchange(seen, next)
  }

  take() {
    const { storage, name } = this.settings
    return (storage.shared ? lock : queue)(name)
  }

  lock() {
    waiting.for = this.take().then(unlock => this.unlock = unlock)
  }

  pause(milliseconds) {
    waiting.for = new Promise(resolve => setTimeout(resolve, milliseconds * (1 + Math.random() / 2)))
  }

  signal(generation) {
    this.post?.(generation)
  }

  start(renewal) {
    this.renewed = this.drive(renewal).then(() => true, error => {
      // A refusal is told by the module. That it failed, it cannot tell.
      if (error.code == 'internal') throw error
    })
    this.renewed.catch(() => {})
  }

  renewal() {
    waiting.for = this.renewed
  }

  token(token) {
    this.authorization = token
  }

  send(call) {
    waiting.for = calls.get(call).send(this.authorization)
  }

  // Who the page speaks as; the states are in the order of page.rs. Not news:
  // what was found at first, and what was told before.
  tell(state, expiresAt) {
    state = ['empty', this.settings.accessToken ? 'external' : 'visitor', 'member', 'expired'][state]
    const { session } = this
    this.session = expiresAt ? { state, expiresAt } : { state }
    const was = session?.state
    if (was && (was != state || session.expiresAt != this.session.expiresAt)) {
      this.told({ ...this.session, reason: was == state ? 'renewed' : state == 'member' ? 'signed_in' : state == 'expired' ? state : was == 'empty' ? state : 'signed_out' })
    }
  }
}
