// Web methods served: POST base/module/method, with a JSON list of arguments.

import { decode, encode, hasDate } from '../wire.js'
import { unanswered } from './answer.js'
import { REFUSED, isName, number, word } from './core.js'
import { BackendError, answer, numbered } from './error.js'
import { refuse } from './options.js'
import { tells } from './secrets.js'
import { markOf } from './web-method.js'

// What is served below a path, in the order of its numbers at the desk.
export const collected = (modules, base) => {
  if (typeof base != 'string' || !/^(\/[\w.~-]+)*$/.test(base)) refuse('base', 'a path that begins with a slash and ends without one')
  const methods = []
  for (const [module, exported] of Object.entries(modules ?? {})) {
    if (!isName(module, true)) refuse(`module "${module}"`, 'named by letters, digits, - and _')
    for (const [name, fn] of Object.entries(exported ?? {})) {
      const mark = markOf(fn)
      if (!mark) continue
      if (!isName(name, false)) refuse(`web method "${name}"`, 'named as a function is, and not as what every object has')
      methods.push({ module, name, fn, permission: mark.permission, what: `${module}.${name}` })
    }
  }
  return { base, methods, names: JSON.stringify(methods.map(({ module, name }) => [module, name])) }
}

export const service = (inside, { methods }, place) => {
  const { settings, desk } = inside

  // By address, what the desk let through last: the method, and how its content
  // type was written. The next like it need not be written down for the desk.
  const known = new Map()

  // The method that a request is for.
  const route = request => {
    const { method: verb, url, headers } = request
    const type = headers.get('content-type') ?? ''
    const length = headers.get('content-length')
    const last = known.get(url)
    if (last && verb == 'POST' && type == last.type && +length <= settings.body) return last.method
    const said = desk(at => at.route(place, verb, pathOf(url), type, length === null ? -1 : +length))
    if (word(said) == REFUSED) throw numbered(number(said))
    const method = methods[number(said)]
    if (known.size > MOST) known.clear()
    known.set(url, { method, type })
    return method
  }

  // What says how much it is has been weighed; as a text it comes quickest.
  const argumentsOf = request => (request.headers.has('content-length') ? request.text() : upTo(settings.body, request)).then(text => {
    const said = desk(at => at.examine(text))
    if (word(said) == REFUSED) throw numbered(number(said))
    return decode(text)
  })

  return request => {
    let method
    try {
      method = route(request)
    } catch (error) {
      return Promise.resolve(unanswered({ inside, what: () => `${request.method} ${pathOf(request.url)}` }, error))
    }
    return inside.answer(method.what, request, [], method.permission, handling => argumentsOf(request).then(given => {
      const result = method.fn(...given)
      return typeof result?.then == 'function' ? Promise.resolve(result).then(came => written(handling, came)) : written(handling, result)
    }))
  }
}

const written = ({ secrets }, result) => {
  const value = result === undefined ? {} : { result }
  // As quick as it goes, where there is nothing to look for.
  if (!secrets.length && !hasDate(value)) return Response.json(value, PLAIN)
  const text = encode(value)
  if (tells(text, secrets)) throw new BackendError('token_in_answer')
  return answer(200, text)
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
      await reader.cancel().catch(() => {})
      throw new BackendError('too_large')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

// Of an absolute URL, as every Request has it: without its origin and query.
export const pathOf = url => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''

// Addresses that are remembered: a query makes another of each.
const MOST = 1000
const PLAIN = { headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } }
