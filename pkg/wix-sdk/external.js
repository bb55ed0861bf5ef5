// Who logs in with somebody else's account: for a server, since it takes an API
// key.

import { Secrets } from '../../src/browser/members/secrets.js'

export const external = (session, redeemed) => {
  // The visitor speaks too, so there has to be one.
  const speaker = async apiKey => {
    if (session.isPage) throw session.error('invalid_options', undefined, 'An API key must not be used in a page: log in on a server, and pass the tokens to the page.')
    return { Authorization: `${await session.token()},${apiKey}` }
  }

  const signedOn = async (email, headers, options) => {
    const { settings } = session.kept.inside
    const answer = await session.send(`${settings.api}/_api/iam/authentication/v2/sign-on`, {
      method: 'POST',
      // A token and an API key follow no redirect.
      redirect: 'error',
      credentials: 'omit',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ loginId: { email }, ...options }),
    })
    const json = await answer.json().catch(() => {})
    if (answer.ok && json?.sessionToken && json.identity?.id) return json
    const { code } = json?.details?.applicationError ?? {}
    const cause = { status: answer.status, code, requestId: answer.headers.get('x-wix-request-id') ?? undefined }
    const secrets = new Secrets()
    for (const secret of headers.Authorization.split(',')) secrets.add({ 'authorization': secret })
    throw session.error('api_refused', secrets.without(cause), 'The sign-on was refused: see cause. ')
  }

  return {
    async getMemberTokensForExternalLogin(memberId, apiKey) {
      const headers = await speaker(apiKey)
      return redeemed(new URLSearchParams({ grant_type: 'authorized_client', scope: 'offline_access', member_id: memberId }), headers)
    },
    async getMemberTokensForExternalLoginWithSession(email, apiKey, options) {
      const headers = await speaker(apiKey)
      const { sessionToken, identity } = await signedOn(email, headers, options)
      return redeemed(new URLSearchParams({ grant_type: 'authorized_client', member_id: identity.id, session_token: sessionToken }), headers)
    },
  }
}
