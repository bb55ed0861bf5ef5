// Logins and logout, loaded when one of them is first called. What each name promises
// is in index.d.ts.

import bindings from '#glue/members.js'
import source from '#wasm/members.js'
import { check, unfit } from './arguments.js'
import { MembersHost } from '../src/browser/members/host.js'
import { clean, responses } from '../src/browser/members/callback.js'
import { Secrets } from '../src/browser/members/secrets.js'

// The methods of an Auth with these internals: see index.js.
export const begin = internals => {
  if (!all.has(internals)) all.set(internals, methods(internals))
  return all.get(internals)
}

const all = new WeakMap()

// The module, once for the page.
let module

const methods = internals => {
  const error = (code, cause, detail = '') => new internals.AuthError(code, cause, detail + (SENTENCES[code] ?? ''))
  const checked = check(error)
  const host = new MembersHost(internals, error)
  module ??= internals.loader(bindings, source)

  // The host of one operation, with the secrets of that operation.
  const newHost = () => Object.assign(Object.create(host), { secrets: new Secrets() })

  // Runs an operation of the module: `method` is that of Members.
  const run = async (method, argument, page = newHost()) => {
    page.secrets.add(argument)
    const instance = await module.load()
    const begin = () => {
      const members = new instance.Members(internals.settings.clientId ?? '')
      instance.live.set(members)
      const task = members[method](page, argument)
      instance.live.delete(members)
      members.free()
      return task
    }
    return internals.run(instance, page, begin, ({ code, cause, detail }) =>
      error(code, OF_TOKENS.has(code) ? page.cause : cause ?? undefined, code == 'invalid_options' ? unfit(detail, argument) : detail))
  }

  // Tokens of the option `accessToken` are changed only by the code that provides them.
  const requireOwnTokens = () => {
    if (internals.settings.accessToken) throw error('invalid_options', undefined, ACCESS_TOKEN)
  }

  // The same for an operation that may result in a URL, and navigates to it.
  const runAndNavigate = async (method, argument, options) => {
    const result = await run(method, argument)
    if (typeof result != 'string') return result
    const { navigate = url => location.assign(url) } = options ?? {}
    navigate(result)
  }

  // The same for a step of a direct login.
  const loginStep = async (method, options) => {
    requireOwnTokens()
    checked.names(method, options)
    return await runAndNavigate(method, checked.form(options), options) ?? { loginState: 'REDIRECTING' }
  }

  let handled

  // Of two responses, one in the query and one in the fragment, one may belong to
  // another library. Only that of a login of ours is removed from the page's URL. If
  // the stored logins could not be loaded, the same URL may be handled again.
  const handleCallback = async raw => {
    let candidates, failure, isUsed
    try {
      candidates = responses(raw)
    } catch {
      throw error('invalid_options', undefined, unfit('url'))
    }
    for (const { part, pairs } of candidates) {
      const page = newHost()
      page.secrets.add(Object.fromEntries(pairs))
      page.exchange = async (...texts) => page.isUsed = await host.exchange(...texts)
      try {
        requireOwnTokens()
        const returnTo = await run('handleRedirect', pairs.map(([name, value]) => [name, /^(code|state)$/.test(name) ? value : page.secrets.redact(value)]), page)
        if (returnTo === undefined) continue
        isUsed = true
        return { returnTo }
      } catch (error) {
        failure = error
        if (error?.code == 'state_mismatch') continue
        isUsed = page.isUsed
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
    authorizationUrl: async options => run('authorizationUrl', checked.authorization(options)),
    submitRegistration: async options => run('submitRegistration', checked.plain(options)),
    submitLogin: async options => run('submitLogin', checked.plain(options)),
    submitVerification: async options => run('submitVerification', checked.plain(options)),
    async loginWithSessionToken(sessionToken) {
      if (!globalThis.document) throw error('no_page')
      return run('loginWithSessionToken', { sessionToken })
    },
    redeemCode: async options => run('redeemCode', checked.plain(options)),
    // authorization: the header's value, if the grant needs one.
    async requestTokens(parameters, authorization) {
      const page = Object.assign(newHost(), { authorization })
      for (const secret of authorization.split(',')) page.secrets.add({ authorization: secret })
      return run('requestTokens', checked.plain(parameters), page)
    },
  }

  return {
    async loginWithRedirect(options) {
      requireOwnTokens()
      checked.names('loginWithRedirect', options)
      return runAndNavigate('loginWithRedirect', checked.redirect(options), options)
    },
    async handleRedirect(url = globalThis.location?.href) {
      if (url === undefined) return
      const raw = `${url}`
      if (handled?.raw == raw) return handled.result
      const result = handleCallback(raw)
      handled = { raw, result }
      return result
    },
    register: async options => loginStep('register', options),
    login: async options => loginStep('login', options),
    verifyEmail: async options => loginStep('verifyEmail', options),
    async resendVerification() {
      requireOwnTokens()
      return run('resendVerification')
    },
    async sendPasswordResetEmail(options) {
      requireOwnTokens()
      checked.names('sendPasswordResetEmail', options)
      return run('sendPasswordResetEmail', checked.mail(options))
    },
    resetPassword: async options => loginStep('resetPassword', options),
    async loginSilently() {
      requireOwnTokens()
      return run('loginSilently')
    },
    // The local session has ended before; `former` is the access token that it had.
    async logout(given = {}, former) {
      // A listener of a click is called with an event.
      const options = given?.isTrusted === undefined ? given : {}
      requireOwnTokens()
      checked.names('logout', options)
      return runAndNavigate('logout', { ...checked.leave(options), former }, options)
    },
    async newVisitor() {
      requireOwnTokens()
      return internals.forgetVisitor()
    },
    async signInWithTokens(tokens) {
      requireOwnTokens()
      return run('signInWithTokens', checked.tokens(tokens))
    },
    getTokenInfo: async () => run('tokenInfo'),
    syncToWixPages: async () => run('syncToWixPages'),
    redirectToWixPage: async page => runAndNavigate('redirectToWixPage', checked.plain(page), page),
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

// Those whose cause is a response of the token endpoint.
const OF_TOKENS = new Set(['token_request_refused', 'token_endpoint_unavailable', 'invalid_token_response'])

const ACCESS_TOKEN = 'Not available with the option `accessToken`: the code that provides that token signs in and out.'
