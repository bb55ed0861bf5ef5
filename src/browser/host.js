// What a page can do: src/bindings/page/context.rs binds these names.

import { ask, given } from './http.js'
import { lock, queue } from './lock.js'
import { listen } from './signal.js'
import { marks } from './marks.js'

export class Host {
  /** Loads and reports whom the page acts as: set by pkg/index.js. @type {() => Promise<void>} */
  update
  /** The end of the sign-out under way. @type {Promise<any> | undefined} */
  departure

  /**
   * @param {any} settings of pkg/options.js
   * @param {(task: any) => Promise<any>} run runs a task to its end
   * @param {(generation: number) => void} changed storage may have changed
   * @param {(event: object) => void} publish hears whom the page acts as, if that is news
   * @param {(event: object) => void} requested hears of each token request that has ended
   */
  constructor(settings, run, changed, publish, requested) {
    this.settings = settings
    this.run = run
    this.publish = publish
    this.requested = requested
    this.renewals = []
    this.failures = 0
    this.wait = LEAST_WAIT_MS
    this.marks = marks(settings)
    this.post = listen(settings.storage, settings.name, changed)
  }

  // Resolves to the lines that src/oauth/grant.rs parses.
  async requestToken(grant_type, field, value) {
    const { fetch, api, clientId, accessToken } = this.settings
    const form = new URLSearchParams({ client_id: clientId, grant_type })
    if (field) form.set(field, value)
    const began = performance.now()
    const { lines, cause } = await (accessToken ? given(accessToken) : ask(fetch, `${api}/oauth2/token`, form))
    this.cause = cause
    this.requested({ grant: accessToken ? 'external' : grant_type, duration: performance.now() - began, result: cause })
    return lines
  }

  // `settled`: once a sign-out under way has ended.
  load(settled) {
    return this.unlessFailed(Promise.resolve(settled && this.departure).then(() => this.settings.storage.load()))
  }

  exchange(seen, next) {
    return this.unlessFailed(this.settings.storage.exchange(seen, next))
  }

  // What the storage resolves to, or undefined if it failed.
  unlessFailed(promise) {
    return promise.catch(error => {
      this.storageCause = error?.cause ?? error
    })
  }

  markSignedOut(subject) {
    return this.marks.add(subject)
  }

  isMarked(subject) {
    return this.marks.has(subject)
  }

  // Resolves to the release, or to undefined if that took too long.
  async lock() {
    const { failures, settings: { storage, name } } = this
    // What is not shared locks nothing but itself.
    const release = await (storage.shared ? lock(name) : queue(storage.owner ?? storage))
    if (failures == this.failures) return this.unlock = release
    release?.()
  }

  // The module failed: nobody will unlock what it has locked, or is about to lock.
  abandonLocks() {
    this.failures++
    this.unlock?.()
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds * (1 + Math.random() / 2)))
  }

  notifyTabs(generation) {
    this.wait = LEAST_WAIT_MS
    this.post?.(generation)
  }

  startRenewal(visitor, task) {
    const renewal = this.run(task).then(() => true, error => {
      // What the module refuses it knows itself. Whatever else was thrown is for
      // the callers that wait.
      if (error?.name != 'AuthError' || error.code == 'internal') throw error
      return false
    })
    renewal.catch(() => {})
    this.renewals[+visitor] = renewal
  }

  renewal(visitor) {
    return this.renewals[+visitor]
  }

  // Later each time, until something was stored: `wait` is in milliseconds.
  storeLater() {
    if (this.timer) return
    this.wait = Math.min(2 * this.wait, MOST_WAIT_MS)
    this.timer = setTimeout(() => {
      this.timer = 0
      this.update().catch(() => {})
    }, this.wait)
    // Node would wait for it.
    this.timer.unref?.()
  }

  // Whom the page acts as. Not news: what was found at first, and what was
  // reported before.
  report(state, subject, expiresAt) {
    if (state == 'visitor' && this.settings.accessToken) state = 'external'
    const { session, subject: before } = this
    this.session = expiresAt ? { state, expiresAt } : { state }
    this.subject = subject
    if (!session || (session.state == state && session.expiresAt == this.session.expiresAt && before == subject)) return
    const reason = session.state == state && before == subject ? 'renewed' : REASONS[state] ?? (session.state == 'empty' ? state : 'signed_out')
    this.publish({ ...this.session, reason })
  }
}

const LEAST_WAIT_MS = 500
const MOST_WAIT_MS = 60_000

const REASONS = { member: 'signed_in', expired: 'expired' }
