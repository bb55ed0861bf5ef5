// fetch-with-auth/next. What each name promises is in next.d.ts.

// With the ending, which Node needs where Next does not bundle this file.
import { cookies } from 'next/headers.js'
import { NextResponse, after } from 'next/server.js'
import { onDemand } from './server/project.js'
import { siteOf } from './server/site.js'

export const createSessions = options => {
  let siteOrigin
  const sessions = onDemand(() => {
    const given = typeof options == 'function' ? options() : options
    siteOrigin = given?.siteOrigin
    return withWaitUntil(given)
  })

  return {
    async proxy(request, respond) {
      const route = routeOf(request)
      if (route) return absolute(await sessions().routes[route](request), siteOf(request, siteOrigin))
      const session = await sessions().begin(request)
      // Next calls a proxy with an event.
      const response = typeof respond == 'function' ? await respond(session) : NextResponse.next({ request: { headers: session.forward } })
      return uncached(session.finish(response), response)
    },
    session: async () => sessions().read(await cookies()),
  }
}

const withWaitUntil = options => Object(options) !== options || options.waitUntil ? options : { ...options, waitUntil: untilSettled }

const untilSettled = promise => {
  try {
    after(promise)
  } catch {
    // Where Next cannot keep the process for it.
  }
}

// `nextUrl` is without the base path and the locale.
const routeOf = ({ nextUrl }) => /^\/session\/(login|callback|logout|token)\/?$/.exec(nextUrl.pathname)?.[1]

// Next parses the location of a proxy's response without a base. It makes that of its own origin
// relative again, which behind another proxy is not that of the site.
const absolute = (response, site) => {
  const location = response.headers.get('location')
  if (location) response.headers.set('location', new URL(location, site).href)
  return response
}

// What CDNs read instead of `Cache-Control` (RFC 9213). Next sends a route's own only if the
// proxy has set none.
const uncached = (response, original) => {
  if (response != original) for (const name in CDN_HEADERS) response.headers.set(name, CDN_HEADERS[name])
  return response
}

// Those of src/server/cacheable.rs.
const CDN_HEADERS = {
  'cdn-cache-control': 'no-store',
  'surrogate-control': 'no-store',
  'vercel-cdn-cache-control': 'no-store',
  'cloudflare-cdn-cache-control': 'no-store',
  'netlify-cdn-cache-control': 'no-store',
  'edge-control': 'no-store',
  'x-litespeed-cache-control': 'no-store',
  // Seconds.
  'x-accel-expires': '0',
}
