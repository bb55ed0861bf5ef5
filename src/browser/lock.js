// One at a time: for all tabs by the Web Locks API, for this page by a queue
// where that does not exist or is forbidden. Brings the release, or undefined
// if it took too long.

export const lock = name => new Promise(resolve => {
  const { locks } = globalThis.navigator ?? {}
  if (!locks) return resolve(queue(name))
  locks.request(name, { signal: AbortSignal.timeout(PATIENCE) }, () => new Promise(resolve)).catch(error =>
    resolve(error?.name == 'SecurityError' ? queue(name) : undefined))
})

const queues = new Map()

const queue = name => {
  const before = queues.get(name)
  let release
  queues.set(name, new Promise(resolve => release = resolve))
  return Promise.resolve(before).then(() => release)
}

// Milliseconds: longer than any renewal takes, see flow.rs.
const PATIENCE = 30_000
