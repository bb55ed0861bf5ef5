// Origins, as options name them.

// The origin, if there is nothing else in it. A URL parser takes hosts that no
// request can have: a wildcard, a placeholder, a list.
export const originOf = value => {
  try {
    const { origin, href } = new URL(value)
    if (ORIGIN.test(origin) && href == `${origin}/`) return origin
  } catch {}
}

// The origins that an option lists. What is refused is shown, unless it may hold a
// password.
export const audienceOf = (entries, refuse, option = 'audience') => {
  if (!Array.isArray(entries)) refuse(option, 'an array of origins', entries)
  return entries.map((entry, index) => originOf(entry) ??
    refuse(`${option}[${index}]`, 'an http(s) origin without wildcard, path, query or user', entry, typeof entry == 'string' && !entry.includes('@') && entry))
}

// The rule that an option breaks, and the type of what was given: its content may be
// a secret, and is in the sentence only where it is `shown`.
export const mustBe = (option, wanted, given, shown) =>
  `\`${option}\` must be ${wanted} (got ${shown || given && typeof given || `${given}` || '""'})`

// Where tokens are asked for: https, but for this very machine.
export const isSafe = origin => !origin.startsWith('http:') || LOOPBACK.test(origin)

// The Wix API, and the same, nearer: wix-wire names it as the host of module calls.
export const API_ORIGINS = api => api == WIX ? [WIX, WIX_EDGE] : [api]

export const WIX = 'https://www.wixapis.com'
const WIX_EDGE = 'https://edge.wixapis.com'
const ORIGIN = /^https?:\/\/(([\w-]+\.)*[\w-]+\.?|\[[\da-f:]+\])(:\d+)?$/
const LOOPBACK = /^http:\/\/(localhost|[^/]*\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/
