// fetch-with-auth/server: the face. What each name promises is in server.d.ts.

import { withInstance } from './backend/instance.js'
import { isPage, refuse } from './backend/page.js'
import { parseCookies, reader, removalOf } from './server/cookies.js'
import { SessionError } from './server/error.js'
import { sessionFlows } from './server/flows.js'
import { loginRoutes } from './server/login.js'
import { parseOptions } from './server/options.js'
import { tokenRoute } from './server/routes.js'
import { sealedCookie } from './server/sealed-cookie.js'
import { wixCookie } from './server/session-cookie.js'
import { serverSession } from './server/session.js'
import { siteOf } from './server/site.js'
import { toText } from './tokens.js'

// As in backend.js.
if (isPage()) refuse('server')

export { SessionError }

export const createSessions = options => {
  const settings = parseOptions(options)
  const flows = sessionFlows(settings)
  const { withRules } = flows
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
    if (!mint) return false
    const isNavigation = withInstance(({ isNavigationOfAPerson }) => isNavigationOfAPerson(request.method, request.headers))
    return typeof mint == 'function' ? await mint(request, isNavigation) === true : isNavigation
  }

  // What a request has brought: `text` is its record, undefined if the cookie is another
  // project's, which is neither used nor replaced.
  const find = async request => {
    const { headers } = request
    const site = siteOf(request, settings.siteOrigin)
    const cookies = parseCookies(headers.get('cookie'))
    const get = name => cookies.get(name)
    return { headers, site, cookies, get, ...await load(get) }
  }

  // The session of a request whose record is now `text`, instead of those that it replaces.
  const sessionOf = async (found, text, replaced = [], otherCookies = []) => {
    const { headers, site, get, adopted } = found
    if (text === found.text && !adopted) return serverSession(settings, withRules, { text: text ?? '', headers, otherCookies })
    const stored = await cookie.store(text, `${site}/`, get)
    const old = adopted && adopted != settings.cookie.name && stored.headers.length ? [adopted] : []
    /** @type {[string, string | undefined][]} */
    const removed = old.map(name => [name, undefined])
    return serverSession(settings, withRules, {
      text,
      headers,
      cookies: [...removed, ...stored.cookies],
      setCookies: [...stored.headers, ...old.map(name => removalOf(name, settings))],
      otherCookies,
      replaced,
    })
  }

  // The session of a request, and its record.
  const open = async (request, mayCreate) => {
    const found = await find(request)
    if (found.text === undefined) return { text: '', session: await sessionOf(found) }
    const mayRenew = withInstance(({ mayRenew }) => mayRenew(request.headers))
    const may = !mayRenew ? 'Use' : await mayCreate(request) ? 'Create' : 'Renew'
    const { text, replaced } = await flows.begin(found.text, may)
    return { text, session: await sessionOf(found, text, replaced) }
  }

  return {
    begin: async request => (await open(request, mayCreate)).session,
    routes: { ...loginRoutes({ settings, flows, find, sessionOf }), token: tokenRoute(open, settings) },
    async read(cookies) {
      const { text = '' } = await load(reader(await cookies))
      return serverSession(settings, withRules, { text: (await flows.begin(text, 'Use')).text })
    },
  }
}
