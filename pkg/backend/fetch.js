// fetchWithAuth: in a handler as its caller, in an elevated function as the app.

import { withHeader } from '../../src/browser/authorize.js'
import { CallerRequest, copy, isRequest, native } from '../../src/browser/request.js'
import { BackendError } from './error.js'
import { currentScope, ensureOpen } from './request-context.js'
import { refusesToken, withoutScheme } from './rules.js'
import { addSecret } from './secrets.js'

export const { fetch: fetchWithAuth } = {
  fetch(input) {
    try {
      return signed(currentScope(), input, arguments[1])
    } catch (error) {
      return Promise.reject(error)
    }
  },
}

const signed = (scope, input, init) => {
  const { context } = scope
  const { settings, withRules } = context.backend
  const isApp = !!scope.elevation
  if (isApp) ensureOpen(scope)
  const byKey = context.identity?.type == 'admin'
  const call = new CallerRequest(settings.fetch, input, isApp || byKey ? withoutRedirect(input, init) : init)
  const code = withRules(rules => rules.admit(isApp || byKey, call.origin, call.hasAuthorization, call.isNoCors))
  if (code) throw new BackendError(code)
  if (isApp) return sendAsApp(scope, call)
  if (byKey) return sendWithKey(settings, call)
  return call.send(withoutScheme(context.authorization))
}

// What the app sends follows no redirect: not every runtime removes Authorization when
// a redirect leads to another origin.
const withoutRedirect = (input, init) => {
  const own = copy(init)
  const redirect = own.redirect ?? (isRequest(input) ? native('redirect', input) : input?.redirect)
  own.redirect = `${redirect}` == 'error' ? 'error' : 'manual'
  return own
}

// By the app's token or, if it has no secret, by its API key. Whether the elevation is
// still open is checked again before anything is sent.
const sendAsApp = async (scope, call) => {
  const { backend } = scope.context
  const { settings } = backend
  await call.capture()
  if (!settings.appSecret) {
    if (!settings.apiKey) throw new BackendError('elevation_refused', undefined, 'Neither `appSecret` nor `apiKey` is set. ')
    ensureOpen(scope)
    addSecret(scope.context, settings.apiKey)
    return sendWithKey(settings, call)
  }
  const send = token => {
    ensureOpen(scope)
    addSecret(scope.context, token)
    return call.send(token)
  }
  const { appInstance } = scope.context
  const first = await backend.appToken(appInstance)
  const response = await send(first)
  // Without a challenge every 401 counts, as in a page that cannot read it. Runtimes do
  // not agree on the type of a response, so that is not asked.
  if (!refusesToken(response.status, call.challenge() || undefined) || !call.isRepeatable()) return response
  const second = await backend.appToken(appInstance, first).catch(() => {})
  if (!second) return response
  call.discard()
  return send(second)
}

// https://dev.wix.com/docs/go-headless/authentication/admin/make-rest-api-calls-with-an-api-key
const sendWithKey = ({ apiKey, siteId }, call) => {
  const headers = call.plain ? call.init.headers ?? {} : call.own().headers
  const all = new Headers(headers).has('wix-site-id') ? headers : withHeader(headers, 'wix-site-id', siteId)
  if (call.plain) call.init.headers = all
  return call.send(apiKey)
}
