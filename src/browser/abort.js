// Waiting, unless a signal is aborted. Many calls may share one signal, and Node
// warns of one with more than ten listeners: it gets one, while somebody waits.

// A promise, unless the signal is aborted before: then its reason.
export const unlessAborted = (promise, signal) => signal ? new Promise((resolve, reject) => {
  promise.then(resolve, reject)
  if (signal.aborted) return reject(signal.reason)
  const waiters = followed.get(signal) ?? follow(signal)
  waiters.add(reject)
  const end = () => {
    waiters.delete(reject)
    if (waiters.size) return
    signal.removeEventListener('abort', waiters.abort)
    followed.delete(signal)
  }
  promise.then(end, end)
}) : promise

const follow = signal => {
  const waiters = /** @type {Set<(reason: any) => void> & { abort: () => void }} */ (new Set())
  waiters.abort = () => waiters.forEach(reject => reject(signal.reason))
  signal.addEventListener('abort', waiters.abort)
  followed.set(signal, waiters)
  return waiters
}

const followed = new WeakMap()
