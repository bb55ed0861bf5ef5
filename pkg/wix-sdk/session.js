// The session behind a strategy: an Auth of ours, and the network between it and
// Wix.

import { EMPTY_TOKENS, toText, toTokens } from '../tokens.js'
import { memory } from '../../src/browser/storage.js'
import { isPage } from '../../src/browser/surroundings.js'
import { adoption } from './adoption.js'
import { mirrored, over } from './token-storage.js'

export class Session {
  // createAuth, found: of the modules that are one for all entries.
  constructor(config, createAuth, found) {
    const { clientId, tokens, tokenStorage, storage = isPage() ? 'browser' : 'memory', adopt = [...KEYS, `wix-visitor-token-${clientId}`] } = config
    this.config = config
    this.createAuth = createAuth
    this.isPage = isPage()
    const own = tokenStorage ? over(tokenStorage) : tokens && memory(toText(tokens))
    this.storage = own ?? storage
    // Its owner hears what a storage of their own throws; ours are replaced by
    // memory.
    this.place = own && mirrored(own, () => this.left())
    if (this.isPage && !own) this.adopted = adoption(clientId, adopt, found, storage == 'wix-session-cookie')
    // Where each call may be another user's, nothing is remembered from one to
    // the next.
    this.forgets = !!tokenStorage && !this.isPage
    this.kept = this.open()
    if (tokens) Object.assign(this.place, { text: toText(tokens), isKnown: true })
    if (this.isPage) this.ready.catch(() => {})
  }

  // What is stored is known then, and what was set is stored.
  get ready() {
    return this.place.load().then(() => {})
  }

  // An Auth over the one place, from within. `watch.over`: sees each request
  // first, and may answer it.
  open() {
    const { clientId, apiOrigin } = this.config
    const watch = {}
    const scratch = new Map()
    let inside
    this.createAuth({
      clientId,
      apiOrigin,
      storage: this.storage,
      fetch: (input, init) => watch.over?.(`${input}`, init) || this.send(input, init),
    }, of => inside = of)
    this.place ??= mirrored(inside.settings.storage, () => this.left(), this.adopted)
    inside.settings.storage = this.place
    // Logins under way are with the caller here, not with us.
    const { options } = inside
    inside.options = { ...options, storage: { getItem: key => scratch.get(key), setItem: (key, value) => scratch.set(key, value) } }
    return { inside, watch, scratch }
  }

  get inside() {
    const { inside } = this.forgets ? this.open() : this.kept
    // Others may have written there.
    if (this.config.tokenStorage) inside.changed(0)
    return inside
  }

  // The caller's fetch, or the page's own as it is then; what the caller wants
  // of token requests is added last.
  send(input, init) {
    const { fetch = globalThis.fetch, tokenRequestOptions } = this.config
    const headers = tokenRequestOptions?.headers
    if (`${input}`.endsWith('/oauth2/token')) {
      this.isMinting = new URLSearchParams(init.body).get('grant_type') == 'anonymous'
      if (headers) {
        const merged = new Headers(init.headers)
        for (const name in headers) merged.set(name, headers[name])
        init = { ...init, headers: merged }
      }
    }
    return fetch(input, init)
  }

  // Does something of an Auth's while `over` sees each of its requests. One at a
  // time in a page; on a server each has an Auth of its own.
  during(over, act) {
    if (!this.isPage) return this.watched(this.open(), over, act)
    const done = (this.queue ?? Promise.resolve()).then(() => this.watched(this.kept, over, act))
    this.queue = done.catch(() => {})
    return done
  }

  async watched({ inside, watch, scratch }, over, act) {
    scratch.clear()
    watch.over = over
    try {
      return await act(inside.auth)
    } finally {
      watch.over = undefined
      this.kept.inside.changed(0)
    }
  }

  // The token that a call would be signed with now.
  token() {
    return this.heard(this.inside.accessToken())
  }

  // What a storage of the owner's threw is what they should hear.
  async heard(promise) {
    const { place, config } = this
    place.failure = undefined
    try {
      const result = await promise
      // The session goes on, but is stored nowhere.
      if (config.tokenStorage && place.failure) throw place.failure
      return result
    } catch (error) {
      throw place.failure ?? error
    }
  }

  // Another one than that.
  async renewed() {
    const { inside } = this
    const { accessToken: { value: old } } = await this.tokens()
    this.isMinting = false
    const token = await this.heard(inside.accessToken(false, old))
    if (token == old) throw this.error('token_endpoint_unavailable', inside.host.cause)
    // That is another visitor.
    if (this.isMinting) throw this.error('token_request_refused', inside.host.cause)
  }

  // An Auth that nobody else knows, which starts with these tokens: its tokens
  // once they are good.
  async apart(tokens) {
    const place = mirrored(memory(tokens ? toText(tokens) : ''), () => {})
    let inside
    this.createAuth({
      clientId: this.config.clientId,
      apiOrigin: this.config.apiOrigin,
      storage: place,
      fetch: (input, init) => this.send(input, init),
    }, of => inside = of)
    await inside.accessToken()
    await place.load()
    return place.tokens
  }

  // What is stored by now.
  async tokens() {
    return toTokens(await this.place.load())
  }

  set(tokens) {
    const { kept, place } = this
    const done = place.set(tokens ?? EMPTY_TOKENS)
    const changed = () => {
      kept.inside.changed(0)
      kept.inside.host.notifyTabs(0)
    }
    kept.inside.changed(0)
    done.then(changed, () => {})
  }

  // Wix' pages know somebody else now, if anybody.
  left() {
    if (!this.isPage) return
    try {
      localStorage.removeItem(this.syncKey)
    } catch {}
  }

  get syncKey() {
    return `fetch-with-auth:${this.config.clientId} synced`
  }

  error(code, cause, detail) {
    return new this.kept.inside.AuthError(code, cause, detail)
  }
}

// Where public templates keep the tokens of the SDK, or its refresh token.
const KEYS = ['wix_tokens', 'wixTokens', 'wixVisitorTokens', 'wixVisitorToken', 'wixSession', 'wix_session', 'session', 'refreshToken']
