// One Auth from within: what a page can do for its members, as the module
// calls it; inside.rs binds these names.

import { authorize } from '../authorize.js'
import { frame } from './frame.js'
import { ISSUED } from './secrets.js'

export class Inside {
  // of: what pkg/index.js hands over. error: makes an AuthError.
  constructor(of, error) {
    Object.assign(this, { of, error, shared: {} })
    this.clientId = of.settings.clientId ?? ''
  }

  signIn(tokens) {
    return this.of.signIn(tokens)
  }

  accessToken() {
    return this.of.accessToken()
  }

  // What is kept of this kind goes where the record is, or else with the tab.
  place(kind) {
    const { options, settings, storageOf } = this.of
    const { storage = 'browser' } = options
    // A login by redirect has to outlive the page. On a server there is no tab, and
    // this is in the instance.
    const kinds = storage == 'browser' || storage.setItem ? storage : 'session'
    return this.shared[kind] ??= storageOf(kinds, `${settings.clientId} ${kind}`, `${settings.name} ${kind}`, () => {})
  }

  kept(kind) {
    return this.place(kind).load()
  }

  keep(kind, seen, next) {
    return this.place(kind).exchange(seen, next)
  }

  // What the answer says, without a body where that is no JSON; nothing if there
  // was none. What the client itself refuses is thrown.
  send(speaker, path, body, token) {
    const { settings, auth, within } = this.of
    this.secrets.add(body)
    const post = async (signal, token) => {
      const type = { 'content-type': 'application/json' }
      const headers = token ? authorize(type, token) : type
      // In quotes: our own members of this name have a shorter one.
      this.secrets.add({ 'token': token })
      const fetch = speaker == ANYONE ? auth.fetchWithAuth : settings.fetch
      // Tokens and passwords follow no redirect.
      const answer = await fetch(settings.api + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', redirect: 'error', signal })
      const { status, headers: said } = answer
      const text = await answer.text()
      if (speaker == ANYONE && !answer.ok) this.secrets.add({ 'token': await this.of.accessToken().catch(() => {}) })
      let json
      try {
        json = JSON.parse(text)
        this.secrets.add(json, ISSUED)
      } catch {}
      return this.secrets.without({ status, retryAfter: said.get('retry-after'), requestId: said.get('x-wix-request-id'), body: json })
    }
    return within(PATIENCE, async signal => {
      if (speaker != VISITOR) return post(signal, token)
      const own = await this.of.accessToken(VISITOR)
      const came = await post(signal, own)
      // A 401 with a number is about the password, not about the token.
      if (came.status != 401 || /^-/.test(came.body?.details?.applicationError?.code)) return came
      const other = await this.of.accessToken(VISITOR, own)
      return other == own ? came : post(signal, other)
    }).catch(error => {
      if (error?.name == 'AuthError') throw error
    })
  }

  // The cause of a failure is for whoever asked.
  async redeem(fields) {
    this.secrets.add(fields)
    const { settings, ask } = this.of
    const form = new URLSearchParams({ client_id: settings.clientId, ...fields })
    const fetch = async (...request) => {
      const answer = await settings.fetch(...request)
      this.scope(answer.clone())
      return answer
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
    if (typeof scope == 'string' && scope != SCOPE) this.of.warn({ code: 'scope_differs', scope: this.secrets.redact(scope) })
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
    const { loginOrigins = [], frameTimeout = 30 } = this.of.options
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

// The numbers of inside.rs.
const ANYONE = 0
const VISITOR = 1
const FORMER = 2

// Milliseconds for an answer of the Wix API.
const PATIENCE = 30_000
