// The app's own access token: one request for it at a time for each instance of the app,
// however many calls need it.

import { now } from './callers.js'
import { BackendError } from './error.js'
import { post } from './post.js'

/** @param {{ settings: any, withRules: import('./instance.js').WithRules, recentAppTokens: string[] }} backend */
export const appTokens = backend => {
  const { settings, withRules } = backend
  // By instance: the request that is under way, and what the last one failed with.
  const pending = new Map()
  const causes = new Map()

  const request = async instanceId => {
    const { api, appId, appSecret } = settings
    const response = await post(settings.fetch, `${api}/oauth2/token`, {
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appSecret,
        ...(instanceId && { instance_id: instanceId }),
      }),
    })
    pending.delete(instanceId)
    causes.delete(instanceId)
    if (response.cause) {
      if (causes.size >= MAX_CAUSES) causes.clear()
      causes.set(instanceId, response.cause)
    }
    withRules(rules => rules.storeTokenResponse(instanceId, response.lines, now()))
  }

  // The token of an instance, which is the backend's own unless another one is named;
  // never `refused`, the one that a server has just refused.
  const appToken = async (instanceId = settings.instanceId ?? '', refused) => {
    let token, code
    withRules((rules, { AppToken }) => {
      const result = rules.appToken(instanceId, refused, now())
      if (result == AppToken.Token) token = rules.takeToken()
      if (result == AppToken.Refused) code = rules.refusal
    })
    if (code) throw new BackendError(code, causes.get(instanceId))
    if (token) {
      // No log receives the last of them, whichever request used it.
      if (!backend.recentAppTokens.includes(token)) backend.recentAppTokens = [token, ...backend.recentAppTokens].slice(0, 3)
      return token
    }
    if (!pending.has(instanceId)) pending.set(instanceId, request(instanceId))
    await pending.get(instanceId)
    return appToken(instanceId, refused)
  }
  return appToken
}

// Instances whose last failure is kept for errors.
const MAX_CAUSES = 1000
