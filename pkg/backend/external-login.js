// External login: tokens for a member whom the app's own server has authenticated, in
// both forms of wix-wire. It needs an API key, and a visitor who becomes that member.

import { CallerRequest } from '../../src/browser/request.js'
import { BackendError } from './error.js'
import { checkNames, refuse } from './options.js'
import { post } from './post.js'
import { currentScope } from './request-context.js'
import { withoutScheme } from './rules.js'
import { addSecret } from './secrets.js'

export const externalLogin = backend => {
  const { settings } = backend
  const url = `${settings.api}/oauth2/token`

  const requestTokens = async (fields, fetch = settings.fetch) => {
    const tokens = tokensOf(await post(fetch, url, { body: new URLSearchParams(fields) }))
    // The caller may receive them, a log may not.
    const context = currentContext()
    if (context) context.minted = [...context.minted, tokens.access_token, tokens.refresh_token].filter(Boolean)
    return tokens
  }

  // The token of the caller of this backend, if that is a visitor; else of a new visitor.
  // A visitor of another backend in this process is not of this key's site.
  const visitorToken = async () => {
    const context = currentContext()
    if (context?.backend == backend && context.identity?.type == 'visitor') return withoutScheme(context.authorization)
    return (await requestTokens({ grant_type: 'anonymous', client_id: settings.clientId })).access_token
  }

  // A fetch that signs as that visitor, with the key. Whichever backend handles the
  // request, its response must not contain the key.
  const fetchWithKey = async () => {
    if (!settings.apiKey) refuse('apiKey', 'set for external login')
    const authorization = `${await visitorToken()},${settings.apiKey}`
    const context = currentContext()
    if (context) addSecret(context, settings.apiKey)
    return (url, init) => new CallerRequest(settings.fetch, url, init).send(authorization)
  }

  return {
    async getMemberTokensForExternalLogin(memberId) {
      if (typeof memberId != 'string' || !memberId) refuse('memberId', 'a non-empty string', memberId)
      return requestTokens({ grant_type: 'authorized_client', scope: 'offline_access', member_id: memberId }, await fetchWithKey())
    },
    async getMemberTokensForExternalLoginWithSession(email, options) {
      if (typeof email != 'string' || !email) refuse('email', 'a non-empty string', email)
      checkNames(options ?? {}, OPTIONS)
      const fetch = await fetchWithKey()
      const { status, json, cause } = await post(fetch, `${settings.api}/_api/iam/authentication/v2/sign-on`, {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...options, loginId: { email } }),
      })
      if (!json?.sessionToken || !json.identity?.id) throw failed(status, cause)
      return requestTokens({ grant_type: 'authorized_client', member_id: json.identity.id, session_token: json.sessionToken }, fetch)
    },
  }
}

const OPTIONS = ['profile', 'verifyEmail', 'mergeExistingContact']

// The context of the request that is being handled, if there is one.
const currentContext = () => {
  try {
    return currentScope().context
  } catch {}
}

const tokensOf = ({ status, json, cause }) => {
  const { access_token, refresh_token, expires_in } = json ?? {}
  if (status != 200 || typeof access_token != 'string' || !access_token) throw failed(status, cause)
  return { access_token, refresh_token: refresh_token ?? undefined, expires_in: Number(expires_in) || undefined }
}

const failed = (status, cause) => new BackendError(!status || status == 408 || status == 429 || status >= 500 ? 'tokens_unavailable' : 'tokens_refused', cause)
