// The session of a strategy: an Auth, whose storage this reads and writes too.

import { EMPTY_TOKENS, toText, toTokens } from '../tokens.js'
import { memory } from '../../src/browser/storage.js'
import { isPage } from '../../src/browser/surroundings.js'
import { adoption } from './adoption.js'
import { TokenRole } from './names.js'
import { mirrored, overTokenStorage } from './token-storage.js'

export class Session {
  // createAuth, parseCookie: of the modules that are one for all entries.
  constructor(config, createAuth, parseCookie) {
    const { clientId, tokens, tokenStorage, storage = isPage() ? 'browser' : 'memory', adopt = [...KEYS, `wix-visitor-token-${clientId}`] } = config
    this.config = config
    this.createAuth = createAuth
    this.isPage = isPage()
    const given = tokenStorage ? overTokenStorage(tokenStorage) : tokens && memory(toText(tokens))
    this.storage = given ?? storage
    // What a storage of the caller's throws, the caller receives; one of ours is
    // replaced by memory.
    /** @type {any} */
    this.mirror = given && mirrored(given, () => this.markUnsynced())
    if (this.isPage && !given) this.adoption = adoption(clientId, adopt, parseCookie, storage == 'wix-session-cookie')
    // Where each call may be another user's, no Auth remembers one for the next.
    this.isPerCall = !!tokenStorage && !this.isPage
    this.shared = this.open()
    if (tokens) Object.assign(this.mirror, { text: toText(tokens), isKnown: true })
    if (this.isPage) this.ready.catch(() => {})
  }

  // What is stored is known then, and what was set is stored.
  get ready() {
    return this.mirror.load().then(() => {})
  }

  // The internals of a new Auth of this session.
  open() {
    const internals = this.internalsOver(this.storage)
    this.mirror ??= mirrored(internals.settings.storage, () => this.markUnsynced(), this.adoption)
    internals.settings.storage = this.mirror
    return internals
  }

  internalsOver(storage) {
    const { clientId, apiOrigin } = this.config
    /** @type {any} */
    let internals
    this.createAuth({ clientId, apiOrigin, storage, fetch: (input, init) => this.send(input, init) }, received => internals = received)
    return internals
  }

  // The internals of the Auth for one call.
  get internals() {
    const internals = this.isPerCall ? this.open() : this.shared
    // Others may have written to it.
    if (this.config.tokenStorage) internals.changed(0)
    return internals
  }

  get api() {
    return this.shared.settings.api
  }

  // The caller's fetch, or the global one at this time. The headers that the caller
  // wants in token requests are added last.
  send(input, init) {
    const { fetch = globalThis.fetch, tokenRequestOptions } = this.config
    const headers = tokenRequestOptions?.headers
    if (`${input}`.endsWith('/oauth2/token')) {
      this.hasRequestedVisitor = new URLSearchParams(init.body).get('grant_type') == 'anonymous'
      if (headers) {
        const merged = new Headers(init.headers)
        for (const name in headers) merged.set(name, headers[name])
        init = { ...init, headers: merged }
      }
    }
    return fetch(input, init)
  }

  // The parts of a login, which are loaded on demand: see pkg/members.js.
  async loginParts() {
    const { parts } = await this.internals.members()
    return parts
  }

  // Member tokens for a grant, as the SDK has them. They are not stored.
  async requestTokens(parameters, authorization) {
    const parts = await this.loginParts()
    return ofMember(await parts.requestTokens(parameters, authorization))
  }

  // The same for an authorization code. In a page they are stored as well: the member
  // is logged in without a call of setTokens.
  async redeemCode(options) {
    const parts = await this.loginParts()
    const tokens = ofMember(await parts.redeemCode(options))
    if (this.isPage) await this.internals.auth.signInWithTokens(tokens)
    return tokens
  }

  // The access token that a call would carry now.
  token() {
    return this.withStorageFailure(this.internals.accessToken())
  }

  // Rejects with what the caller's storage threw meanwhile.
  async withStorageFailure(promise) {
    const { mirror, config } = this
    mirror.failure = undefined
    try {
      const result = await promise
      // The session continues, but is not stored.
      if (config.tokenStorage && mirror.failure) throw mirror.failure
      return result
    } catch (error) {
      throw mirror.failure ?? error
    }
  }

  // Renews the access token of this session, whether or not it has expired.
  async renew() {
    const { internals } = this
    const { accessToken: { value: old } } = await this.tokens()
    this.hasRequestedVisitor = false
    const token = await this.withStorageFailure(internals.accessToken(false, old))
    if (token == old) throw this.error('token_endpoint_unavailable', internals.host.cause)
    // It is that of another visitor.
    if (this.hasRequestedVisitor) throw this.error('token_request_refused', internals.host.cause)
  }

  // Valid tokens of a session of its own that starts with these.
  async detachedTokens(tokens) {
    const mirror = mirrored(memory(tokens ? toText(tokens) : ''), () => {})
    await this.internalsOver(mirror).accessToken()
    await mirror.load()
    return mirror.tokens
  }

  // The stored tokens.
  async tokens() {
    return toTokens(await this.mirror.load())
  }

  set(tokens) {
    const { shared, mirror } = this
    const done = mirror.set(tokens ?? EMPTY_TOKENS)
    const notify = () => {
      shared.changed(0)
      shared.host.notifyTabs(0)
    }
    shared.changed(0)
    done.then(notify, () => {})
  }

  // Wix's pages know another person, if they know one.
  markUnsynced() {
    if (!this.isPage) return
    try {
      localStorage.removeItem(this.syncKey)
    } catch {}
  }

  get syncKey() {
    return `fetch-with-auth:${this.config.clientId} synced`
  }

  error(code, cause, detail) {
    return new this.shared.AuthError(code, cause, detail)
  }
}

const ofMember = ({ accessToken, refreshToken = '', expiresAt }) => ({
  accessToken: { value: accessToken, expiresAt },
  refreshToken: { value: refreshToken, role: TokenRole.MEMBER },
})

// Where public templates store the tokens of the SDK, or its refresh token.
const KEYS = ['wix_tokens', 'wixTokens', 'wixVisitorTokens', 'wixVisitorToken', 'wixSession', 'wix_session', 'session', 'refreshToken']
