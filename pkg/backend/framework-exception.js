// What the functions of a framework throw to say redirect, not found or another status.
// The framework itself makes the response, so an endpoint rejects with that very value.
//
// Only these forms count, each to the letter. None of them can come out of JSON, so data
// that a handler received, and throws, is never one: it would end a process whose server
// handles no rejection.

import { contains } from './secrets.js'

/**
 * @typedef {object} FrameworkException
 * @property {number | undefined} status that the framework will send, if it will send any
 * @property {string[]} texts that it will send, or a part of
 * @property {any} [res] the Response that it will send, if it has one
 */

// Never throws.
/** @param {any} error @returns {FrameworkException | undefined} */
export const frameworkException = error => {
  try {
    if (Object(error) !== error) return
    return isError(error) ? ofNext(error) ?? ofHono(error) : ofSvelteKit(error)
  } catch {}
}

/** @param {FrameworkException} exception @param {readonly string[]} secrets */
export const hasSecret = ({ texts }, secrets) => texts.some(text => contains(text, secrets))

const isError = value => ({}).toString.call(value) == '[object Error]'

// redirect(), permanentRedirect(), notFound(), forbidden(), unauthorized(), and what a
// route throws that cannot be rendered before there is a request. They are what
// unstable_rethrow of next/navigation passes on.
const ofNext = error => {
  const { digest } = error
  if (typeof digest != 'string') return
  const [, status = undefined] = /^NEXT_REDIRECT;(?:push|replace);[^]*;(30[378]);$/.exec(digest) ?? /^NEXT_HTTP_ERROR_FALLBACK;(40[134])$/.exec(digest) ?? []
  if (status || OF_RENDERING.has(digest)) return { status: status && +status, texts: [digest] }
}

const OF_RENDERING = new Set(['DYNAMIC_SERVER_USAGE', 'BAILOUT_TO_CLIENT_SIDE_RENDERING', 'HANGING_PROMISE_REJECTION', 'NEXT_PRERENDER_INTERRUPTED'])

// HTTPException, with a Response (`res`) or without.
const ofHono = error => {
  const { status, res, message } = error
  if (!Object.hasOwn(error, 'res') || !isStatus(status, 200, 599)) return
  if (Object.hasOwn(error, 'getResponse') || typeof error.getResponse != 'function') return
  return { status, texts: [`${message}`], res }
}

// redirect() and error(): instances of classes that are no errors, with these members
// and no others.
const ofSvelteKit = value => {
  // What JSON makes has no prototype that has one.
  if (!Object.getPrototypeOf(Object.getPrototypeOf(value))) return
  const { status, location, body } = value
  switch (Reflect.ownKeys(value).join()) {
    case 'status,location':
      if (isStatus(status, 300, 308) && typeof location == 'string') return { status, texts: [location] }
      break
    case 'status,body':
      if (isStatus(status, 400, 599) && typeof body?.message == 'string') return { status, texts: [JSON.stringify(body)] }
  }
}

const isStatus = (value, least, most) => Number.isInteger(value) && value >= least && value <= most
