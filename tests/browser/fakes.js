// What tests put in the place of what a browser has.

export const sleep = (milliseconds, value) => new Promise(resolve => setTimeout(resolve, milliseconds, value))

export const resolved = value => Promise.resolve(value)

// What becomes of a promise within a few milliseconds: [whether, what].
export const soon = promise => Promise.race([
  promise.then(value => ['fulfilled', value], reason => ['rejected', reason]),
  sleep(30).then(() => ['pending']),
])

// A storage of texts. `late`: milliseconds before it answers, synchronous
// without. It fails while `broken` is true, and hangs while it is "hangs".
export const fakeStorage = late => {
  const texts = new Map()
  const answer = act => {
    if (fake.broken == 'hangs') return new Promise(() => {})
    if (fake.broken) throw new DOMException('no storage here', 'SecurityError')
    return late === undefined ? act() : sleep(late).then(act)
  }
  const fake = {
    broken: false,
    texts,
    getItem: key => answer(() => texts.get(key) ?? null),
    setItem: (key, text) => answer(() => void texts.set(key, text)),
    removeItem: key => answer(() => void texts.delete(key)),
  }
  return fake
}

export const breakStorage = (fake, how) => {
  fake.broken = how
}

export const giver = value => () => value

// Warnings, as they come.
export const listener = () => {
  const heard = []
  const listen = (...news) => heard.push(news)
  return Object.assign(listen, { heard })
}

// Puts a value in the place of a member of a global; answers what undoes it.
export const replace = (target, name, value) => {
  const own = Object.getOwnPropertyDescriptor(target, name)
  Object.defineProperty(target, name, { value, configurable: true, writable: true })
  return () => {
    if (own) Object.defineProperty(target, name, own)
    else delete target[name]
  }
}

// Locks that nobody may use.
export const forbiddenLocks = name => ({
  request: () => Promise.reject(new DOMException('not here', name)),
})

// In the place of AbortSignal.timeout: as if time passed faster.
export const shorter = milliseconds => {
  const real = AbortSignal.timeout
  return () => real.call(AbortSignal, milliseconds)
}

// In the place of setTimeout: seconds pass in a moment.
export const hasty = () => {
  const real = setTimeout
  return (act, milliseconds, ...rest) => real(act, milliseconds > 1000 ? 30 : milliseconds, ...rest)
}

// What is in a database, by its own means.
export const peek = (name, key) => new Promise((resolve, reject) => {
  const open = indexedDB.open(name)
  open.onerror = () => reject(open.error)
  open.onsuccess = () => {
    const get = open.result.transaction('records').objectStore('records').get(key)
    get.onsuccess = () => {
      open.result.close()
      resolve(get.result)
    }
  }
})

export const poke = (name, key, value) => new Promise((resolve, reject) => {
  const open = indexedDB.open(name)
  open.onerror = () => reject(open.error)
  open.onsuccess = () => {
    const transaction = open.result.transaction('records', 'readwrite')
    transaction.objectStore('records').put(value, key)
    transaction.oncomplete = () => {
      open.result.close()
      resolve()
    }
  }
})

export const deleteDatabase = name => new Promise((resolve, reject) => {
  const request = indexedDB.deleteDatabase(name)
  request.onsuccess = () => resolve()
  request.onerror = () => reject(request.error)
})

// A fetch that answers this, and keeps what it was called with.
export const fetchSpy = (...answers) => {
  const seen = []
  const fetch = (...request) => {
    seen.push(request)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return typeof answer == 'function' ? answer(...request) : Promise.resolve(answer)
  }
  return Object.assign(fetch, { seen })
}

export const rejecting = reason => () => Promise.reject(reason)

export const endless = () => new Promise(() => {})

export const response = (status, body, headers) => new Response(body, { status, headers })

// What a fetch was called with, as a text per call: "URL and init" or "Request",
// then method, path, authorization and body.
export const seen = async spy => Promise.all(spy.seen.map(async ([input, init]) => {
  const shape = input instanceof Request ? 'Request' : 'URL'
  const request = new Request(input, init)
  const { pathname } = new URL(request.url)
  const body = await request.clone().text()
  return [shape, request.method, pathname, request.headers.get('authorization'), body].join(' ').trim()
}))

export const event = type => new Event(type)

export const pageshow = persisted => Object.assign(new Event('pageshow'), { persisted })
