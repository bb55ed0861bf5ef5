// Where a record is stored: one text under one key.
//
// Every kind answers two questions. `load(signal)`: the text, or an empty one.
// `exchange(seen, next, signal)`: stores `next` if `seen` is still what is
// stored, in one step that nobody can come between; false if something else is
// stored. Either may reject, and stops at what `signal` tells: nothing is
// written after that.

import { within } from './time.js'

export const indexedDb = (key, name = 'fetch-with-auth') => {
  let opened
  let creation
  const open = () => new Promise((resolve, reject) => {
    let isCreating
    creation = new Promise(resolve => isCreating = resolve)
    if (!globalThis.indexedDB) forbid()
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE)
      isCreating()
    }
    request.onerror = request.onblocked = () => {
      try {
        // Where a user blocks all storage, one browser calls that an
        // UnknownError here, and a SecurityError there.
        globalThis.localStorage
        reject(request.error)
      } catch (error) {
        reject(error)
      }
    }
    request.onsuccess = () => {
      const database = request.result
      creation = undefined
      database.onclose = database.onversionchange = () => {
        database.close()
        opened = undefined
      }
      resolve(database)
    }
  })
  const transact = async (mode, signal, seen, next) => {
    opened ??= open()
    // While this page creates the database nobody else can open it: it is empty.
    const database = await (next === undefined && creation ? Promise.race([creation, opened]) : opened)
    if (!database) return ''
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const store = transaction.objectStore(STORE)
      const request = store.get(key)
      let answer
      request.onsuccess = () => {
        answer = asText(request.result)
        if (next !== undefined) {
          answer = answer === seen
          if (answer) store.put(next, key)
        }
      }
      transaction.oncomplete = () => resolve(answer)
      transaction.onabort = () => reject(transaction.error)
      const abort = () => {
        try {
          transaction.abort()
        } catch {}
      }
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort)
    })
  }
  // A connection that failed, or hangs, is opened again at the next use.
  const reopen = () => {
    opened?.then(database => database.close(), () => {})
    opened = undefined
  }
  const use = (mode, signal, ...texts) => {
    signal?.addEventListener('abort', reopen)
    return transact(mode, signal, ...texts).catch(error => {
      reopen()
      throw error
    })
  }
  return {
    shared: true,
    open: () => (opened ??= open()).catch(() => {}),
    load: signal => use('readonly', signal),
    exchange: (seen, next, signal) => use('readwrite', signal, seen, next),
  }
}

// getItem and setItem, sync or async. Where they are synchronous an exchange
// is one step in this page; where not, exchanges queue up. A setItem that hangs
// holds up the queue: what it writes late must not undo what followed it.
export const items = (storage, key, shared, owner) => {
  let queue = Promise.resolve()
  const then = (value, next) => value?.then ? value.then(next) : next(value)
  return {
    shared,
    owner,
    load: async () => asText(await storage().getItem(key)),
    exchange: (seen, next, signal) => {
      let isWriting
      const done = queue.then(() => then(storage().getItem(key), stored => {
        if (signal?.aborted || asText(stored) !== seen) return false
        isWriting = true
        return then(storage().setItem(key, next), () => true)
      }))
      const aborted = new Promise(resolve => signal?.addEventListener('abort', () => isWriting || resolve()))
      queue = Promise.race([done.catch(() => {}), aborted])
      return done
    },
  }
}

export const memory = (text = '') => ({
  load: async () => text,
  exchange: async (seen, next) => {
    const same = text === seen
    if (same) text = next
    return same
  },
})

// A storage that has to be loaded first.
export const later = load => ({
  shared: true,
  load: async signal => (await load()).load(signal),
  exchange: async (...what) => (await load()).exchange(...what),
})

// What forbids a storage where there is none, as the platform would.
export const forbid = () => {
  throw new DOMException('This storage is not available here', 'SecurityError')
}

// Forbidden from the start is not failed: the first is replaced by memory. What
// failed is tried again for two seconds, and at the next use: nobody knows then
// what is stored, so this rejects with what `failed` makes of the cause. `warn`
// hears of either, once.
export const resilient = (storage, warn, failed) => {
  let hasWorked
  let hasWarned
  // What may have been stored although that failed.
  const uncertain = new Set()
  const warnOnce = cause => {
    if (!hasWarned) warn(cause)
    hasWarned = true
  }
  const use = act => within(STORAGE_TIMEOUT_MS, async signal => {
    for (let attempt = 0; ; attempt++) {
      const used = storage
      try {
        const result = await act(used, signal)
        hasWorked = true
        return result
      } catch (cause) {
        if (!hasWorked && cause?.name == 'SecurityError') {
          if (used == storage) storage = memory()
          warnOnce(cause)
          continue
        }
        if (attempt == PAUSES_MS.length) throw cause
        await new Promise(resolve => setTimeout(resolve, PAUSES_MS[attempt]))
        if (signal?.aborted) throw cause
      }
    }
  }).catch(cause => {
    warnOnce(cause)
    throw failed(cause)
  })
  return {
    get shared() {
      return storage.shared
    },
    get owner() {
      return storage.owner
    },
    open: () => storage.open?.(),
    load: () => use((storage, signal) => storage.load(signal)),
    exchange: (seen, next) => {
      const mayBeStored = cause => {
        uncertain.add(next)
        throw cause
      }
      return use(async (storage, signal) => {
        const stored = await storage.exchange(seen, next, signal).catch(mayBeStored) || (uncertain.has(next) && await storage.load(signal) === next)
        if (!signal?.aborted) uncertain.clear()
        return stored
      }).catch(mayBeStored)
    },
  }
}

const asText = value => typeof value == 'string' ? value : ''

const STORE = 'records'

// A healthy storage takes a few milliseconds; one known browser never answered
// its first open.
const STORAGE_TIMEOUT_MS = 10_000

// Between the attempts.
const PAUSES_MS = [100, 400, 1600]
