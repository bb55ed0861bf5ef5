// The body of an answer, handed on: read within the scope of its request,
// searched for what must not be in it, and followed to its end.

import { BackendError } from './error.js'
import { within } from './request-context.js'
import { tells } from './secrets.js'

// Bytes, if the body is all there (which is to say that it was made of a text or
// of bytes), or else a stream. `ended` is called when it has ended, however it
// ends, `failed` with what it failed with.
export const followed = async (body, handling, ended, failed) => {
  const reader = readerOf(body)
  const readHere = () => reader.read()
  const read = () => {
    const asked = { promise: within(handling, readHere) }
    asked.promise.then(result => asked.result = result, error => asked.failure = { error })
    return asked
  }
  // Its source learns that the rest is not wanted.
  const abandon = async reason => reader.cancel(reason)
  const pieces = []
  let asked = read()
  for (let turn = 0; turn < TURNS; turn++) {
    await undefined
    if (asked.failure) throw asked.failure.error
    if (!asked.result) continue
    if (asked.result.done) break
    pieces.push(bytesOf(asked.result.value))
    asked = read()
  }
  if (asked.result?.done) {
    const bytes = joined(pieces)
    if (handling.secrets.length && tells(LATIN.decode(bytes), handling.secrets)) throw new BackendError('token_in_answer')
    ended()
    return bytes
  }
  const sieve = sieveOf(handling)
  const next = async () => {
    if (pieces.length) return { value: pieces.shift() }
    const { promise } = asked ?? read()
    asked = undefined
    const { done, value } = await promise
    return { done, value: done ? undefined : bytesOf(value) }
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        for (let handedOn = false; !handedOn;) {
          const { done, value } = await next()
          const piece = done ? sieve.rest() : sieve.through(value)
          handedOn = done || piece !== undefined
          if (piece !== undefined) controller.enqueue(piece)
          if (!done) continue
          ended()
          controller.close()
        }
      } catch (error) {
        ended()
        failed(error)
        within(handling, abandon, error).catch(() => {})
        throw error
      }
    },
    cancel(reason) {
      ended()
      return within(handling, abandon, reason)
    },
  }, { highWaterMark: 0 })
}

// A body of another make may be a stream of Node's.
const readerOf = body => {
  if (typeof body.getReader == 'function') return body.getReader()
  const iterator = body[Symbol.asyncIterator]()
  return { read: () => iterator.next(), cancel: reason => iterator.return?.(reason) }
}

// Lets through what cannot belong to a secret any more, of bytes.
const sieveOf = handling => {
  let kept
  return {
    through(piece) {
      const { secrets } = handling
      if (!secrets.length && !kept) return piece
      const bytes = kept ? joined([kept, piece]) : piece
      const text = LATIN.decode(bytes)
      if (tells(text, secrets)) throw new BackendError('token_in_answer')
      const end = bytes.length - beginning(text, secrets)
      kept = end < bytes.length ? bytes.slice(end) : undefined
      return end ? bytes.subarray(0, end) : undefined
    },
    rest: () => kept,
  }
}

// How many characters at the end of a text may be the beginning of a secret.
const beginning = (text, secrets) => {
  let longest = 0
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length--) {
      if (secret.startsWith(text.slice(-length))) longest = length
    }
  }
  return longest
}

const bytesOf = piece => {
  if (typeof piece == 'string') return new TextEncoder().encode(piece)
  if (ArrayBuffer.isView(piece)) return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength)
  if (({}).toString.call(piece) == '[object ArrayBuffer]') return new Uint8Array(piece)
  throw new TypeError('The stream of a response must yield bytes or strings.')
}

const joined = pieces => {
  if (pieces.length == 1) return pieces[0]
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

// Each byte a character.
const LATIN = new TextDecoder('latin1')
// Turns of the microtask queue within which a body that is all there has been
// read. A stream loses nothing by them: they take microseconds.
const TURNS = 12
