// The app's own access token: one request for it at a time, however many calls need it.

import { now } from './callers.js'
import { BackendError } from './error.js'
import { post } from './post.js'

/** @param {{ settings: any, withRules: import('./instance.js').WithRules, recentAppTokens: string[] }} backend */
export const appTokens = backend => {
  const { settings, withRules } = backend
  let pending
  let cause

  const request = async () => {
    const { api, appId, appSecret, instanceId } = settings
    const response = await post(settings.fetch, `${api}/oauth2/token`, {
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appSecret,
        ...(instanceId && { instance_id: instanceId }),
      }),
    })
    pending = undefined
    cause = response.cause
    withRules(rules => rules.storeTokenResponse(response.lines, now()))
  }

  // The token; never `refused`, the one that a server has just refused.
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
      if (!backend.recentAppTokens.includes(token)) backend.recentAppTokens = [token, ...backend.recentAppTokens].slice(0, 3)
      return token
    }
    await (pending ??= request())
    return appToken(refused)
  }
  return appToken
}
