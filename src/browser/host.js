// What a page can do, as the module calls it: page.rs binds these names.

import { drive } from '../../pkg/module.js'
import { ask } from './http.js'
import { lock } from './lock.js'
import { listen } from './signal.js'

export class Host {
  // settings: of pkg/options.js. changed: storage may have changed. told: who
  // the page speaks as now, if that is news.
  constructor(settings, { changed, told }) {
    this.settings = settings
    this.tell = told
    if (settings.storage.shared && globalThis.BroadcastChannel) this.post = listen(settings.name, changed)
  }

  async ask(body) {
    const { fetch, api } = this.settings
    const reply = await ask(fetch, `${api}/oauth2/token`, body)
    this.cause = reply.cause
    return reply
  }

  async load(settled) {
    if (settled) await this.departure
    return this.settings.storage.load()
  }

  exchange(seen, next) {
    return this.settings.storage.exchange(seen, next)
  }

  async lock() {
    const { storage, name } = this.settings
    this.unlock = storage.shared ? await lock(name) : () => {}
    return this.unlock
  }

  unlock() {
    this.unlock?.()
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds * (1 + Math.random() / 2)))
  }

  signal(generation) {
    this.post?.(generation)
  }

  drive(task) {
    const end = drive(this.module, task, this)
    end.catch(() => {})
    return end
  }

  // Who the page speaks as. The states are in the order of page.rs.
  info(state, expiresAt) {
    state = ['empty', 'visitor', 'member', 'expired'][state]
    return expiresAt ? { state, expiresAt } : { state }
  }

  // Not news: what was found at first, and what was told before.
  told(info) {
    const news = JSON.stringify(info)
    if (this.last && this.last != news) this.tell(info)
    this.last = news
  }

  // Whether an answer came from another origin, where a page cannot read a
  // challenge that is not exposed.
  crossed(response) {
    return response.type != 'basic'
  }

  challenge(response) {
    return response.headers.get('www-authenticate') ?? undefined
  }

  discard(response) {
    response.body?.cancel().catch(() => {})
  }
}
