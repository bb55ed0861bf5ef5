// Origins, as options name them.

// The origin, if there is nothing else in it.
export const originOf = value => {
  try {
    const { origin, href } = new URL(value)
    if (/^https?:/.test(origin) && href == `${origin}/`) return origin
  } catch {}
}

// Where tokens are asked for: https, but for this very machine.
export const isSafe = origin => !origin.startsWith('http:') || LOOPBACK.test(origin)

// The Wix API, and the same, nearer: wix-wire names it as the host of module calls.
export const API_ORIGINS = api => api == WIX ? [WIX, WIX_EDGE] : [api]

export const WIX = 'https://www.wixapis.com'
const WIX_EDGE = 'https://edge.wixapis.com'
const LOOPBACK = /^http:\/\/(localhost|[^/]*\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/
