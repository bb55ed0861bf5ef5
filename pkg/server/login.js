// Login and logout by a redirect to Wix. The flows are those of a page (src/members/).

import { withInstance } from '../backend/instance.js'
import { loginCookies } from './login-cookie.js'
import { LoginHost } from './login-host.js'
import { redemptions } from './redemptions.js'
import { failed, page, redirect, refusedPost } from './routes.js'
import { inTime } from './sessions-host.js'
import { run } from './task.js'

export const loginRoutes = ({ settings, flows, find, sessionOf }) => {
  const logins = loginCookies(settings)
  const once = redemptions()

  // An operation of the class RedirectLogins.
  const flow = (host, method, ...options) => run(instance => {
    const logins = new instance.RedirectLogins(settings.clientId)
    try {
      return logins[method](host, ...options)
    } finally {
      logins.free()
    }
  })

  // The record of a request as it changes, and its visitor's token: of the only person there
  // is, or of the visitor that is kept beside a member. A person who logs in is no member yet.
  const change = found => {
    const state = { text: found.text, replaced: [] }
    const visitorToken = async refused => {
      const { text, replaced, token } = await flows.visitorToken(state.text, refused)
      state.text = text
      state.replaced.push(...replaced)
      if (!token) throw new Failure('token_endpoint_unavailable')
      return token
    }
    return Object.assign(state, { visitorToken })
  }

  // The result of a flow, or the code of the error that it ends with.
  const outcome = async flow => {
    try {
      const { result, refusal } = await flow
      return refusal ? { code: refusal.code } : { result }
    } catch (error) {
      return { code: error instanceof Failure ? error.code : 'internal' }
    }
  }

  return {
    async login(request) {
      const { method, headers, url } = request
      if (method != 'GET') return failed(405, 'method_not_allowed', { Allow: 'GET' })
      if (!withInstance(({ mayLogIn }) => mayLogIn(headers))) return failed(403, 'not_a_navigation')
      const found = await find(request)
      const { site, cookies } = found
      const { searchParams } = new URL(url)
      const returnTo = returnPathOf(searchParams.get('returnTo') ?? '/', site)
      if (returnTo === undefined) return failed(400, 'invalid_return_to')
      if (found.text === undefined) return redirect(303, withError(returnTo, 'loginError', 'session_not_stored'))
      const record = change(found)
      const host = new LoginHost(settings, record.visitorToken)
      const parameter = name => searchParams.get(name) ?? undefined
      const { result, code } = await outcome(flow(host, 'login', callbackOf(url, site, settings.callbackPath), returnTo, parameter('prompt'), parameter('idp')))
      if (code == 'invalid_options') return failed(400, code)
      const session = await sessionOf(found, record.text, record.replaced, code ? [] : await logins.store(host.logins, site, cookies))
      return session.finish(code ? redirect(303, withError(returnTo, 'loginError', code)) : redirect(302, result))
    },

    async callback(request) {
      const { method, headers, url } = request
      if (method != 'GET') return failed(405, 'method_not_allowed', { Allow: 'GET' })
      const { searchParams } = new URL(url)
      // A cookie with `SameSite=Strict` is not sent with a navigation from Wix.
      if (settings.cookie.sameSite == 'strict' && headers.get('sec-fetch-site') == 'cross-site' && !searchParams.has(FROM_HERE)) return navigated(url)
      const found = await find(request)
      const { site, get } = found
      const state = searchParams.get('state') ?? ''
      const login = await logins.take(state, site, get)
      const wanted = returnPathOf(withInstance(({ returnToOf }) => returnToOf(login.text, state)) ?? '/', site) ?? '/'
      const back = code => code ? redirect(303, withError(wanted, 'loginError', code)) : redirect(303, wanted)
      const redeem = async () => {
        const host = new LoginHost(settings, undefined, login.text)
        const { code } = await outcome(flow(host, 'callback', [...searchParams].flat()))
        return { code, tokens: host.tokens, subject: withInstance(({ newcomer }) => newcomer()) }
      }
      const { code, tokens, subject } = await (login.text ? once(`${searchParams}\n${login.text}`, redeem) : redeem())
      // Neither a code nor an error of ours.
      if (!code && !tokens) return failed(400, 'no_callback')
      if (code || found.text === undefined) return (await sessionOf(found, found.text, [], login.headers)).finish(back(code ?? 'session_not_stored'))
      const { text: after, replaced } = await flows.signIn(found.text, tokens, subject)
      const session = await sessionOf(found, after, replaced, login.headers)
      return session.finish(back())
    },

    async logout(request) {
      const found = await find(request)
      const { site } = found
      const refused = refusedPost(request, site)
      if (refused) return refused
      const returnTo = returnPathOf(new URL(request.url).searchParams.get('returnTo') ?? '/', site)
      if (returnTo === undefined) return failed(400, 'invalid_return_to')
      if (found.text === undefined) return redirect(303, returnTo)
      const { text: after, replaced, token: former } = await flows.signOut(found.text)
      const record = change({ text: after })
      const host = new LoginHost(settings, record.visitorToken)
      const { result, code } = await inTime(outcome(flow(host, 'logout', former, site + returnTo)), MAX_WAIT_MS) ?? { code: 'api_unavailable' }
      const session = await sessionOf(found, record.text, [...replaced, ...record.replaced])
      return session.finish(redirect(303, code ? withError(returnTo, 'logoutError', code) : result))
    },
  }
}

// A page that navigates to this URL once more, from this site. A path alone may begin with what
// browsers take for a host.
const navigated = url => {
  const again = new URL(url)
  again.searchParams.set(FROM_HERE, '1')
  return page(`<!doctype html><meta http-equiv="refresh" content="0;url=${again.search.replaceAll('&', '&amp;')}">`)
}

// Why a login cannot go on.
class Failure extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code)
    this.code = code
  }
}

// A path of this site, as it is in a URL, without the error of an earlier login. Undefined for
// whatever leads elsewhere.
const returnPathOf = (given, site) => {
  try {
    const url = new URL(given, site)
    for (const name of ['loginError', 'logoutError']) if (url.searchParams.has(name)) url.searchParams.delete(name)
    const path = pathOf(url)
    if (given[0] == '/' && url.origin == site && withInstance(({ isReturnPath }) => isReturnPath(path))) return path
  } catch {}
}

const withError = (path, name, code) => {
  // Any origin: it is not in the result.
  const url = new URL(path, 'http://localhost')
  url.searchParams.set(name, code)
  return pathOf(url)
}

const pathOf = ({ pathname, search, hash }) => pathname + search + hash

// The redirect URI: by default beside the route of the login.
const callbackOf = (url, site, path) => site + (path ?? new URL(url).pathname.replace(/[^/]*\/?$/, 'callback'))

// A person waits for it.
const MAX_WAIT_MS = 3000

const FROM_HERE = 'from_here'
