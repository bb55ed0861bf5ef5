// fetch-with-auth/server: the face. What each name promises is in server.d.ts.

import { now } from './backend/callers.js'
import { withInstance } from './backend/instance.js'
import { parseCookies, reader, removalOf } from './server/cookies.js'
import { SessionError } from './server/error.js'
import { parseOptions } from './server/options.js'
import { renewals } from './server/renew.js'
import { tokenRoute } from './server/routes.js'
import { sealedCookie } from './server/sealed-cookie.js'
import { wixCookie } from './server/session-cookie.js'
import { serverSession } from './server/session.js'
import { toText } from './tokens.js'

export { SessionError }

export const createSessions = options => {
  const settings = parseOptions(options)
  const { advance, withRules } = renewals(settings)
  const cookie = (settings.cookie.format == 'sealed' ? sealedCookie : wixCookie)(settings)

  // The record of our cookie, else of the first one of another make.
  const load = async get => {
    const text = await cookie.load(get)
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

  // The session of a request, and its record.
  const open = async (request, mayCreate) => {
    const { headers, url } = request
    const cookies = parseCookies(headers.get('cookie'))
    const get = name => cookies.get(name)
    const { text: loaded, adopted } = await load(get)
    // The cookie is another project's: it is neither used nor replaced.
    if (loaded === undefined) return { text: '', session: serverSession(settings, withRules, { text: '', headers }) }
    const mayRenew = withInstance(({ mayRenew }) => mayRenew(headers))
    const { text, replaced } = await advance(loaded, mayRenew && await mayCreate(request), mayRenew)
    if (text === loaded && !adopted) return { text, session: serverSession(settings, withRules, { text, headers }) }
    const stored = await cookie.store(text, url, get)
    const old = adopted && adopted != settings.cookie.name && stored.headers.length ? [adopted] : []
    /** @type {[string, string | undefined][]} */
    const removed = old.map(name => [name, undefined])
    const session = serverSession(settings, withRules, {
      text,
      headers,
      cookies: [...removed, ...stored.cookies],
      setCookies: [...stored.headers, ...old.map(name => removalOf(name, settings))],
      onDelivered: () => withRules(rules => replaced.forEach(text => rules.delivered(text, now()))),
    })
    return { text, session }
  }

  return {
    begin: async request => (await open(request, mayCreate)).session,
    routes: { token: tokenRoute(open) },
    async read(cookies) {
      const { text = '' } = await load(reader(await cookies))
      return serverSession(settings, withRules, await advance(text, false, false))
    },
  }
}
