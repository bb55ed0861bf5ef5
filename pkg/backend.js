// fetch-with-auth/backend: the face. What each name promises is in backend.d.ts.

import { appTokens } from './backend/app-token.js'
import { callers } from './backend/callers.js'
import { BackendError, WebMethodError } from './backend/error.js'
import { externalLogin } from './backend/external-login.js'
import { fetchWithAuth } from './backend/fetch.js'
import { backendRules } from './backend/instance.js'
import { checkNames, parseOptions, refuse, requireSites } from './backend/options.js'
import { isPage, refuse as refusePage } from './backend/page.js'
import { redacted } from './backend/redact.js'
import { AppContext, elevate, getContext, nameOf, publicContext, runOutside } from './backend/request-context.js'
import { authorizationOf, responder } from './backend/response.js'
import { secretsForLog } from './backend/secrets.js'
import { Permissions, checkPermission, webMethod } from './backend/web-method.js'
import { webMethodHandler, webMethodsOf } from './backend/web-methods.js'
import { webhooks } from './backend/webhook-options.js'

// Called here, since bundlers leave out a file without exports of a package without side
// effects. Nothing that is imported above needs more than a page has.
if (isPage()) refusePage('backend')

export { BackendError, Permissions, WebMethodError, elevate, fetchWithAuth, getContext, webMethod }

export const httpClient = { fetchWithAuth }

export const auth = { elevate }

export const createBackend = options => {
  const settings = parseOptions(options)
  // By path and names: serving the same modules again adds nothing, also if that is done
  // for each request.
  const allRoutes = new Map()
  const backend = {
    settings,
    // The last of them, which no log receives.
    recentAppTokens: [],
    hasLog: !!settings.log,
    withRules: backendRules(settings.rules, rules => {
      backend.onOpen()
      for (const routes of allRoutes.values()) serve(rules, routes)
    }),
    // Never throws, also if the log throws or rejects. The log receives no token of the
    // request, and runs outside its context.
    report(event, context) {
      const withoutSecrets = value => redacted(value, secretsForLog(backend, context)).value
      const print = (what, error) => {
        try {
          console.error(`fetch-with-auth: ${what}:`, withoutSecrets(error))
        } catch {}
      }
      try {
        if (settings.log) runOutside(callLog, withoutSecrets(event)).catch(error => print('log', error))
        else if (event.type == 'failed') print(withoutSecrets(event.what), event.error)
      } catch (error) {
        print('log', error)
      }
    },
  }
  const callLog = async event => settings.log(event)
  Object.assign(backend, callers(backend), { appToken: appTokens(backend) })
  backend.respond = responder(backend)

  return {
    async identify(request) {
      requireSites(settings, 'identify()')
      return runOutside(backend.identify, authorizationOf(request))
    },
    api(permission, handler) {
      checkPermission(permission)
      if (typeof handler != 'function') refuse('handler', 'a function', handler)
      const name = nameOf(handler)
      requireSites(settings, `the endpoint ${name}`.trim(), permission)
      const endpoint = { name, permission, inFramework: true, steps: [context => handler(context.request, publicContext(context))] }
      return (request, ...rest) => backend.respond(endpoint, request, rest)
    },
    handle(modules, options = {}) {
      checkNames(options, ['base'])
      const { base = '/api' } = options
      const methods = webMethodsOf(modules, base)
      for (const { module, name, permission } of methods) requireSites(settings, `the web method ${module}.${name}`, permission)
      const names = methods.map(({ module, name }) => ({ module, name }))
      const key = JSON.stringify([base, names])
      if (!allRoutes.has(key)) {
        const routes = { base, names }
        allRoutes.set(key, routes)
        backend.withRules.ifOpen(rules => serve(rules, routes))
      }
      return webMethodHandler(backend, methods, allRoutes.get(key))
    },
    async asApp(fn, options = {}) {
      if (typeof fn != 'function') refuse('asApp', 'given a function')
      checkNames(options, ['instanceId'])
      const { instanceId } = options
      if (instanceId !== undefined && (typeof instanceId != 'string' || !instanceId.trim())) refuse('instanceId', 'a non-empty string', instanceId)
      return new AppContext(backend, instanceId).run(fn)
    },
    webhook: webhooks(backend),
    ...externalLogin(backend),
  }
}

// Each Backend of the module numbers its routes.
const serve = (rules, routes) => {
  routes.number = rules.serve(routes.base, routes.names)
}

export const requireOwner = (identity, ownerId) => {
  const { type } = identity ?? {}
  const ownId = identity?.[`${type}Id`]
  if (typeof ownId != 'string' || !ownId || ownId !== ownerId) throw new BackendError('not_owner')
}
