// fetch-with-auth: the face. What each name promises is in index.d.ts.

import { unlessAborted } from '../src/browser/abort.js'
import { Host } from '../src/browser/host.js'
import { ask } from '../src/browser/http.js'
import { CallerRequest } from '../src/browser/request.js'
import { isServer } from '../src/browser/surroundings.js'
import { within } from '../src/browser/time.js'
import bindings from '#glue/page.js'
import source from '#wasm/page.js'
import { AuthError, CAUSES, DETAILS, isAuthError } from './error.js'
import { listeners } from './listeners.js'
import { mustBe } from './origins.js'
import { attempt, loader, run } from './module.js'
import { settle, storageOf } from '#options'
import { WebMethodError, stubs } from './web-methods.js'

export { AuthError, WebMethodError, isAuthError }

/** @typedef {InstanceType<ReturnType<typeof bindings>['Auth']>} PageAuth */

/**
 * @param {import('./index.d.ts').AuthOptions} options
 * @param {(internals: any) => void} [receive] gets what the Auth is made of; for the
 * entries beside this one.
 * @returns {import('./index.d.ts').Auth}
 */
export const createAuth = (options, receive) => {
  const warnings = listeners(8)
  const sessions = listeners()
  const tokenRequests = listeners(8)
  const settings = settle(options, cause => warnings.notify({ code: 'storage_unavailable', cause }))
  const changed = generation => {
    const { instance, auth } = state
    if (!auth) return
    attempt(instance, () => auth.invalidate(generation))
    if (sessions.all.size) session().catch(() => {})
  }
  // What this has in the module: it goes when nobody has the host any more.
  const state = /** @type {{ instance?: any, auth?: PageAuth }} */ ({})
  const refused = (code, request) => new AuthError(code, host[CAUSES[code]], request?.[DETAILS[code]])
  const host = new Host(settings, task => run(state.instance, host, () => task, refused), changed, sessions.notify, tokenRequests.notify)
  abandoned.register(host, state)

  // The Auth in the instance of the module that runs now.
  const open = instance => {
    if (state.instance != instance) {
      state.instance = instance
      instance.live.set(state.auth = new instance.Auth(settings.audience, settings.leeway))
    }
    return state.auth
  }

  /**
   * Begun at once if the module runs: a sign-out counts from its call on.
   * @param {(auth: PageAuth) => any} operation
   */
  const perform = operation => {
    const begin = instance => run(instance, host, () => operation(open(instance)), refused)
    const instance = loaded()
    return instance ? begin(instance) : load().then(begin)
  }

  const dispatch = request => {
    const { origin, hasAuthorization, isNoCors } = request
    const send = instance => run(instance, host, () => open(instance).fetch(host, request, origin, hasAuthorization, isNoCors), code => refused(code, request), request)
    const instance = loaded()
    if (instance) return send(instance)
    // It opens while the module is decoded and compiled.
    settings.storage.open?.()
    request.copyBeforeAdmission()
    return unlessAborted(load(), request.signal).then(send)
  }

  // The same sign-out while it is under way. Resolves to the token of who left.
  let departure
  const signOut = forget => {
    if (departure && !forget) return departure
    const own = departure = perform(auth => auth.signOut(host, forget))
    host.departure = own.catch(() => {}).then(() => {
      if (departure == own) departure = undefined
    })
    return own
  }

  host.update = () => perform(auth => auth.load(host))

  const session = async () => {
    await host.update()
    return { ...host.session }
  }

  /** @type {Pick<import('./index.d.ts').Auth, 'settings' | 'fetchWithAuth' | 'session' | 'signOut' | 'onSessionChange' | 'onTokenRequest' | 'onWarning'>} */
  const own = {
    settings: settings.shown,
    // A method, so that it has the name and the length of fetch and cannot be
    // called with `new`.
    fetchWithAuth: {
      fetch(input) {
        try {
          if (!arguments.length) throw new TypeError('1 argument required')
          return dispatch(new CallerRequest(settings.fetch, input, arguments[1]))
        } catch (error) {
          return Promise.reject(error)
        }
      },
    }.fetch,
    session,
    async signOut() {
      await signOut(false)
    },
    onSessionChange(listener) {
      const leave = sessions.add(listener)
      listening.add(host)
      // What there is now is no news, so it has to be known.
      session().catch(() => {})
      return () => {
        leave()
        if (!sessions.all.size) listening.delete(host)
      }
    },
    onTokenRequest: tokenRequests.add,
    onWarning: warnings.add,
  }
  /** @type {any} */
  const auth = own
  const internals = {
    options, settings, host, ask, within, loader, run, storageOf, warn: warnings.notify, changed, auth, AuthError,
    signIn: tokens => perform(auth => auth.signIn(host, tokens)),
    forgetVisitor: () => perform(auth => auth.forgetVisitor(host)),
    // The token that a call would be signed with, or the visitor's; not the one
    // that was refused.
    accessToken: (visitor = false, refused = '') => perform(auth => auth.accessToken(host, visitor, refused)),
    members: async () => (await members()).begin(internals),
  }
  receive?.(internals)
  for (const name of MEMBERS) auth[name] = async (...given) => (await internals.members())[name](...given)
  // The session here ends before anything is loaded, validated or sent.
  auth.logout = async options => {
    const former = await signOut(!!options?.forgetVisitor)
    return (await internals.members()).logout(options, former)
  }
  return auth
}

