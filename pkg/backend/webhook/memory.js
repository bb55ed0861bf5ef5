// Which webhooks this process has handled, or is handling: by ID, until when that is
// remembered. What is beyond the limit is forgotten, the oldest first.

export const memory = maxEntries => {
  const entries = new Map()
  const has = id => (entries.get(id) ?? 0) > now()
  return {
    has,
    add(id, until) {
      if (has(id)) return false
      entries.delete(id)
      for (const [oldest, end] of entries) {
        if (end > now() && entries.size < maxEntries) break
        entries.delete(oldest)
      }
      entries.set(id, until)
      return true
    },
    delete(id) {
      entries.delete(id)
    },
  }
}

// Unix time in seconds.
export const now = () => Date.now() / 1000
