// Where a record is kept: one text under one key.
//
// Every kind answers two questions. `load()`: the text, or an empty one.
// `exchange(seen, next)`: stores `next` if `seen` is still what is stored, in
// one step that nobody can come between; false if something else is stored.

import { within } from './time.js'

export const indexedDb = (key, name = 'fetch-with-auth') => {
  let opened
  const open = () => new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = request.onblocked = () => reject(request.error)
    request.onsuccess = () => {
      const database = request.result
      database.onclose = database.onversionchange = () => {
        database.close()
        opened = undefined
      }
      resolve(database)
    }
  })
  const transact = async (mode, seen, next) => {
    const transaction = (await (opened ??= open())).transaction(STORE, mode)
    return new Promise((resolve, reject) => {
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
    })
  }
  // A connection that the browser lost is opened again, once.
  const twice = (...what) => transact(...what).catch(() => {
    opened = undefined
    return transact(...what)
  })
  return {
    shared: true,
    load: () => twice('readonly'),
    exchange: (seen, next) => twice('readwrite', seen, next),
  }
}

// getItem and setItem, sync or async. Where they are synchronous an exchange
// is one step in this page; where not, exchanges queue up.
export const items = (storage, key, shared) => {
  let queue = Promise.resolve()
  const then = (value, next) => value?.then ? value.then(next) : next(value)
  return {
    shared,
    load: async () => asText(await storage().getItem(key)),
    exchange: (seen, next) => {
      const done = queue.then(() => then(storage().getItem(key), stored => {
        return asText(stored) === seen && then(storage().setItem(key, next), () => true)
      }))
      queue = done.catch(() => {})
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
  load: async () => (await load()).load(),
  exchange: async (...what) => (await load()).exchange(...what),
})

// A storage that fails is replaced by memory, once, with what it last said;
// a storage that hangs has failed.
export const resilient = (storage, warn) => {
  let last
  const use = async act => {
    const used = storage
    try {
      return await within(PATIENCE, () => act(used))
    } catch (cause) {
      if (used == storage) {
        storage = memory(last)
        warn(cause)
      }
      return act(storage)
    }
  }
  return {
    get shared() {
      return storage.shared
    },
    load: async () => last = await use(storage => storage.load()),
    exchange: async (seen, next) => {
      last = seen
      const stored = await use(storage => storage.exchange(seen, next))
      if (stored) last = next
      return stored
    },
  }
}

const asText = value => typeof value == 'string' ? value : ''

const STORE = 'records'

// Milliseconds. A healthy storage takes a few; one known browser never
// answered its first open.
const PATIENCE = 10_000
