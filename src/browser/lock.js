// One at a time: in all tabs by the Web Locks API, in this page by a queue, also
// where there are no Web Locks or they are forbidden. Resolves to the release,
// or to undefined if that took too long.

import { within } from './time.js'

export const lock = async name => {
  const { document, navigator } = /** @type {any} */ (globalThis)
  const locks = navigator?.locks
  if (!locks) return queue(name)
  // A browser grants no lock to a page that it renders ahead.
  if (document?.prerendering) await new Promise(resolve => document.addEventListener('prerenderingchange', resolve, { 'once': true }))
  return within(LOCK_TIMEOUT_MS, signal => new Promise((resolve, reject) => {
    locks.request(name, { signal }, () => signal?.aborted || new Promise(resolve)).catch(reject)
  })).catch(error => error?.name == 'SecurityError' ? queue(name) : undefined)
}

// The last in each queue. Instances that share a record have the same key: a
// name, or an object.
const queues = new Map()

export const queue = key => {
  const before = Promise.resolve(queues.get(key))
  let release
  const own = new Promise(resolve => release = resolve)
  queues.set(key, own)
  own.then(() => queues.get(key) == own && queues.delete(key))
  return within(LOCK_TIMEOUT_MS, () => before).then(() => release, () => void before.then(release))
}

// Longer than any renewal takes, see src/session.
const LOCK_TIMEOUT_MS = 30_000
