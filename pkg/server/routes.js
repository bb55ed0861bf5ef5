// Handlers that are ready to use: what they have in common, and the token of a page.

import { now } from '../backend/callers.js'
import { withInstance } from '../backend/instance.js'
import { parse } from '../tokens.js'
import { siteOf } from './site.js'

// The access token for the scripts of the page: for `accessToken` in its options.
export const tokenRoute = (open, { siteOrigin }) => async request => {
  const refused = refusedPost(request, siteOf(request, siteOrigin))
  if (refused) return refused
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

// The response to what is no POST of a page of this site.
export const refusedPost = ({ method, headers }, site) => {
  if (method != 'POST') return failed(405, 'method_not_allowed', { Allow: 'POST' })
  if (!withInstance(({ isOfSameOrigin }) => isOfSameOrigin(headers, new URL(site).host))) return failed(403, 'foreign_origin')
}

/** @param {number} status @param {string} code @param {Record<string, string>} [headers] */
export const failed = (status, code, headers) => json(status, { error: { code } }, headers)

/** @param {number} status @param {object} content @param {Record<string, string>} [headers] */
const json = (status, content, headers) => new Response(JSON.stringify(content), {
  status,
  headers: { ...OWN, 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff', ...headers },
})

/** @param {number} status @param {string} location */
export const redirect = (status, location) => new Response(null, { status, headers: { ...OWN, Location: location } })

// A page that loads nothing, and whose URL nobody learns.
/** @param {string} html */
export const page = html => new Response(html, {
  headers: { ...OWN, 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'", 'Referrer-Policy': 'no-referrer' },
})

// A response to one person.
const OWN = { 'Cache-Control': 'private, no-store', Vary: 'Cookie' }
