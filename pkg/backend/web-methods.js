// Web methods over HTTP: POST base/module/method, with a JSON array of arguments.

import { decode, encode } from '../wire.js'
import { BackendError, jsonResponse } from './error.js'
import { refuse } from './options.js'
import { RequestContext } from './request-context.js'
import { errorToResponse, pathOf } from './response.js'
import { isMethodName, isModuleName } from './rules.js'
import { contains } from './secrets.js'
import { markOf } from './web-method.js'

// The web methods among what these modules export.
export const webMethodsOf = (modules, base) => {
  if (typeof base != 'string' || !/^(\/[\w.~-]+)*$/.test(base)) refuse('base', 'a path that starts with a slash and does not end with one', base)
  const methods = []
  if (!isObject(modules)) refuse('modules', 'an object with modules by name', modules)
  for (const [module, exported] of Object.entries(modules)) {
    const option = `modules["${module}"]`
    if (!isModuleName(module)) refuse(option, 'named with letters, digits, - and _')
    // As from import() without await, or from a lazy glob import.
    if (!isObject(exported) || typeof exported.then == 'function') refuse(option, 'a module that has been imported', exported, isObject(exported) && 'a promise')
    for (const [name, fn] of Object.entries(exported)) {
      const mark = markOf(fn)
      if (!mark) continue
      if (!isMethodName(name)) refuse(`${module}.${name}`, 'named with an identifier that objects do not inherit')
      methods.push({ module, name, fn, permission: mark.permission })
    }
  }
  return methods
}

const isObject = value => typeof value == 'object' && !!value

// A function that handles the requests of these web methods. `routes.number` is the
// number by which the rules know their base path.
/** @param {{ settings: any, withRules: import('./instance.js').WithRules, respond?: any }} backend @param {any[]} methods @param {{ number?: number }} routes */
export const webMethodHandler = (backend, methods, routes) => {
  const { settings, withRules } = backend

  // By URL: the endpoint of the last request that was routed there, and its content
  // type as it was written. The next request like it need not be routed.
  const routed = new Map()

  // The endpoint that a request is for.
  const route = request => {
    const { method: verb, url, headers } = request
    const type = headers.get('content-type') ?? ''
    const length = headers.get('content-length')
    const last = routed.get(url)
    if (last && verb == 'POST' && type == last.type && +length <= settings.maxBody) return last.endpoint
    const args = /** @type {const} */ ([`${verb}`, pathOf(url), `${type}`, length === null ? undefined : +length])
    let code
    const index = withRules(rules => {
      const index = rules.route(routes.number, ...args)
      if (index === undefined) code = rules.refusal
      return index
    })
    if (code) throw new BackendError(code)
    const endpoint = endpoints[index]
    if (routed.size > MAX_ROUTED) routed.clear()
    routed.set(url, { endpoint, type })
    return endpoint
  }

  // The length of a body with Content-Length was checked; `text()` reads it fastest.
  const read = ({ request }) => {
    if (request.bodyUsed || request.body?.locked) throw new BackendError('internal', undefined, ALREADY_READ)
    return request.headers.has('content-length') ? request.text() : limitedText(settings.maxBody, request)
  }

  const call = ({ endpoint }, text) => {
    const body = encoder.encode(text)
    const code = withRules(rules => rules.checkArguments(body))
    if (code) throw new BackendError(code)
    const { fn } = endpoint
    return fn(...decode(text))
  }

  const endpoints = methods.map(({ module, name, fn, permission }) => ({ name: `${module}.${name}`, permission, fn, steps: [read, call, write] }))

  return request => {
    let endpoint
    try {
      endpoint = route(request)
    } catch (error) {
      return errorToResponse(new RequestContext(backend, {}, request), error)
    }
    return backend.respond(endpoint, request)
  }
}

const write = ({ secrets }, result) => {
  const text = encode(result === undefined ? {} : { result })
  if (contains(text, secrets)) throw new BackendError('token_in_answer')
  return jsonResponse(text)
}

// The text of a body without Content-Length, if it is not too large.
export const limitedText = async (maxBytes, request) => {
  const decoder = new TextDecoder()
  let length = 0
  let text = ''
  for (const reader = request.body?.getReader(); reader;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      // The response does not wait for that.
      reader.cancel().catch(() => {})
      throw new BackendError('too_large')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

// For the log, if other code has read the arguments.
const ALREADY_READ = 'The body of the request was read before this handler, perhaps by a body parser: mount the handler before it, or pass a clone of the request. '

const encoder = new TextEncoder()

// URLs that are remembered: each query makes another one.
const MAX_ROUTED = 1000
