// The session of one request.

import { CallerRequest } from '../../src/browser/request.js'
import { headersOf } from '../backend/headers-of.js'
import { withInstance } from '../backend/instance.js'
import { parse } from '../tokens.js'
import { withCookies } from './cookies.js'
import { SessionError } from './error.js'

/**
 * @param {any} settings
 * @param {any} withRules
 * @param {{ text: string, headers?: Headers, cookies?: [string, string | undefined][], setCookies?: string[], otherCookies?: string[], replaced?: string[] }} found
 */
export const serverSession = (settings, withRules, { text, headers, cookies = [], setCookies = [], otherCookies = [], replaced = [] }) => {
  const { state = 'empty', tokens } = parse(text) ?? {}
  // For the whole request: a token that expires meanwhile is sent, and Wix decides.
  const stale = withRules(rules => rules.isStale(text))

  const usableToken = () => {
    if (!tokens) throw new SessionError(state == 'expired' ? 'sign_in_required' : 'no_session')
    if (!stale) return tokens.access
    throw new SessionError(state == 'member' && !tokens.refresh ? 'sign_in_required' : 'renewal_unavailable')
  }

  const fetchWithAuth = async (input, init) => {
    const call = new CallerRequest(settings.fetch, input, init)
    const code = withRules(rules => rules.admit(call.origin, call.hasAuthorization, call.isNoCors))
    if (code) throw new SessionError(code)
    return call.send(usableToken())
  }

  return {
    state,
    stale,
    fetchWithAuth,
    get forward() {
      const forward = new Headers(headers)
      if (!cookies.length) return forward
      forward.set('cookie', withCookies(forward.get('cookie'), cookies))
      // The response is to be a whole one: one that was stored sets no cookie.
      if (forward.get('if-none-match') != '*') forward.delete('if-none-match')
      for (const name of ['if-modified-since', 'if-range', 'range']) forward.delete(name)
      return forward
    },
    finish(response) {
      if (typeof response?.headers?.get != 'function') throw new TypeError('`response` must be a Response.')
      const { status, statusText } = response
      if (!setCookies.length && !otherCookies.length || !withInstance(({ maySetCookie }) => maySetCookie(status, response.headers))) return response
      const isCurrent = setCookies.length > 0 && withRules(rules => rules.deliver(text, replaced))
      const set = [...isCurrent ? setCookies : [], ...otherCookies]
      if (!set.length) return response
      // A copy: the same response may be returned for another request, too.
      const headers = headersOf(response)
      for (const cookie of set) headers.append('set-cookie', cookie)
      headers.set('cache-control', 'private, no-store')
      const vary = headers.get('vary')
      if (!vary?.split(',').some(name => /^\s*(cookie|\*)\s*$/i.test(name))) headers.append('vary', 'Cookie')
      return new Response(response.body, { status, statusText, headers })
    },
  }
}
