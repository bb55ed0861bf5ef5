// fetch-with-auth/backend: the face. What each name promises is in backend.d.ts.

import { answering, authorizationOf } from './backend/answer.js'
import { callers } from './backend/callers.js'
import { desk } from './backend/core.js'
import { BackendError, WebMethodError } from './backend/error.js'
import { external } from './backend/external.js'
import { refuse, requireSites, settle } from './backend/options.js'
import { isPage, refuse as refusePage } from './backend/page.js'
import { contextOf, elevate, getContext, outside } from './backend/scope.js'
import { collected, service } from './backend/service.js'
import { appTokens, fetchWithAuth } from './backend/signed.js'
import { Permissions, checked, webMethod } from './backend/web-method.js'

// Said here: what a file without exports says is left out of a package without
// side effects. Nothing that this imports needs more than a page has.
if (isPage()) refusePage()

export { BackendError, Permissions, WebMethodError, elevate, fetchWithAuth, getContext, webMethod }

export const httpClient = { fetchWithAuth }

export const createBackend = options => {
  const settings = settle(options)
  const services = []
  const inside = {
    settings,
    listens: !!settings.log,
    desk: desk(settings.desk, at => {
      inside.furnish(at)
      for (const { base, names } of services) at.serve(base, names)
    }),
    // Whoever listens harms nobody by throwing, and acts as nobody.
    tell(event) {
      if (!settings.log) return event.type == 'failed' ? console.error(`fetch-with-auth: ${event.what}:`, event.error) : undefined
      try {
        outside(settings.log, event)
      } catch (error) {
        console.error('fetch-with-auth: log:', error)
      }
    },
  }
  Object.assign(inside, callers(inside), { appToken: appTokens(inside) })
  inside.answer = answering(inside)

  return {
    async identify(request) {
      requireSites(settings, 'identify()')
      return inside.identify(authorizationOf(request))
    },
    api(permission, handler) {
      checked(permission)
      if (typeof handler != 'function') refuse('handler', 'a function')
      requireSites(settings, `the endpoint ${handler.name}`.trim(), permission)
      const job = { what: handler.name, permission, steps: [handling => handler(handling.request, contextOf(handling))] }
      return (request, ...rest) => inside.answer(job, request, rest)
    },
    handle(modules, { base = '/api' } = {}) {
      const served = collected(modules, base)
      for (const { module, name, permission } of served.methods) requireSites(settings, `the web method ${module}.${name}`, permission)
      inside.desk.tell(at => at.serve(base, served.names))
      // Its number at the desk, which hears of all in this order.
      return service(inside, served, services.push(served) - 1)
    },
    ...external(inside),
  }
}

export const requireOwner = (identity, ownerId) => {
  const { type } = identity ?? {}
  const own = identity?.[`${type}Id`]
  if (typeof own != 'string' || !own || own !== ownerId) throw new BackendError('not_owner')
}
