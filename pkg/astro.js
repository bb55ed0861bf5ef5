// fetch-with-auth/astro. What each name promises is in astro.d.ts.

import { nobody, onDemand, routeOf } from './server/project.js'

export const createSessions = options => {
  const sessions = onDemand(options)
  // Astro calls middleware again: for a rewrite, with the same locals, while the first call waits for it; and for an
  // error page, whose response gets the headers of the first one, with the same request, or from Astro 7 the same locals.
  const rendering = new WeakSet()
  const begun = new WeakMap()
  const finished = new WeakSet()

  const sessionOf = async ({ request, locals, routePattern }) => {
    const known = begun.get(request) ?? (ERROR_PAGE.test(routePattern) ? begun.get(locals) : undefined)
    const session = known ?? await sessions().begin(request)
    begun.set(request, session).set(locals, session)
    return session
  }

  return {
    async onRequest(context, next) {
      const { request, locals, isPrerendered, cache } = context
      if (rendering.has(locals)) return next()
      const session = await (isPrerendered || isRoute(context) ? nobody() : sessionOf(context))
      locals.session = session
      rendering.add(locals)
      try {
        const response = await next()
        if (finished.has(session) || isCached(cache)) return response
        finished.add(session)
        return session.finish(response)
      } finally {
        rendering.delete(locals)
      }
    },
    async ALL({ request }) {
      const route = routeOf(request.url)
      return route ? sessions().routes[route](request) : new Response(null, { status: 404 })
    },
  }
}

// Not of a file for another path that ends so: src/pages/api/session/token.js.
const isRoute = ({ request, routePattern }) => {
  const end = `/session/${routeOf(request.url)}`
  return routeOf(request.url) && (routePattern == end || !routePattern?.endsWith(end))
}

const ERROR_PAGE = /\/(404|500)$/

// Whether Astro is to add the headers of a cache for everybody, which it does after middleware.
const isCached = cache => !!cache && (cache.options.maxAge !== undefined || cache.tags.length > 0)
