// fetch-with-auth/astro. What each name promises is in astro.d.ts.

import { nobody, onDemand, routeOf } from './server/project.js'

export const createSessions = options => {
  const sessions = onDemand(options)
  // Astro calls middleware again with the same locals: for a rewrite, while the first call waits for it; and for
  // an error page, whose response gets the headers of the first one.
  const rendering = new WeakSet()
  const begun = new WeakMap()
  const finished = new WeakSet()

  const sessionOf = async ({ request, locals, routePattern }) => {
    if (!ERROR_PAGE.test(routePattern) || !begun.has(locals)) begun.set(locals, await sessions().begin(request))
    return begun.get(locals)
  }

  return {
    async onRequest(context, next) {
      const { request, locals, isPrerendered, cache } = context
      if (rendering.has(locals)) return next()
      const session = await (isPrerendered || routeOf(request.url) ? nobody() : sessionOf(context))
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

const ERROR_PAGE = /\/(404|500)$/

// Whether Astro is to add the headers of a cache for everybody, which it does after middleware.
const isCached = cache => !!cache && (cache.options.maxAge !== undefined || cache.tags.length > 0)
