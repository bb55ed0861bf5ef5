// A copy of a value for the log, without secrets.

// `value` is the very value where nothing in it is secret and all of it can be
// read; otherwise a copy without the secrets. `found` says whether there was one.
export const redacted = (value, secrets) => {
  const search = new Search(secrets)
  const copy = search.copy(value)
  return { value: search.changed ? copy : value, found: search.found }
}

class Search {
  found = false
  // Also if something cannot be read or searched: a log that reads or prints it would
  // fail, or receive what was not searched.
  changed = false
  #secrets
  #seen = new Map()
  #left = MAX_OBJECTS

  constructor(secrets) {
    // The longest first: one may be part of another.
    this.#secrets = [...secrets].sort((a, b) => b.length - a.length)
  }

  // Never throws.
  copy(value) {
    try {
      return this.#copy(value)
    } catch {
      return this.#replace('[unreadable]')
    }
  }

  #copy(value) {
    if (typeof value == 'string') return this.#text(value)
    if (typeof value == 'symbol') return this.#text(value.description ?? '') == (value.description ?? '') ? value : '[redacted]'
    if (value === null || (typeof value != 'object' && typeof value != 'function')) return value
    if (this.#seen.has(value)) return this.#seen.get(value)
    if (this.#left < 1) return this.#replace('[omitted]')
    this.#left--
    const tag = ({}).toString.call(value).slice(8, -1)
    if (OPAQUE.test(tag)) return this.#replace(`[${tag}]`)
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.#bytes(value)
    const isError = value instanceof Error || tag == 'Error' || tag == 'DOMException'
    const copy = isError ? new Error() : Array.isArray(value) ? [] : {}
    this.#seen.set(value, copy)
    this.#members(value, copy, isError ? namesOf(value) : Reflect.ownKeys(value))
    const parts = isError ? `${value}` : PARTS.get(tag)?.(value)
    if (parts !== undefined) this.#add(copy, parts)
    // What JSON.stringify would make of it.
    if (typeof value.toJSON == 'function') this.copy(value.toJSON())
    return copy
  }

  #members(value, copy, names) {
    for (const name of names) {
      if (Array.isArray(value) && name == 'length') continue
      let member
      try {
        member = this.copy(value[name])
      } catch {
        member = this.#replace('[unreadable]')
      }
      const enumerable = ({}).propertyIsEnumerable.call(value, name)
      Object.defineProperty(copy, this.copy(name), { value: member, enumerable, configurable: true, writable: true })
    }
  }

  // What a value has beside its members: a string, or a list of anything.
  #add(copy, parts) {
    const content = typeof parts == 'string' ? this.#text(parts) : []
    if (typeof parts != 'string') {
      for (const part of parts) {
        if (this.#left < 1) {
          this.#replace('[omitted]')
          break
        }
        content.push(this.copy(part))
      }
    }
    if (!(copy instanceof Error)) copy.content = content
  }

  #bytes(value) {
    const bytes = ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value)
    if (bytes.length > MAX_CHARACTERS) return this.#replace('[omitted]')
    const text = new TextDecoder('latin1').decode(bytes)
    return this.#text(text) == text ? bytes.slice() : '[redacted]'
  }

  #text(text) {
    if (text.length > MAX_CHARACTERS) return this.#text(text.slice(0, MAX_CHARACTERS)) + this.#replace('[omitted]')
    let left = text
    for (const secret of this.#secrets) if (left.includes(secret)) left = left.replaceAll(secret, '[redacted]')
    if (left != text) this.changed = this.found = true
    return left
  }

  #replace(text) {
    this.changed = true
    return text
  }
}

// The members of an error: its own, those of its prototype, and getters of a class that
// its author has derived.
const namesOf = error => {
  /** @type {Set<string | symbol>} */
  const names = new Set(['name', 'message', 'stack'])
  for (const name of ['cause', 'errors']) if (name in error) names.add(name)
  for (const name of Reflect.ownKeys(error)) names.add(name)
  for (let proto = Object.getPrototypeOf(error); proto && !BUILT_IN.has(proto); proto = Object.getPrototypeOf(proto)) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) if (get) names.add(name)
  }
  return names
}

// By tag: what has more than its members.
const PARTS = new Map(Object.entries({
  ...Object.fromEntries(['Map', 'Set', 'Headers', 'URLSearchParams', 'FormData'].map(tag => [tag, list => list])),
  Date: date => `${date}`,
  String: text => `${text}`,
  URL: url => url.href,
  RegExp: pattern => pattern.source,
  WeakRef: ref => [ref.deref()],
  Request: ({ method, url, headers }) => [method, url, headers],
  Response: ({ status, statusText, url, headers }) => [status, statusText, url, headers],
}))

// These cannot be read without waiting for them or using them up.
const OPAQUE = /^(Promise|WeakMap|WeakSet|Blob|File|\w*Stream|.*Iterator|(Async)?Generator)$/

const BUILT_IN = new Set([Object, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, DOMException].map(({ prototype }) => prototype))

// An error may refer to everything in a server: what is beyond these limits is left
// out.
const MAX_OBJECTS = 500
const MAX_CHARACTERS = 1_000_000
