// fetch-with-auth/sveltekit. What each name promises is in sveltekit.d.ts.

import { nobody, onDemand, routeOf } from './server/project.js'

export const createSessions = options => {
  const sessions = onDemand(options)

  const sessionOf = ({ request, isSubRequest }) => {
    if (isOfBuild(request)) return nobody()
    if (!isSubRequest) return sessions().begin(request)
    // Of a page that is being built there are such requests, too.
    return request.headers.has('cookie') ? sessions().read(request.headers) : nobody()
  }

  const respond = async (event, session, resolve) => {
    const { request, cookies, isDataRequest } = event
    const added = addedCookies(request.headers, session.forward)
    if (!added) return resolve(event)
    event.fetch = fetchWith(added, event)
    const set = follow(cookies)
    try {
      return await resolve(event)
    } catch (thrown) {
      if (isDataRequest || !isRedirect(thrown)) throw thrown
      return redirect(thrown, set)
    }
  }

  return {
    async handle({ event, resolve }) {
      const { request } = event
      const route = routeOf(request.url)
      if (route && !isOfProject(event, route)) return isOfBuild(request) ? new Response(null, { status: 204 }) : sessions().routes[route](request)
      const session = await sessionOf(event)
      event.locals.session = session
      const response = await respond(event, session, resolve)
      const finished = session.finish(response)
      // For a known one SvelteKit would respond with a 304, and the cookie.
      if (finished != response) finished.headers.delete('etag')
      return finished
    },
  }
}

// A file of the project for the same path: src/routes/api/session/token/+server.js.
const isOfProject = ({ route }, name) => !!route?.id?.endsWith(`/session/${name}`)

// What is prerendered is requested with a URL alone. A request over HTTP has headers.
const isOfBuild = ({ headers }) => !!headers.keys().next().done

// The cookies that the session has added to those of the request.
const addedCookies = (before, after) => {
  const known = pairsOf(before)
  return pairsOf(after).filter(pair => !known.includes(pair)).join('; ')
}

const pairsOf = headers => headers.get('cookie')?.split('; ') ?? []

// `event.fetch`, which sends the cookies of the request to this site, with these as well.
const fetchWith = (added, { fetch, url }) => (input, init) => {
  const isRequest = input instanceof Request
  const { credentials, headers } = isRequest ? input : init ?? {}
  const target = isRequest ? input.url : input
  const isOwn = URL.canParse(target, url) && new URL(target, url).origin == url.origin
  if (!isOwn || credentials == 'omit') return fetch(input, init)
  const all = new Headers(headers)
  all.set('cookie', [...pairsOf(all), added].join('; '))
  return isRequest ? fetch(new Request(input, { headers: all })) : fetch(input, { ...init, headers: all })
}

// The headers `Set-Cookie` of what hooks set from now on.
const follow = cookies => {
  const { set } = cookies
  /** @type {string[]} */
  const headers = []
  cookies.set = (name, value, options) => {
    headers.push(cookies.serialize(name, value, options))
    set(name, value, options)
  }
  return headers
}

// What redirect() throws in a hook does not come out of `resolve` as a response.
const isRedirect = thrown => Object(thrown) === thrown && thrown.status >= 300 && thrown.status <= 308 && typeof thrown.location == 'string'

const redirect = ({ status, location }, setCookies) => {
  const response = new Response(null, { status, headers: { location } })
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie)
  return response
}
