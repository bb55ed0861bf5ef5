// What tests put in the place of what a browser has.

export const sleep = (milliseconds, value) => new Promise(resolve => setTimeout(resolve, milliseconds, value))

export const resolved = value => Promise.resolve(value)

// What becomes of a promise within a few milliseconds: [whether, what].
export const soon = promise => Promise.race([
  promise.then(value => ['fulfilled', value], reason => ['rejected', reason]),
  sleep(30).then(() => ['pending']),
])

// A storage of texts. `late`: milliseconds before it answers, synchronous
// without. `broken`: true forbids it; a name of an error is thrown; a number is
// how often it fails yet; while it is "hangs" nothing is answered, and while it
// is "hangs writing" no write is. What hangs goes on with `goOn`. `deceives`:
// what it says to have failed to write is written.
export const fakeStorage = late => {
  const texts = new Map()
  const hanging = []
  const answer = (act, isWrite) => {
    const { broken } = fake
    if (broken === 'hangs' || (isWrite && broken === 'hangs writing')) {
      return new Promise(resolve => hanging.push(() => resolve(act())))
    }
    if (broken && broken !== 'hangs writing' && (isWrite || !fake.deceives)) {
      if (fake.deceives) act()
      const isCount = typeof broken == 'number'
      if (isCount) fake.broken--
      throw new DOMException('it fails', isCount ? 'InvalidStateError' : broken === true ? 'SecurityError' : broken)
    }
    return late === undefined ? act() : sleep(late).then(act)
  }
  const fake = {
    broken: false,
    deceives: false,
    texts,
    hanging,
    getItem: key => answer(() => texts.get(key) ?? null),
    setItem: (key, text) => answer(() => void texts.set(key, text), true),
    removeItem: key => answer(() => void texts.delete(key)),
  }
  return fake
}

export const goOn = fake => {
  fake.broken = false
  for (const act of fake.hanging.splice(0)) act()
}

export const deceive = fake => {
  fake.deceives = true
}

// Makes an error of the cause, as the package does.
export const failure = cause => Object.assign(new Error('failed'), { cause })

// Ways in which IndexedDB fails: each undone by what it returns. `times`: how
// often yet.
export const breakIndexedDb = (way, times) => {
  const [of, name, broken] = WAYS[way]
  const real = of.prototype[name]
  return replace(of.prototype, name, function (...given) {
    return times-- > 0 ? broken.call(this, real, given) : real.apply(this, given)
  })
}

// As where a user blocks cookies.
export const forbidLocalStorage = () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: thrower('SecurityError') })
  return () => Object.defineProperty(globalThis, 'localStorage', real)
}

const thrower = name => () => {
  throw new DOMException('it fails', name)
}

const WAYS = {
  'open throws UnknownError': [IDBFactory, 'open', thrower('UnknownError')],
  'open fails': [IDBFactory, 'open', () => {
    const request = { error: new DOMException('it fails', 'UnknownError') }
    setTimeout(() => request.onerror())
    return request
  }],
  'a transaction throws InvalidStateError': [IDBDatabase, 'transaction', thrower('InvalidStateError')],
  'the connection was closed': [IDBDatabase, 'transaction', function (real, given) {
    this.close()
    return real.apply(this, given)
  }],
  'a read is aborted': [IDBObjectStore, 'get', function (real, given) {
    const request = real.apply(this, given)
    this.transaction.abort()
    return request
  }],
  'a write is aborted': [IDBObjectStore, 'put', function (real, given) {
    const request = real.apply(this, given)
    this.transaction.abort()
    return request
  }],
  'open hangs': [IDBFactory, 'open', () => ({})],
  'a transaction hangs': [IDBDatabase, 'transaction', () => ({ objectStore: () => ({ get: () => ({}) }), abort() {} })],
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

// Locks that are never granted, nor refused.
export const unansweringLocks = () => ({ request: () => new Promise(() => {}) })

export const dispatchToDocument = event => document.dispatchEvent(event)

// In the place of setTimeout: whatever is not short passes twenty times faster.
export const hasty = () => {
  const real = setTimeout
  return (act, milliseconds, ...rest) => real(act, milliseconds < 100 ? milliseconds : milliseconds / 20, ...rest)
}

// As if that many milliseconds passed at each look at the clock.
export const frozen = milliseconds => {
  const real = performance.now.bind(performance)
  let passed = 0
  return replace(performance, 'now', () => real() + (passed += milliseconds))
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

// Resolves once what `make` makes was collected; undefined in an engine that
// does not collect on demand.
export const collected = make => {
  const { gc } = globalThis
  return gc && new Promise(resolve => {
    const made = new WeakRef(make())
    const timer = setInterval(() => {
      gc()
      if (made.deref()) return
      clearInterval(timer)
      resolve()
    }, 10)
  })
}

// Fulfilled once everybody who listens has been given what is said: the last to open a channel
// is the last to get a message (HTML 9.5).
export const delivered = (name, say, message) => new Promise(resolve => {
  const last = new BroadcastChannel(name)
  last.onmessage = () => resolve(last.close())
  say(message)
})
