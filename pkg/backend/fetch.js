// fetch, signed: within a handler as its caller, within an elevation as the app.

import { withHeader } from '../../src/browser/authorize.js'
import { CallerRequest, copy, isRequest, native } from '../../src/browser/request.js'
import { now } from './callers.js'
import { BackendError } from './error.js'
import { post } from './post.js'
import { refusesToken, withoutScheme } from './rules.js'
import { current, ensureOpen } from './request-context.js'
import { keep } from './secrets.js'

export const { fetch: fetchWithAuth } = {
  fetch(input) {
    try {
      return signed(current(), input, arguments[1])
    } catch (error) {
      return Promise.reject(error)
    }
  },
}

const signed = (scope, input, init) => {
  const { handling } = scope
  const { settings, withRules } = handling.inside
  const isApp = !!scope.elevation
  if (isApp) ensureOpen(scope)
  const byKey = handling.identity.type == 'admin'
  const call = new CallerRequest(settings.fetch, input, isApp || byKey ? unled(input, init) : init)
  const code = withRules(rules => rules.admit(isApp || byKey, call.origin, call.hasAuthorization, call.isNoCors))
  if (code) throw new BackendError(code)
  if (isApp) return elevated(scope, call)
  if (byKey) return keyed(settings, call)
  return call.send(withoutScheme(handling.authorization))
}

// What the app sends is led nowhere: not every runtime takes Authorization away
// when a redirect leads to another origin.
const unled = (input, init) => {
  const own = copy(init)
  const wanted = own.redirect ?? (isRequest(input) ? native('redirect', input) : input?.redirect)
  own.redirect = `${wanted}` == 'error' ? 'error' : 'manual'
  return own
}

// As the app, by its token or, where it has no secret, by its API key. Whether
// that is still allowed is asked again before anything is sent.
const elevated = async (scope, call) => {
  const { inside } = scope.handling
  const { settings } = inside
  await call.capture()
  if (!settings.appSecret) {
    if (!settings.apiKey) throw new BackendError('elevation_refused', undefined, 'Neither `appSecret` nor `apiKey` is set. ')
    ensureOpen(scope)
    keep(scope.handling, settings.apiKey)
    return keyed(settings, call)
  }
  const send = token => {
    ensureOpen(scope)
    keep(scope.handling, token)
    return call.send(token)
  }
  const first = await inside.appToken()
  const response = await send(first)
  // Without a challenge any 401 counts, as in a page that cannot read it; what
  // kind a response is, runtimes do not agree on.
  if (!refusesToken(response.status, call.challenge() || undefined) || !call.isRepeatable()) return response
  const second = await inside.appToken(first).catch(() => {})
  if (!second) return response
  call.discard()
  return send(second)
}

// https://dev.wix.com/docs/go-headless/authentication/admin/make-rest-api-calls-with-an-api-key
const keyed = ({ apiKey, siteId }, call) => {
  const headers = call.plain ? call.init.headers ?? {} : call.own().headers
  const all = new Headers(headers).has('wix-site-id') ? headers : withHeader(headers, 'wix-site-id', siteId)
  if (call.plain) call.init.headers = all
  return call.send(apiKey)
}

// The app's own token: one request for it, however many want it.
export const appTokens = inside => {
  const { settings, withRules } = inside
  let asking
  let cause

  const ask = async () => {
    const { api, appId, appSecret, instanceId } = settings
    const answer = await post(settings.fetch, `${api}/oauth2/token`, {
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appSecret,
        ...(instanceId && { instance_id: instanceId }),
      }),
    })
    asking = undefined
    cause = answer.cause
    withRules(rules => rules.storeTokenResponse(answer.lines, now()))
  }

  const appToken = async refused => {
    let token, code
    withRules((rules, { AppToken }) => {
      const result = rules.appToken(refused, now())
      if (result == AppToken.Token) token = rules.takeToken()
      if (result == AppToken.Refused) code = rules.refusal
    })
    if (code) throw new BackendError(code, cause)
    if (token) {
      // No log receives the last of them, whichever request used it.
      if (!inside.appTokens.includes(token)) inside.appTokens = [token, ...inside.appTokens].slice(0, 3)
      return token
    }
    await (asking ??= ask())
    return appToken(refused)
  }
  return appToken
}
