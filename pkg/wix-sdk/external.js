// Login of a member that another system has authenticated. It needs an API key, so it
// is for servers.

import { authorize } from '../../src/browser/authorize.js'
import { Secrets } from '../../src/browser/members/secrets.js'

export const externalLogin = session => {
  // The API key, and the access token of a visitor.
  const authorizationOf = async apiKey => {
    if (session.isPage) throw session.error('invalid_options', undefined, 'An API key must not be used in a page: log in on a server, and pass the tokens to the page.')
    return `${await session.token()},${apiKey}`
  }

  const signOn = async (email, authorization, options) => {
    const response = await session.send(`${session.api}/_api/iam/authentication/v2/sign-on`, {
      method: 'POST',
      // A token and an API key follow no redirect.
      redirect: 'error',
      credentials: 'omit',
      headers: authorize({ 'Content-Type': 'application/json' }, authorization),
      body: JSON.stringify({ loginId: { email }, ...options }),
    })
    const json = await response.json().catch(() => {})
    if (response.ok && json?.sessionToken && json.identity?.id) return json
    const { code } = json?.details?.applicationError ?? {}
    const cause = { status: response.status, code, requestId: response.headers.get('x-wix-request-id') ?? undefined }
    const secrets = new Secrets()
    for (const secret of authorization.split(',')) secrets.add({ authorization: secret })
    throw session.error('api_refused', secrets.without(cause), 'The sign-on was refused: see cause. ')
  }

  return {
    async getMemberTokensForExternalLogin(memberId, apiKey) {
      const authorization = await authorizationOf(apiKey)
      return session.requestTokens({ grant_type: GRANT_TYPE, scope: 'offline_access', member_id: memberId }, authorization)
    },
    async getMemberTokensForExternalLoginWithSession(email, apiKey, options) {
      const authorization = await authorizationOf(apiKey)
      const { sessionToken, identity } = await signOn(email, authorization, options)
      return session.requestTokens({ grant_type: GRANT_TYPE, member_id: identity.id, session_token: sessionToken }, authorization)
    },
  }
}

const GRANT_TYPE = 'authorized_client'
