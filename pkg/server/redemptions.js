// The ends of logins: a callback that is opened twice is one. A browser that repeats a
// navigation has dropped the first response, and the code can be redeemed only once.

// `redeem` resolves to what is kept, if it has `tokens`.
export const redemptions = () => {
  const kept = new Map()

  /** @template T @param {string} key @param {() => Promise<T & { tokens?: string }>} redeem @returns {Promise<T>} */
  return (key, redeem) => {
    const now = Date.now()
    for (const [key, { endedAt }] of kept) if (endedAt <= now - KEPT_MS || endedAt > now) kept.delete(key)
    const known = kept.get(key)
    if (known) return known.result
    const result = redeem()
    if (kept.size >= MAX_KEPT) return result
    const entry = { result }
    kept.set(key, entry)
    result.then(({ tokens }) => {
      if (tokens) entry.endedAt = Date.now()
      else kept.delete(key)
    })
    return result
  }
}

// As long as a refresh token that was replaced counts: src/server/renewals.rs.
const KEPT_MS = 30_000
// Of some kilobytes each.
const MAX_KEPT = 1000
