// A member that the app's own server knows: wix-wire's external login, both of
// its forms. It takes an API key, and a visitor who becomes that member.

import { bare } from './core.js'
import { BackendError } from './error.js'
import { refuse } from './options.js'
import { post } from './post.js'
import { current } from './scope.js'

export const external = ({ settings }) => {
  const url = `${settings.api}/oauth2/token`

  const token = async (fields, headers) => tokens(await post(settings.fetch, url, { headers, body: new URLSearchParams(fields) }))

  // Whoever calls, if that is a visitor; else a new one.
  const visitor = async () => {
    let handling
    try {
      ({ handling } = current())
    } catch {}
    if (handling?.identity.type == 'visitor') return bare(handling.authorization)
    return (await token({ grant_type: 'anonymous', client_id: settings.clientId })).access_token
  }

  const speaker = async () => {
    if (!settings.apiKey) refuse('apiKey', 'set for external login')
    return { Authorization: `${await visitor()},${settings.apiKey}` }
  }

  return {
    async getMemberTokensForExternalLogin(memberId) {
      if (typeof memberId != 'string' || !memberId) refuse('memberId', 'a text')
      const headers = await speaker()
      return token({ grant_type: 'authorized_client', scope: 'offline_access', member_id: memberId }, headers)
    },
    async getMemberTokensForExternalLoginWithSession(email, options) {
      if (typeof email != 'string' || !email) refuse('email', 'a text')
      const headers = await speaker()
      const { status, json, cause } = await post(settings.fetch, `${settings.api}/_api/iam/authentication/v2/sign-on`, {
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...options, loginId: { email } }),
      })
      if (!json?.sessionToken || !json.identity?.id) throw failed(status, cause)
      return token({ grant_type: 'authorized_client', member_id: json.identity.id, session_token: json.sessionToken }, headers)
    },
  }
}

const tokens = ({ status, json, cause }) => {
  const { access_token, refresh_token, expires_in } = json ?? {}
  if (status != 200 || typeof access_token != 'string' || !access_token) throw failed(status, cause)
  return { access_token, refresh_token: refresh_token ?? undefined, expires_in: Number(expires_in) || undefined }
}

const failed = (status, cause) => new BackendError(!status || status == 408 || status == 429 || status >= 500 ? 'tokens_unavailable' : 'tokens_refused', cause)
