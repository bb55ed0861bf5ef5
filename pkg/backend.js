// fetch-with-auth/backend: the face. What each name promises is in backend.d.ts.

import { answering, authorizationOf } from './backend/response.js'
import { callers } from './backend/callers.js'
import { BackendError, WebMethodError } from './backend/error.js'
import { external } from './backend/external-login.js'
import { backendRules } from './backend/instance.js'
import { refuse, requireSites, settle } from './backend/options.js'
import { isPage, refuse as refusePage } from './backend/page.js'
import { redacted } from './backend/redact.js'
import { contextOf, elevate, getContext, nameOf, outside } from './backend/request-context.js'
import { unspeakable } from './backend/secrets.js'
import { collected, service } from './backend/web-methods.js'
import { appTokens, fetchWithAuth } from './backend/fetch.js'
import { Permissions, checked, webMethod } from './backend/web-method.js'

// Said here: what a file without exports says is left out of a package without
// side effects. Nothing that this imports needs more than a page has.
if (isPage()) refusePage()

export { BackendError, Permissions, WebMethodError, elevate, fetchWithAuth, getContext, webMethod }

export const httpClient = { fetchWithAuth }

export const createBackend = options => {
  const settings = settle(options)
  // By path and names. Modules that are served again are the same service: nothing
  // grows by what a request may repeat.
  const services = new Map()
  const inside = {
    settings,
    // The last of them, so that no log receives one.
    appTokens: [],
    listens: !!settings.log,
    withRules: backendRules(settings.rules, rules => {
      inside.onOpen()
      for (const service of services.values()) serve(rules, service)
    }),
    // Never throws, also if the log throws or rejects. The log receives no token of
    // the request, and acts as nobody.
    tell(event, handling) {
      const silent = what => redacted(what, unspeakable(inside, handling)).value
      const print = (what, error) => {
        try {
          console.error(`fetch-with-auth: ${what}:`, silent(error))
        } catch {}
      }
      try {
        if (settings.log) outside(callLog, silent(event)).catch(error => print('log', error))
        else if (event.type == 'failed') print(silent(event.what), event.error)
      } catch (error) {
        print('log', error)
      }
    },
  }
  const callLog = async event => settings.log(event)
  Object.assign(inside, callers(inside), { appToken: appTokens(inside) })
  inside.answer = answering(inside)

  return {
    async identify(request) {
      requireSites(settings, 'identify()')
      return outside(inside.identify, authorizationOf(request))
    },
    api(permission, handler) {
      checked(permission)
      if (typeof handler != 'function') refuse('handler', 'a function', handler)
      const what = nameOf(handler)
      requireSites(settings, `the endpoint ${what}`.trim(), permission)
      const job = { what, permission, steps: [handling => handler(handling.request, contextOf(handling))] }
      return (request, ...rest) => inside.answer(job, request, rest)
    },
    handle(modules, { base = '/api' } = {}) {
      const methods = collected(modules, base)
      for (const { module, name, permission } of methods) requireSites(settings, `the web method ${module}.${name}`, permission)
      const names = methods.map(({ module, name }) => ({ module, name }))
      const key = JSON.stringify([base, names])
      if (!services.has(key)) {
        const added = { base, names }
        services.set(key, added)
        inside.withRules.ifOpen(rules => serve(rules, added))
      }
      return service(inside, methods, services.get(key))
    },
    ...external(inside),
  }
}

// Each Backend gives its services numbers of its own.
const serve = (rules, service) => {
  service.number = rules.serve(service.base, service.names)
}

export const requireOwner = (identity, ownerId) => {
  const { type } = identity ?? {}
  const own = identity?.[`${type}Id`]
  if (typeof own != 'string' || !own || own !== ownerId) throw new BackendError('not_owner')
}
