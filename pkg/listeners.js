// Those who want to be told. Each is told on its own, after whatever is going
// on now, so that one that throws or calls back harms nobody. `most`: how many
// of the last news somebody who is added later is still told.
export const listeners = (most = 0) => {
  const all = new Set()
  const past = []
  const tellOne = (listener, news) => queueMicrotask(() => all.has(listener) && listener(news))
  return {
    all,
    add(listener) {
      const own = news => listener(news)
      all.add(own)
      for (const news of past) tellOne(own, news)
      return () => void all.delete(own)
    },
    tell(news) {
      past.push(news)
      if (past.length > most) past.shift()
      for (const listener of all) tellOne(listener, news)
    },
  }
}
