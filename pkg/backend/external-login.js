// A member that the app's own server knows: wix-wire's external login, both of
// its forms. It takes an API key, and a visitor who becomes that member.

import { CallerRequest } from '../../src/browser/request.js'
import { BackendError } from './error.js'
import { refuse } from './options.js'
import { post } from './post.js'
import { withoutScheme } from './rules.js'
import { current } from './request-context.js'
import { keep } from './secrets.js'

export const external = inside => {
  const { settings } = inside
  const url = `${settings.api}/oauth2/token`

  const token = async (fields, fetch = settings.fetch) => {
    const made = tokens(await post(fetch, url, { body: new URLSearchParams(fields) }))
    // They are for the caller, and not for a log.
    const handling = around()
    if (handling) handling.minted = [...handling.minted, made.access_token, made.refresh_token].filter(Boolean)
    return made
  }

  // The request that is being answered, if one is.
  const around = () => {
    try {
      return current().handling
    } catch {}
  }

  // The caller of this backend, if that is a visitor; else a new one. A visitor of
  // another backend in this process is none of this key's site.
  const visitor = async () => {
    const handling = around()
    if (handling?.inside == inside && handling.identity?.type == 'visitor') return withoutScheme(handling.authorization)
    return (await token({ grant_type: 'anonymous', client_id: settings.clientId })).access_token
  }

  // Calls as that visitor, with the key. Whichever backend answers the request, the
  // key must not be in its answer.
  const speaker = async () => {
    if (!settings.apiKey) refuse('apiKey', 'set for external login')
    const both = `${await visitor()},${settings.apiKey}`
    const handling = around()
    if (handling) keep(handling, settings.apiKey)
    return (url, init) => new CallerRequest(settings.fetch, url, init).send(both)
  }

  return {
    async getMemberTokensForExternalLogin(memberId) {
      if (typeof memberId != 'string' || !memberId) refuse('memberId', 'a non-empty string', memberId)
      return token({ grant_type: 'authorized_client', scope: 'offline_access', member_id: memberId }, await speaker())
    },
    async getMemberTokensForExternalLoginWithSession(email, options) {
      if (typeof email != 'string' || !email) refuse('email', 'a non-empty string', email)
      const fetch = await speaker()
      const { status, json, cause } = await post(fetch, `${settings.api}/_api/iam/authentication/v2/sign-on`, {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...options, loginId: { email } }),
      })
      if (!json?.sessionToken || !json.identity?.id) throw failed(status, cause)
      return token({ grant_type: 'authorized_client', member_id: json.identity.id, session_token: json.sessionToken }, fetch)
    },
  }
}

const tokens = ({ status, json, cause }) => {
  const { access_token, refresh_token, expires_in } = json ?? {}
  if (status != 200 || typeof access_token != 'string' || !access_token) throw failed(status, cause)
  return { access_token, refresh_token: refresh_token ?? undefined, expires_in: Number(expires_in) || undefined }
}

const failed = (status, cause) => new BackendError(!status || status == 408 || status == 429 || status >= 500 ? 'tokens_unavailable' : 'tokens_refused', cause)
