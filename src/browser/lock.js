// One at a time: in all tabs by the Web Locks API, in this page by a queue,
// also where there are no Web Locks or they are forbidden. Brings the release, or undefined
// if it took too long.

export const lock = name => new Promise(resolve => {
  const { locks } = globalThis.navigator ?? {}
  if (!locks) return resolve(queue(name))
  locks.request(name, { signal: AbortSignal.timeout(PATIENCE) }, () => new Promise(resolve)).catch(error =>
    resolve(error?.name == 'SecurityError' ? queue(name) : undefined))
})

const queues = new Map()

export const queue = name => {
  const before = queues.get(name)
  let release
  queues.set(name, new Promise(resolve => release = resolve))
  return Promise.resolve(before).then(() => release)
}

// Milliseconds: longer than any renewal takes, see flow.rs.
const PATIENCE = 30_000
