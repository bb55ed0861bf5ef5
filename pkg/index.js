// fetch-with-auth: the face. What each name promises is in index.d.ts.

import { Call, calls } from '../src/browser/call.js'
import { Host } from '../src/browser/host.js'
import { waiting } from '../src/browser/wait.js'
import { AuthError, isAuthError } from './error.js'
import { listeners } from './listeners.js'
import { drive, load, loaded, seat, unlessAborted } from './module.js'
import { settle } from './options.js'

export { AuthError, isAuthError }

export const createAuth = options => {
  const warnings = listeners()
  const sessions = listeners()
  const settings = settle(options, cause => warnings.tell({ code: 'storage_unavailable', cause }))
  const changed = generation => {
    if (!place.handle || place.module.failed) return
    place.module.forget(place.handle, generation)
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

  const send = (module, call) => {
    const id = ++lastCall
    calls.set(id, call)
    const end = run(module, () => {
      const page = open(module)
      waiting.came = call.origin
      return module.start(page, FETCH, id, call.flags)
    }, call)
    const forget = () => calls.delete(id)
    end.then(forget, forget)
    return end
  }

  // Begun at once if the module runs: a sign-out counts from its call on.
  const job = number => {
    const begin = module => run(module, () => module.start(open(module), number, 0, 0))
    const module = loaded()
    return module ? begin(module) : load().then(begin)
  }

  const session = async () => {
    await job(LOOK)
    return { ...host.session }
  }

  return {
    fetchWithAuth(input) {
      try {
        if (!arguments.length) return settings.fetch()
        const call = new Call(settings.fetch, input, arguments[1])
        const module = loaded()
        if (module) return send(module, call)
        call.park()
        return unlessAborted(load(), call.signal).then(module => send(module, call))
      } catch (error) {
        return Promise.reject(error)
      }
    },
    session,
    signOut() {
      const departure = job(LEAVE)
      host.departure = departure.catch(() => {})
      return departure
    },
    onSessionChange(listener) {
      // What there is now is no news, so it has to be known.
      session().catch(() => {})
      return sessions.add(listener)
    },
    onWarning: warnings.add,
  }
}

let lastCall = 0
let configured

export const configure = options => {
  configured = createAuth(options)
  if (globalThis.document) (globalThis.requestIdleCallback ?? setTimeout)(() => load().catch(() => {}))
  return configured
}

export const { fetchWithAuth } = {
  fetchWithAuth(input) {
    return configured ? configured.fetchWithAuth(...arguments) : Promise.reject(new AuthError('not_configured'))
  },
}

export const httpClient = { fetchWithAuth }

// Jobs, in the numbers of export.rs.
const LOOK = 0
const LEAVE = 1
const FETCH = 2
