// fetch-with-auth: the face. What each name promises is in index.d.ts.

import { unlessAborted } from '../src/browser/abort.js'
import { Call, calls } from '../src/browser/call.js'
import { Host } from '../src/browser/host.js'
import { ask } from '../src/browser/http.js'
import { within } from '../src/browser/time.js'
import { waiting } from '../src/browser/wait.js'
import { AuthError, isAuthError } from './error.js'
import { listeners } from './listeners.js'
import { attempt, drive, load, loaded, seat } from './module.js'
import { settle, storageOf } from './options.js'
import { WebMethodError, stubs } from './web-methods.js'

export { AuthError, WebMethodError, isAuthError }

// receive: gets what the Auth is made of; for the entries beside this one.
export const createAuth = (options, receive) => {
  const warnings = listeners(8)
  const sessions = listeners()
  const settings = settle(options, cause => warnings.tell({ code: 'storage_unavailable', cause }))
  const changed = generation => {
    if (!place.handle) return
    attempt(place.module, () => place.module.forget(place.handle, generation))
    if (sessions.all.size) session().catch(() => {})
  }
  const run = (module, begin, call) => drive(module, begin, host, call)
  const host = new Host(settings, task => run(place.module, () => task), changed, sessions.tell)
  const place = seat(host)

  // The page's handle in the module that runs now.
  const open = module => {
    if (place.module != module) {
      place.module = module
      waiting.came = settings.audience
      place.handle = module.open(place.number, settings.leeway)
    }
    return place.handle
  }

  const start = (module, job, call) => {
    const id = ++lastCall
    calls.set(id, call)
    const end = run(module, () => {
      const page = open(module)
      waiting.came = call.origin
      return module.start(page, job, id, call.flags)
    }, call)
    const forget = () => calls.delete(id)
    end.then(forget, forget)
    return end
  }

  const dispatch = call => {
    const module = loaded()
    const send = module => start(module, FETCH, call)
    if (module) return send(module)
    call.park()
    return unlessAborted(load(), call.signal).then(send)
  }

  // Begun at once if the module runs: a sign-out counts from its call on.
  // Resolves to the token that the job delivers, if it does.
  const job = (number, origin = '', flags = 0) => {
    const begin = module => start(module, number, { origin, flags, deliver })
    const module = loaded()
    return module ? begin(module) : load().then(begin)
  }

  // The same sign-out while it is under way. Resolves to the token of who left.
  let departure
  const signOut = forget => {
    if (departure && !forget) return departure
    const own = departure = job(SIGN_OUT, '', +forget)
    host.departure = own.catch(() => {}).then(() => {
      if (departure == own) departure = undefined
    })
    return own
  }

  host.look = () => job(LOOK)

  const session = async () => {
    await host.look()
    return { ...host.session }
  }

  const auth = {
    // A method, so that it has the name and the length of fetch and cannot be
    // called with `new`.
    fetchWithAuth: {
      fetch(input) {
        try {
          if (!arguments.length) throw new TypeError('1 argument required')
          return dispatch(new Call(settings.fetch, input, arguments[1]))
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
      // What there is now is no news, so it has to be known.
      session().catch(() => {})
      const leave = sessions.add(listener)
      listening.add(host)
      return () => {
        leave()
        if (!sessions.all.size) listening.delete(host)
      }
    },
    onWarning: warnings.add,
  }
  const inside = {
    options, settings, host, ask, within, storageOf, warn: warnings.tell, changed, auth, AuthError,
    signIn: tokens => job(SIGN_IN, tokens),
    forgetVisitor: () => job(FORGET_VISITOR),
    // The token that a call would be signed with, or the visitor's; not the one
    // that was refused.
    accessToken: (visitor, refused) => job(visitor ? VISITOR_TOKEN : TOKEN, refused),
  }
  receive?.(inside)
  for (const name of MEMBERS) auth[name] = (...given) => members().then(({ begin }) => begin(inside)[name](...given))
  // The session here ends before anything is loaded, validated or sent.
  auth.logout = async options => {
    const former = await signOut(!!options?.forgetVisitor)
    return (await members()).begin(inside).logout(options, former)
  }
  return auth
}

// What a page does not need to sign, loaded when it is first called, unless
// with-members.js brought it.
const members = async () => createAuth.begin ? createAuth : import('./members.js').catch(cause => {
  throw new AuthError('load_failed', cause, `${cause}. `)
})

// Whoever listens for changes need not hold the instance: these are held here.
const listening = new Set()

let lastCall = 0
let configured

export const configure = options => {
  configured = createAuth(options)
  if (globalThis.document) (globalThis.requestIdleCallback ?? setTimeout)(() => load().catch(() => {}))
  return configured
}

export const { fetch: fetchWithAuth } = {
  fetch(input) {
    return configured ? configured.fetchWithAuth(...arguments) : Promise.reject(new AuthError('not_configured'))
  },
}

export const httpClient = { fetchWithAuth }

export const webMethods = (base, options) => stubs(`${base}`.replace(/\/$/, ''), options?.fetchWithAuth ?? fetchWithAuth)

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

// What a job of the module delivers.
function deliver(token) {
  this.response = token
}

// Jobs, in the numbers of export.rs.
const LOOK = 0
const SIGN_OUT = 1
const FETCH = 2
const SIGN_IN = 3
const FORGET_VISITOR = 4
const TOKEN = 5
const VISITOR_TOKEN = 6
