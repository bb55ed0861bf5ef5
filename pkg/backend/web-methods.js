// Web methods served: POST base/module/method, with a JSON list of arguments.

import { decode, encode } from '../wire.js'
import { pathOf, unanswered } from './response.js'
import { BackendError, answered } from './error.js'
import { refuse } from './options.js'
import { isMethodName, isModuleName } from './rules.js'
import { Handling } from './request-context.js'
import { tells } from './secrets.js'
import { markOf } from './web-method.js'

// The web methods among what these modules export.
export const collected = (modules, base) => {
  if (typeof base != 'string' || !/^(\/[\w.~-]+)*$/.test(base)) refuse('base', 'a path that starts with a slash and does not end with one', base)
  const methods = []
  for (const [module, exported] of Object.entries(modules ?? {})) {
    if (!isModuleName(module)) refuse(`modules["${module}"]`, 'named with letters, digits, - and _')
    for (const [name, fn] of Object.entries(exported ?? {})) {
      const mark = markOf(fn)
      if (!mark) continue
      if (!isMethodName(name)) refuse(`${module}.${name}`, 'named with an identifier that objects do not inherit')
      methods.push({ module, name, fn, permission: mark.permission })
    }
  }
  return methods
}

export const service = (inside, methods, registered) => {
  const { settings, withRules } = inside

  // By address, what was routed there last: the job, and how its content type was
  // written. The next like it need not be routed.
  const known = new Map()

  // The job that a request is for.
  const route = request => {
    const { method: verb, url, headers } = request
    const type = headers.get('content-type') ?? ''
    const length = headers.get('content-length')
    const last = known.get(url)
    if (last && verb == 'POST' && type == last.type && +length <= settings.body) return last.job
    const path = pathOf(url)
    const given = [`${verb}`, path, `${type}`, length === null ? undefined : +length]
    let code
    const index = withRules(rules => {
      const index = rules.route(registered.number, ...given)
      if (index === undefined) code = rules.refusal
      return index
    })
    if (code) throw new BackendError(code)
    const job = jobs[index]
    if (known.size > MOST) known.clear()
    known.set(url, { job, type })
    return job
  }

  // What says how much it is has been weighed; as a text it comes quickest.
  const read = ({ request }) => {
    if (request.bodyUsed || request.body?.locked) throw new BackendError('internal', undefined, READ_BEFORE)
    return request.headers.has('content-length') ? request.text() : upTo(settings.body, request)
  }

  const call = ({ job }, text) => {
    const code = withRules(rules => rules.checkArguments(text))
    if (code) throw new BackendError(code)
    const { fn } = job
    return fn(...decode(text))
  }

  const jobs = methods.map(({ module, name, fn, permission }) => ({ what: `${module}.${name}`, permission, fn, steps: [read, call, write] }))

  return request => {
    let job
    try {
      job = route(request)
    } catch (error) {
      return unanswered(new Handling(inside, {}, request), error)
    }
    return inside.answer(job, request)
  }
}

const write = ({ secrets }, result) => {
  const text = encode(result === undefined ? {} : { result })
  if (tells(text, secrets)) throw new BackendError('token_in_answer')
  return answered(text)
}

// What a page sends without saying how much it is.
const upTo = async (most, request) => {
  const decoder = new TextDecoder()
  let length = 0
  let text = ''
  for (const reader = request.body?.getReader(); reader;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      // The answer does not wait for that.
      reader.cancel().catch(() => {})
      throw new BackendError('too_large')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

// For the log, where another has read the arguments.
const READ_BEFORE = 'The body of the request was read before this handler, perhaps by a body parser: mount the handler before it, or pass a clone of the request. '

// Addresses that are remembered: a query makes another of each.
const MOST = 1000
