// The effects of members' flows: src/bindings/members_host.rs binds these names.

import { authorize } from '../authorize.js'
import { frame } from './frame.js'
import { ISSUED } from './secrets.js'

export class MembersHost {
  // internals: of an Auth, see pkg/index.js. error: makes an AuthError.
  constructor(internals, error) {
    this.internals = internals
    this.error = error
    this.storages = {}
    // Of one operation: see pkg/members.js.
    this.secrets = /** @type {any} */ (undefined)
    /** An Authorization header for the token endpoint. @type {string | undefined} */
    this.authorization = undefined
  }

  signIn(tokens) {
    return this.internals.signIn(tokens)
  }

  accessToken() {
    return this.internals.accessToken()
  }

  // State of this kind is stored with the record, or else with the tab.
  storage(kind) {
    const { options, settings, storageOf } = this.internals
    const { storage = 'browser' } = options
    // A login by redirect has to outlive the page. A server has no tab: there it is in
    // the memory of this instance.
    const used = storage == 'browser' || storage.setItem ? storage : 'session'
    return this.storages[kind] ??= storageOf(used, `${settings.clientId} ${kind}`, `${settings.name} ${kind}`, () => {})
  }

  load(kind) {
    return this.storage(kind).load()
  }

  exchange(kind, seen, next) {
    return this.storage(kind).exchange(seen, next)
  }

  // Resolves to the head and the JSON of the response, or to undefined if there was
  // none. Rejects with an AuthError of the client itself. signer: current, visitor,
  // token or nobody.
  post(signer, path, body, token) {
    const { settings, auth, within } = this.internals
    this.secrets.add(body)
    const post = async (signal, token) => {
      const type = { 'content-type': 'application/json' }
      const headers = token ? authorize(type, token) : type
      this.secrets.add({ token })
      const fetch = signer == 'current' ? auth.fetchWithAuth : settings.fetch
      // Tokens and passwords follow no redirect.
      const response = await fetch(settings.api + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', redirect: 'error', signal })
      const text = await response.text()
      if (signer == 'current' && !response.ok) this.secrets.add({ token: await this.accessToken().catch(() => {}) })
      let json
      try {
        json = JSON.parse(text)
        this.secrets.add(json, ISSUED)
      } catch {}
      const header = name => response.headers.get(name)
      return this.secrets.without({ status: response.status, retryAfter: header('retry-after'), requestId: header('x-wix-request-id'), body: json })
    }
    return within(API_TIMEOUT_MS, async signal => {
      if (signer != 'visitor') return post(signal, token)
      const visitor = await this.internals.accessToken(true)
      const response = await post(signal, visitor)
      // A 401 with a number is about the password, not about the token.
      if (response.status != 401 || /^-/.test(response.body?.details?.applicationError?.code)) return response
      const other = await this.internals.accessToken(true, visitor)
      return other == visitor ? response : post(signal, other)
    }).catch(error => {
      if (error?.name == 'AuthError') throw error
    })
  }

  // Resolves to the lines that src/oauth/grant.rs parses.
  async requestToken(fields) {
    this.secrets.add(fields)
    const { settings, ask } = this.internals
    // Who authenticates in a header does not name the client: RFC 6749 §3.2.1.
    const form = new URLSearchParams(this.authorization ? fields : { client_id: settings.clientId, ...fields })
    const fetch = async (url, init) => {
      const headers = this.authorization ? authorize(init.headers, this.authorization) : init.headers
      const response = await settings.fetch(url, { ...init, headers })
      this.checkScope(response.clone())
      return response
    }
    const { lines, cause } = await ask(fetch, `${settings.api}/oauth2/token`, form)
    this.cause = this.secrets.without(cause)
    return lines
  }

  // RFC 6749 §5.1: a scope that differs from the requested one is reported.
  async checkScope(response) {
    const json = Object(await response.json().catch(() => {}))
    this.secrets.add(json, ISSUED)
    const { scope } = json
    if (typeof scope == 'string' && scope != SCOPE) this.internals.warn({ code: 'scope_differs', scope: this.secrets.redact(scope) })
  }

  // SHA-256 of a code verifier.
  async digest(text) {
    this.secrets.add({ code_verifier: text })
    if (!crypto.subtle) throw this.error('no_page')
    return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds))
  }

  async frame(url, endpoint, state) {
    if (!globalThis.document) throw this.error('no_page')
    const { loginOrigins = [], frameTimeout = 30 } = this.internals.options
    const origins = [endpoint, ...loginOrigins].map(url => new URL(url).origin)
    const message = await frame(url, origins, state, frameTimeout * 1000)
    this.secrets.add({ state })
    return message && known(message, this.secrets)
  }
}

// The members of a message that src/oauth/callback.rs parses: a window of another origin
// may send anything.
const known = (message, secrets) => {
  const { type, state, code, response } = message
  const members = { type, state, code, response: Object(response) === response ? known({ ...response, response: undefined }, secrets) : undefined }
  for (const name of ['error', 'error_description', 'rejectedOrigin']) members[name] = secrets.without(message[name])
  return members
}

// src/wix/authorization_request.rs
const SCOPE = 'offline_access'

// For a whole response of the Wix API.
const API_TIMEOUT_MS = 30_000
