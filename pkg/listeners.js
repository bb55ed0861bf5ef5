// Those who want to be told. Each is told on its own, after whatever is going
// on now, so that one that throws or calls back harms nobody.
export const listeners = () => {
  const all = new Set()
  return {
    all,
    add(listener) {
      const own = news => listener(news)
      all.add(own)
      return () => void all.delete(own)
    },
    tell(news) {
      for (const listener of all) queueMicrotask(() => all.has(listener) && listener(news))
    },
  }
}
