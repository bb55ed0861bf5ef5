// The body of a response: read in the scope of its request, searched for secrets, and
// followed to its end.

import { BackendError } from './error.js'
import { runIn } from './request-context.js'
import { contains } from './secrets.js'

// Bytes, if all of the body can be read at once (that is, if it was made of a string or
// of bytes), else a stream. `onEnd` is called when it has ended, however it ends,
// `onFailure` with what it failed with.
export const trackedBody = async (body, context, onEnd, onFailure) => {
  const reader = readerOf(body)
  const readInScope = () => reader.read()
  const read = () => {
    const next = { promise: runIn(context, readInScope) }
    next.promise.then(result => next.result = result, error => next.failure = { error })
    return next
  }
  // The source learns that the rest is not wanted.
  const cancel = async reason => reader.cancel(reason)
  const pieces = []
  let next = read()
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await undefined
    if (next.failure) throw next.failure.error
    if (!next.result) continue
    if (next.result.done) break
    pieces.push(bytesOf(next.result.value))
    next = read()
  }
  if (next.result?.done) {
    const bytes = joined(pieces)
    if (context.secrets.length && contains(LATIN1.decode(bytes), context.secrets)) throw new BackendError('token_in_answer')
    onEnd()
    return bytes
  }
  const filter = secretFilter(context)
  const nextPiece = async () => {
    if (pieces.length) return { value: pieces.shift() }
    const { promise } = next ?? read()
    next = undefined
    const { done, value } = await promise
    return { done, value: done ? undefined : bytesOf(value) }
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        for (let hasPassed = false; !hasPassed;) {
          const { done, value } = await nextPiece()
          const piece = done ? filter.rest() : filter.pass(value)
          hasPassed = done || piece !== undefined
          if (piece !== undefined) controller.enqueue(piece)
          if (!done) continue
          onEnd()
          controller.close()
        }
      } catch (error) {
        onEnd()
        onFailure(error)
        runIn(context, cancel, error).catch(() => {})
        throw error
      }
    },
    cancel(reason) {
      onEnd()
      return runIn(context, cancel, reason)
    },
  }, { highWaterMark: 0 })
}

// The body of a Response of another class may be a stream of Node's.
const readerOf = body => {
  if (typeof body.getReader == 'function') return body.getReader()
  const iterator = body[Symbol.asyncIterator]()
  return { read: () => iterator.next(), cancel: reason => iterator.return?.(reason) }
}

// Passes the bytes that cannot be a part of a secret any more.
const secretFilter = context => {
  let rest
  return {
    pass(piece) {
      const { secrets } = context
      if (!secrets.length && !rest) return piece
      const bytes = rest ? joined([rest, piece]) : piece
      const text = LATIN1.decode(bytes)
      if (contains(text, secrets)) throw new BackendError('token_in_answer')
      const end = bytes.length - partialLength(text, secrets)
      rest = end < bytes.length ? bytes.slice(end) : undefined
      return end ? bytes.subarray(0, end) : undefined
    },
    rest: () => rest,
  }
}

// How many characters at the end of a text may be the beginning of a secret.
const partialLength = (text, secrets) => {
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
  let offset = 0
  for (const piece of pieces) {
    all.set(piece, offset)
    offset += piece.length
  }
  return all
}

// Each byte is a character.
const LATIN1 = new TextDecoder('latin1')
// Turns of the microtask queue within which a body of a string or of bytes has been
// read. A stream loses nothing by them: they take microseconds.
const MAX_TURNS = 12
