// What a page needs now and then, loaded when it is first called: every way to
// log in, and back. What each name promises is in index.d.ts.

import bindings from '#glue/members.js'
import encoded from '#glue/members-encoded.js'
import { check, unfit } from './arguments.js'
import { MembersHost } from '../src/browser/members/host.js'
import { clean, responses } from '../src/browser/members/callback.js'
import { Secrets } from '../src/browser/members/secrets.js'

// The methods of an Auth. `session` is what pkg/index.js passes on.
export const begin = session => {
  if (!all.has(session)) all.set(session, methods(session))
  return all.get(session)
}

const all = new WeakMap()

// The module, once for the page.
let module

const methods = session => {
  const error = (code, cause, detail = '') => new session.AuthError(code, cause, detail + (SENTENCES[code] ?? ''))
  const given = check(error)
  const host = new MembersHost(session, error)
  module ??= session.loader(bindings, encoded)

  // What one operation does, and knows.
  const fresh = () => Object.assign(Object.create(host), { secrets: new Secrets() })

  // Runs an operation of the module: `method` is that of Members.
  const run = async (method, argument, page = fresh()) => {
    page.secrets.add(argument)
    const instance = await module.load()
    const begin = () => {
      const members = new instance.Members(session.settings.clientId ?? '')
      instance.live.set(members)
      const task = members[method](page, argument)
      instance.live.delete(members)
      members.free()
      return task
    }
    return session.run(instance, page, begin, ({ code, cause, detail }) =>
      error(code, OF_TOKENS.has(code) ? page.cause : cause ?? undefined, code == 'invalid_options' ? unfit(detail, argument) : detail))
  }

  // Tokens that somebody else keeps are nobody's to change here.
  const ownTokens = () => {
    if (session.settings.accessToken) throw error('invalid_options', undefined, ACCESS_TOKEN)
  }

  // The same, of an operation that may end with a URL to go to.
  const go = async (method, argument, options) => {
    const result = await run(method, argument)
    if (typeof result != 'string') return result
    const { navigate = url => location.assign(url) } = options ?? {}
    navigate(result)
  }

  // The same, of a step of a login.
  const step = async (method, options) => {
    ownTokens()
    return await go(method, given.form(options), options) ?? { loginState: 'REDIRECTING' }
  }

  let handled

  // Of two responses, one in the query and one in the fragment, one may belong
  // to another library. Only what belongs to a login of ours is taken out of
  // the page's URL; what could not be looked up may be tried again.
  const finish = async raw => {
    let found, failure, isUsed
    try {
      found = responses(raw)
    } catch {
      throw error('invalid_options', undefined, unfit('url'))
    }
    for (const { part, pairs } of found) {
      const page = fresh()
      page.secrets.add(Object.fromEntries(pairs))
      page.exchange = async (...what) => page.used = await host.exchange(...what)
      try {
        ownTokens()
        const returnTo = await run('handleRedirect', pairs.map(([name, value]) => [name, /^(code|state)$/.test(name) ? value : page.secrets.redact(value)]), page)
        if (returnTo === undefined) continue
        isUsed = true
        return { returnTo }
      } catch (error) {
        failure = error
        if (error?.code == 'state_mismatch') continue
        isUsed = page.used
        break
      } finally {
        if (isUsed) clean(raw, part)
      }
    }
    if (!isUsed && handled?.raw == raw) handled = undefined
    if (failure) throw failure
  }

  // The parts of a login, for a caller that keeps state, code verifier and tokens
  // itself: wix-sdk.js. A public Auth does not have them.
  const parts = {
    authorizationUrl: async options => run('authorizationUrl', given.authorization(options)),
    submitRegistration: async options => run('submitRegistration', given.plain(options)),
    submitLogin: async options => run('submitLogin', given.plain(options)),
    submitVerification: async options => run('submitVerification', given.plain(options)),
    async loginWithSessionToken(sessionToken) {
      if (!globalThis.document) throw error('no_page')
      return run('loginWithSessionToken', { sessionToken })
    },
    redeemCode: async options => run('redeemCode', given.plain(options)),
    // authorization: the header's value, if the grant needs one.
    async requestTokens(parameters, authorization) {
      const page = Object.assign(fresh(), { authorization })
      for (const secret of authorization.split(',')) page.secrets.add({ authorization: secret })
      return run('requestTokens', given.plain(parameters), page)
    },
  }

  return {
    async loginWithRedirect(options) {
      ownTokens()
      return go('loginWithRedirect', given.redirect(options), options)
    },
    async handleRedirect(url = globalThis.location?.href) {
      if (url === undefined) return
      const raw = `${url}`
      if (handled?.raw == raw) return handled.result
      const result = finish(raw)
      handled = { raw, result }
      return result
    },
    register: async options => step('register', options),
    login: async options => step('login', options),
    verifyEmail: async options => step('verifyEmail', options),
    async resendVerification() {
      ownTokens()
      return run('resendVerification')
    },
    async sendPasswordResetEmail(options) {
      ownTokens()
      return run('sendPasswordResetEmail', given.mail(options))
    },
    resetPassword: async options => step('resetPassword', options),
    async loginSilently() {
      ownTokens()
      return run('loginSilently')
    },
    // The session here has ended; `former` is the access token that it had.
    async logout(options, former) {
      ownTokens()
      return go('logout', { ...given.leave(options), former }, options)
    },
    async newVisitor() {
      ownTokens()
      return session.forgetVisitor()
    },
    async signInWithTokens(tokens) {
      ownTokens()
      return run('signInWithTokens', given.tokens(tokens))
    },
    getTokenInfo: async () => run('tokenInfo'),
    syncToWixPages: async () => run('syncToWixPages'),
    redirectToWixPage: async page => go('redirectToWixPage', given.plain(page), page),
    parts,
  }
}

const SENTENCES = {
  state_mismatch: 'This callback was already used, has expired (1 hour), or was started in another browser. The URL is left as it is.',
  login_refused: 'The login was refused: see cause.',
  origin_not_allowed: ' is not among the allowed redirect domains of this OAuth app: add it in its settings.',
  frame_silent: 'The login frame did not respond. Check the allowed redirect domains, frame-src in a CSP and third-party cookies, or use continueWith: "redirect".',
  api_refused: 'Wix refused the request: see cause.',
  api_unavailable: 'The Wix API cannot be reached right now, or did not respond. The session is kept.',
  no_page: 'This needs a page with a document, over https.',
}

// Those whose cause is the token endpoint's.
const OF_TOKENS = new Set(['token_request_refused', 'token_endpoint_unavailable', 'invalid_token_response'])

const ACCESS_TOKEN = 'Not available with the option `accessToken`: whoever provides that token signs in and out.'
