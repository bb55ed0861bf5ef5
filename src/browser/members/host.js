// What a page can do for its members: src/bindings/members.rs binds these names.

import { authorize } from '../authorize.js'
import { frame } from './frame.js'
import { ISSUED } from './secrets.js'

export class MembersHost {
  // session: what pkg/index.js passes on. error: makes an AuthError.
  constructor(session, error) {
    this.session = session
    this.error = error
    this.storages = {}
    // Of one operation: see pkg/members.js.
    this.secrets = /** @type {any} */ (undefined)
    /** An Authorization header for the token endpoint. @type {string | undefined} */
    this.authorization = undefined
  }

  signIn(tokens) {
    return this.session.signIn(tokens)
  }

  accessToken() {
    return this.session.accessToken()
  }

  // State of this kind is stored where the record is, or else with the tab.
  storage(kind) {
    const { options, settings, storageOf } = this.session
    const { storage = 'browser' } = options
    // A login by redirect has to outlive the page. On a server there is no tab, and
    // this is in the instance.
    const where = storage == 'browser' || storage.setItem ? storage : 'session'
    return this.storages[kind] ??= storageOf(where, `${settings.clientId} ${kind}`, `${settings.name} ${kind}`, () => {})
  }

  load(kind) {
    return this.storage(kind).load()
  }

  exchange(kind, seen, next) {
    return this.storage(kind).exchange(seen, next)
  }

  // Resolves to what the response says, without a body where that is no JSON;
  // to undefined if there was none. What the client itself refuses is thrown.
  // signer: current, visitor, token or nobody.
  post(signer, path, body, token) {
    const { settings, auth, within } = this.session
    this.secrets.add(body)
    const post = async (signal, token) => {
      const type = { 'content-type': 'application/json' }
      const headers = token ? authorize(type, token) : type
      // In quotes: our own members of this name have a shorter one.
      this.secrets.add({ 'token': token })
      const fetch = signer == 'current' ? auth.fetchWithAuth : settings.fetch
      // Tokens and passwords follow no redirect.
      const answer = await fetch(settings.api + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', redirect: 'error', signal })
      const { status, headers: said } = answer
      const text = await answer.text()
      if (signer == 'current' && !answer.ok) this.secrets.add({ 'token': await this.session.accessToken().catch(() => {}) })
      let json
      try {
        json = JSON.parse(text)
        this.secrets.add(json, ISSUED)
      } catch {}
      return this.secrets.without({ status, retryAfter: said.get('retry-after'), requestId: said.get('x-wix-request-id'), body: json })
    }
    return within(API_TIMEOUT_MS, async signal => {
      if (signer != 'visitor') return post(signal, token)
      const own = await this.session.accessToken(true)
      const came = await post(signal, own)
      // A 401 with a number is about the password, not about the token.
      if (came.status != 401 || /^-/.test(came.body?.details?.applicationError?.code)) return came
      const other = await this.session.accessToken(true, own)
      return other == own ? came : post(signal, other)
    }).catch(error => {
      if (error?.name == 'AuthError') throw error
    })
  }

  // Resolves to the lines that src/oauth/grant.rs parses.
  async requestToken(fields) {
    this.secrets.add(fields)
    const { settings, ask } = this.session
    // Who authenticates in a header does not name the client: RFC 6749 §3.2.1.
    const form = new URLSearchParams(this.authorization ? fields : { client_id: settings.clientId, ...fields })
    const fetch = async (url, init) => {
      const headers = this.authorization ? authorize(init.headers, this.authorization) : init.headers
      const response = await settings.fetch(url, { ...init, headers })
      this.scope(response.clone())
      return response
    }
    const { lines, cause } = await ask(fetch, `${settings.api}/oauth2/token`, form)
    this.cause = this.secrets.without(cause)
    return lines
  }

  // RFC 6749 §5.1: one that differs from what was asked for should be known.
  async scope(answer) {
    const json = Object(await answer.json().catch(() => {}))
    this.secrets.add(json, ISSUED)
    const { scope } = json
    if (typeof scope == 'string' && scope != SCOPE) this.session.warn({ code: 'scope_differs', scope: this.secrets.redact(scope) })
  }

  // Of a code verifier.
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
    const { loginOrigins = [], frameTimeout = 30 } = this.session.options
    const origins = [endpoint, ...loginOrigins].map(url => new URL(url).origin)
    const message = await frame(url, origins, state, frameTimeout * 1000)
    this.secrets.add({ state })
    return message && heard(message, this.secrets)
  }
}

// The members of a message that callback.rs reads: a window of another origin may
// send anything.
const heard = (message, secrets) => {
  // In quotes: our own members of this name have a shorter one.
  const { type, state, code, 'response': inner } = message
  const flat = { type, state, code, 'response': Object(inner) === inner ? heard({ ...inner, 'response': undefined }, secrets) : undefined }
  for (const name of ['error', 'error_description', 'rejectedOrigin']) flat[name] = secrets.without(message[name])
  return flat
}

// authorization_request.rs
const SCOPE = 'offline_access'

// For a response of the Wix API.
const API_TIMEOUT_MS = 30_000
