// The effects of a login and a logout for one request: src/bindings/members_host.rs binds these
// names. What the flows store, and whom they sign in, the response takes along.

import { authorize } from '../../src/browser/authorize.js'
import { post } from '../backend/post.js'

export class LoginHost {
  // visitorToken: a function that resolves to an access token of the visitor, other than the
  // one that was refused. logins: the login of the callback, as it was stored.
  constructor(settings, visitorToken, logins = '') {
    this.settings = settings
    this.visitorToken = visitorToken
    this.logins = logins
    /** @type {string | undefined} */
    this.tokens = undefined
  }

  async load() {
    return this.logins
  }

  // The cookie of a login is this request's alone.
  async exchange(kind, seen, next) {
    this.logins = next
    return true
  }

  // signer: visitor or token. Resolves to the head and the JSON of the response.
  async post(signer, path, body, token) {
    const { fetch, api } = this.settings
    const send = async token => {
      const headers = authorize({ 'Content-Type': 'application/json' }, token)
      const { status, json, cause } = await post(fetch, api + path, { headers, body: JSON.stringify(body) })
      return { status, body: json, retryAfter: `${cause?.retryAfter ?? ''}`, requestId: cause?.requestId }
    }
    if (signer == 'token') return send(token)
    const visitor = await this.visitorToken()
    const response = await send(visitor)
    if (response.status != 401) return response
    return send(await this.visitorToken(visitor))
  }

  // Resolves to the lines that src/oauth/grant.rs parses.
  async requestToken(fields) {
    const { fetch, api, clientId } = this.settings
    const { lines } = await post(fetch, `${api}/oauth2/token`, { body: new URLSearchParams({ client_id: clientId, ...fields }) })
    return lines
  }

  async digest(text) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds))
  }

  async signIn(tokens) {
    this.tokens = tokens
  }
}
