// fetch-with-auth/server: the face. What each name promises is in server.d.ts.

import { now } from './backend/callers.js'
import { withInstance } from './backend/instance.js'
import { parseCookies, reader } from './server/cookies.js'
import { SessionError } from './server/error.js'
import { parseOptions } from './server/options.js'
import { renewals } from './server/renew.js'
import { wixCookie } from './server/session-cookie.js'
import { serverSession } from './server/session.js'
import { toText } from './tokens.js'

export { SessionError }

export const createSessions = options => {
  const settings = parseOptions(options)
  const { advance, withRules } = renewals(settings)
  const cookie = wixCookie(settings)

  // The record of our cookie, else of the first one of another make.
  const load = get => {
    const text = cookie.load(get)
    if (text !== '') return { text }
    for (const name of settings.adopt) {
      const value = get(name)
      const tokens = value && withRules(rules => rules.adopt(value))
      if (tokens) return { text: toText(JSON.parse(tokens), undefined), adopted: name }
    }
    return { text }
  }

  const mayCreate = async request => {
    const { mint } = settings
    if (typeof mint == 'function') return await mint(request) === true
    return mint && withInstance(({ isNavigationOfAPerson }) => isNavigationOfAPerson(request.method, request.headers))
  }

  const begin = async request => {
    const { headers, url } = request
    const cookies = parseCookies(headers.get('cookie'))
    const { text: loaded, adopted } = load(name => cookies.get(name))
    // The cookie is another project's: it is neither used nor replaced.
    if (loaded === undefined) return serverSession(settings, withRules, { text: '', headers })
    const mayRenew = withInstance(({ mayRenew }) => mayRenew(headers))
    const { text, replaced } = await advance(loaded, mayRenew && await mayCreate(request), mayRenew)
    if (text === loaded && !adopted) return serverSession(settings, withRules, { text, headers })
    const stored = cookie.store(text, url)
    const old = adopted && stored.headers.length ? cookie.remove(adopted, url) : []
    /** @type {[string, string | undefined][]} */
    const removed = old.map(() => [adopted, undefined])
    return serverSession(settings, withRules, {
      text,
      headers,
      cookies: [...removed, ...stored.cookies],
      setCookies: [...stored.headers, ...old],
      onDelivered: () => withRules(rules => replaced.forEach(text => rules.delivered(text, now()))),
    })
  }

  return {
    begin,
    async read(cookies) {
      const { text = '' } = load(reader(await cookies))
      return serverSession(settings, withRules, await advance(text, false, false))
    },
  }
}
