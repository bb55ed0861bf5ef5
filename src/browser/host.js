// What a page can do, as the module calls it: page.rs binds these names.
// Whatever takes time leaves its promise in `waiting.for`.

import { calls } from './call.js'
import { ask, given } from './http.js'
import { lock, queue } from './lock.js'
import { listen } from './signal.js'
import { marks } from './marks.js'
import { waiting } from './wait.js'

export class Host {
  // settings: of pkg/options.js. drive: runs a task to its end. changed:
  // storage may have changed. told: who the page speaks as now, if that is
  // news.
  constructor(settings, drive, changed, told) {
    Object.assign(this, { settings, drive, told, renewals: [], wait: LEAST_WAIT_MS, marks: marks(settings) })
    this.post = listen(settings.storage, settings.name, changed)
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
    waiting.for = this.stored(Promise.resolve(settled && this.departure).then(() => this.settings.storage.load()))
  }

  exchange(seen, next) {
    waiting.for = this.stored(this.settings.storage.exchange(seen, next))
  }

  // What the storage brings, or undefined if it failed.
  stored(promise) {
    return promise.catch(error => {
      this.storageCause = error?.cause ?? error
    })
  }

  mark(subject) {
    return this.marks.add(subject)
  }

  isMarked(subject) {
    return this.marks.has(subject)
  }

  take() {
    const { storage, name } = this.settings
    // What is not shared locks nothing but itself.
    return storage.shared ? lock(name) : queue(storage.owner ?? storage)
  }

  lock() {
    waiting.for = this.take().then(unlock => this.unlock = unlock)
  }

  pause(milliseconds) {
    waiting.for = new Promise(resolve => setTimeout(resolve, milliseconds * (1 + Math.random() / 2)))
  }

  signal(generation) {
    this.wait = LEAST_WAIT_MS
    this.post?.(generation)
  }

  start(visitor, task) {
    const renewal = this.drive(task).then(() => true, error => {
      // A refusal of the module's is known to it. Whatever else was thrown is
      // for the callers that wait.
      if (error?.name != 'AuthError' || error.code == 'internal') throw error
      return false
    })
    renewal.catch(() => {})
    this.renewals[+visitor] = renewal
  }

  renewal(visitor) {
    waiting.for = this.renewals[+visitor]
  }

  // Later each time, until something was stored: `wait` is in milliseconds.
  saveLater() {
    if (this.saving) return
    this.wait = Math.min(2 * this.wait, MOST_WAIT_MS)
    this.saving = setTimeout(() => {
      this.saving = 0
      this.look().catch(() => {})
    }, this.wait)
    // Node would wait for it.
    this.saving.unref?.()
  }

  token(token) {
    this.authorization = token
  }

  send(call) {
    waiting.for = calls.get(call).send(this.authorization)
  }

  // Whom the page acts as; the states are in the order of page.rs. Not news:
  // what was found at first, and what was reported before.
  tell(state, subject, expiresAt) {
    state = ['empty', this.settings.accessToken ? 'external' : 'visitor', 'member', 'expired'][state]
    const { session, subject: before } = this
    this.session = expiresAt ? { state, expiresAt } : { state }
    this.subject = subject
    if (!session || (session.state == state && session.expiresAt == this.session.expiresAt && before == subject)) return
    const reason = session.state == state && before == subject ? 'renewed' : REASONS[state] ?? (session.state == 'empty' ? state : 'signed_out')
    this.told({ ...this.session, reason })
  }
}

const LEAST_WAIT_MS = 500
const MOST_WAIT_MS = 60_000

const REASONS = { member: 'signed_in', expired: 'expired' }