/** @type {any} */
const onDemand = createAuth

// What a page does not need to sign, loaded when it is first called, unless
// with-members.js brought it. Firefox remembers that a URL failed, so it is tried again by
// another one: that which the engine's error names, with a fragment.
/** @returns {Promise<{ begin: (internals: any) => any }>} */
const members = async () => onDemand.begin ? onDemand : Object.assign(onDemand, await /** @type {Promise<any>} */ (import('./members.js')).catch(cause =>
  import(`${`${cause}`.split('module: ')[1]}#${Date.now()}`).catch(() => {
    throw new AuthError('load_failed', cause, `${cause}. `)
  })))

// An instance with listeners lives on, also if nobody references it: by this.
const listening = new Set()

const { load, loaded } = loader(bindings, source)

const abandoned = new FinalizationRegistry(({ instance, auth }) => {
  if (auth) attempt(instance, () => {
    instance.live.delete(auth)
    auth.free()
  })
})

let configured

export const configure = options => {
  const auth = createAuth(options)
  if (!configured && isServer()) console.warn('fetch-with-auth: configure() on a server makes all users one visitor. Call createAuth() for each request.')
  configured = auth
  if (globalThis.document) (globalThis.requestIdleCallback ?? setTimeout)(() => load().catch(() => {}))
  return configured
}

export const { fetch: fetchWithAuth } = {
  fetch(input) {
    return configured ? configured.fetchWithAuth(...arguments) : Promise.reject(new AuthError('not_configured'))
  },
}

export const httpClient = { fetchWithAuth }

export const webMethods = (base, options) => {
  if (typeof base != 'string' && typeof base?.href != 'string') throw new AuthError('invalid_options', undefined, mustBe('base', 'a URL', base))
  const { fetchWithAuth: own, ...others } = options ?? {}
  // An Auth has other names, too.
  if (own ? typeof own != 'function' : Object.keys(others)[0]) throw new AuthError('invalid_options', undefined, '`options` must be an Auth or { fetchWithAuth }.')
  return stubs(`${base}`.replace(/\/$/, ''), own ?? fetchWithAuth)
}

// The same of the default instance.
const configuredOne = (name, given) => configured ? configured[name](...given) : Promise.reject(new AuthError('not_configured'))

export const loginWithRedirect = (...given) => configuredOne('loginWithRedirect', given)
export const handleRedirect = (...given) => configuredOne('handleRedirect', given)
export const login = (...given) => configuredOne('login', given)
export const register = (...given) => configuredOne('register', given)
export const verifyEmail = (...given) => configuredOne('verifyEmail', given)
export const resendVerification = (...given) => configuredOne('resendVerification', given)
export const sendPasswordResetEmail = (...given) => configuredOne('sendPasswordResetEmail', given)
export const resetPassword = (...given) => configuredOne('resetPassword', given)
export const loginSilently = (...given) => configuredOne('loginSilently', given)
export const logout = (...given) => configuredOne('logout', given)
export const newVisitor = (...given) => configuredOne('newVisitor', given)
export const signInWithTokens = (...given) => configuredOne('signInWithTokens', given)
export const getTokenInfo = (...given) => configuredOne('getTokenInfo', given)
export const syncToWixPages = (...given) => configuredOne('syncToWixPages', given)
export const redirectToWixPage = (...given) => configuredOne('redirectToWixPage', given)

const MEMBERS = 'loginWithRedirect handleRedirect login register verifyEmail resendVerification sendPasswordResetEmail resetPassword loginSilently logout newVisitor signInWithTokens getTokenInfo syncToWixPages redirectToWixPage'.split(' ')

export const defaultAuth = () => configured
