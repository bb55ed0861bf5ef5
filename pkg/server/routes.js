// Handlers that are ready to use.

import { now } from '../backend/callers.js'
import { withInstance } from '../backend/instance.js'
import { parse } from '../tokens.js'

// The access token for the scripts of the page: for `accessToken` in its options.
export const tokenRoute = open => async request => {
  const { method, headers, url } = request
  if (method != 'POST') return failed(405, 'method_not_allowed', { Allow: 'POST' })
  const host = headers.get('host') ?? new URL(url).host
  if (!withInstance(({ isOfSameOrigin }) => isOfSameOrigin(headers, host))) return failed(403, 'foreign_origin')
  // A page that runs scripts is a visitor's, also where none was created for its navigation.
  const { text, session } = await open(request, () => true)
  const { tokens } = parse(text) ?? {}
  return session.finish(responseFor(session, tokens))
}

const responseFor = ({ state, stale }, tokens) => {
  if (state == 'expired' || (state == 'member' && stale && !tokens.refresh)) return failed(401, 'sign_in_required')
  if (!tokens || stale) return failed(503, 'renewal_unavailable', { 'Retry-After': '1' })
  return json(200, { accessToken: tokens.access, expiresIn: Math.floor(tokens.expiresAt - now()), state })
}

/** @param {number} status @param {string} code @param {Record<string, string>} [headers] */
const failed = (status, code, headers) => json(status, { error: { code } }, headers)

/** @param {number} status @param {object} content @param {Record<string, string>} [headers] */
const json = (status, content, headers) => new Response(JSON.stringify(content), {
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store', Vary: 'Cookie', 'X-Content-Type-Options': 'nosniff', ...headers },
})
