// fetch-with-auth: the face. What each name promises is in index.d.ts.

import { Call } from '../src/browser/call.js'
import { Host } from '../src/browser/host.js'
import { AuthError, isAuthError } from './error.js'
import { listeners } from './listeners.js'
import { drive, load, loaded, unlessAborted } from './module.js'
import { settle } from './options.js'

export { AuthError, isAuthError }

export const createAuth = options => {
  const warnings = listeners()
  const sessions = listeners()
  const settings = settle(options, cause => warnings.tell({ code: 'storage_unavailable', cause }))
  const host = new Host(settings, {
    changed: () => {
      if (!host.module) return
      host.module.forget(host.page)
      if (sessions.all.size) session().catch(() => {})
    },
    told: sessions.tell,
  })

  // The page's number in the module that runs now.
  const open = module => {
    if (host.module != module) {
      host.page = module.open(host, settings.clientId, settings.leeway, settings.audience)
      host.module = module
      module.hosts.push(host)
    }
    return host.page
  }
  const run = (module, call) => drive(module, module.fetch(open(module), call, call.origin, call.flags), host, call)

  const session = async () => {
    const module = await load()
    return drive(module, module.session(open(module)), host)
  }

  return {
    fetchWithAuth(input) {
      try {
        if (!arguments.length) return settings.fetch()
        const call = new Call(settings.fetch, input, arguments[1])
        const module = loaded()
        if (module) return run(module, call)
        call.park()
        return unlessAborted(load(), call.signal).then(module => run(module, call))
      } catch (error) {
        return Promise.reject(error)
      }
    },
    session,
    async signOut() {
      const module = await load()
      await (host.departure = drive(module, module.leave(open(module)), host))
    },
    onSessionChange(listener) {
      load().then(open, () => {})
      return sessions.add(listener)
    },
    onWarning: warnings.add,
  }
}

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
