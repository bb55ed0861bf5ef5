// From a request to its answer: who calls, whether they may, what the handler
// says, and what became of it. Nothing in here rejects, whatever a handler, a
// permission, a result or an error does when it is called or read. What is known
// at once is not waited for: each turn that a request waits costs as much as all
// that is decided here.

import { BackendError, isPlain, refused, speaks } from './error.js'
import { followed } from './body.js'
import { refuse } from './options.js'
import { redacted } from './redact.js'
import { Handling, eventual, outside, ready, within } from './request-context.js'
import { tells } from './secrets.js'
import { permits } from './web-method.js'

// A job says what to do: `steps`, each with what came of the one before, to a
// Response; `permission` for whom; and `what` is its name, if it has one.
export const answering = inside => (job, request, rest) => {
  const handling = new Handling(inside, job, request, rest)
  try {
    handling.authorization = authorizationOf(request)
    const identity = outside(inside.identify, handling.authorization)
    const place = ready()
    if (identity instanceof Promise || place instanceof Promise) return waited(handling, identity, place)
    handling.identity = identity
    return within(handling, handled, handling)
  } catch (error) {
    return unanswered(handling, error)
  }
}

// Of a server of Node's own, say, a request is none.
export const authorizationOf = request => {
  if (typeof request?.headers?.get != 'function') refuse('request', 'a Request', request)
  const authorization = request.headers.get('authorization')
  return typeof authorization == 'string' ? authorization : undefined
}

const waited = async (handling, ...both) => {
  try {
    [handling.identity] = await Promise.all(both)
  } catch (error) {
    return unanswered(handling, error)
  }
  return within(handling, handled, handling)
}

// Within the scope of what it handles.
const handled = async handling => {
  const { inside, job, identity } = handling
  let response
  try {
    const permitted = permits(job.permission, identity)
    if (permitted !== true && !await permitted) throw new BackendError('permission_denied', undefined, typeof job.permission == 'string' ? `Requires ${job.permission}. ` : '')
    let result
    for (const step of job.steps) {
      result = eventual(step(handling, result))
      // A turn that need not be waited for is not.
      if (result instanceof Promise) result = await result
    }
    handling.open = false
    response = await delivered(handling, result)
    if (inside.listens) tell(handling, { type: 'answered', status: response.status, identity })
  } catch (error) {
    return unanswered(handling, error)
  }
  return response
}

// A handler's answer, ready to be sent: searched for what was done as the app,
// and followed to its end, since what it streams may act as the caller until then.
// What is sent is what was examined.
const delivered = async (handling, response) => {
  if (isPlain(response)) {
    handling.ended = true
    return response
  }
  if (!isResponse(response)) throw new TypeError('A handler must return a Response.')
  if (response.bodyUsed) throw new TypeError('A handler returned a Response whose body was already read: read a clone() of it instead.')
  const { status, statusText, headers, body } = response
  // That of no network has 0, with which servers fail.
  if (!(status == 101 || status >= 200 && status <= 599)) throw new TypeError('A handler returned a Response that cannot be sent: Response.error().')
  const head = { status, statusText, headers: copied(headers), ...ofWorkers(response) }
  const { secrets } = handling
  if (secrets.length) {
    const all = [statusText, ...[...head.headers].flat()]
    if (all.some(text => tells(`${text}`, secrets))) throw new BackendError('token_in_answer')
  }
  const ended = () => {
    handling.ended = true
  }
  if (body === null || body === undefined) {
    ended()
    return isOurs(response) ? response : new Response(body, head)
  }
  // Nobody reads the body of an answer to HEAD.
  if (handling.request.method == 'HEAD') ended()
  return new Response(await followed(body, handling, ended, error => tell(handling, { type: 'failed', error })), head)
}

// By what it is, and not by its class: servers replace the global Response, and
// some fetch answers one of its own.
const isResponse = value =>
  ({}).toString.call(value) == '[object Response]' ||
  (typeof value == 'object' && Number.isInteger(value?.status) && typeof value.headers?.get == 'function' && typeof value.arrayBuffer == 'function')

// One that every server takes, and that can be waited for as it is.
const isOurs = response => response instanceof Response && !('then' in response)

// Headers of another make may join cookies by commas when they are listed, which
// no browser takes apart.
const copied = headers => {
  const own = new Headers(headers)
  const cookies = headers instanceof Headers ? [] : headers.getSetCookie?.() ?? []
  if (cookies.length) own.delete('set-cookie')
  for (const cookie of cookies) own.append('set-cookie', cookie)
  return own
}

// What a Worker's Response has beside.
const ofWorkers = response => {
  const more = {}
  for (const name of ['cf', 'encodeBody', 'webSocket']) if (response[name] !== undefined) more[name] = response[name]
  return more
}

// The answer to a request that failed, which says nothing of the server. Never
// rejects.
export const unanswered = async (handling, error) => {
  handling.open = false
  try {
    const response = carried(error, handling.secrets)
    if (response) {
      const sent = await delivered(handling, response)
      tell(handling, eventOf(handling, error, sent.status))
      return sent
    }
  } catch (failure) {
    error = failure
  }
  handling.ended = true
  tell(handling, { type: 'failed', error })
  return refused(500, 'internal', 'Internal error.')
}

// The answer that was thrown: a Response itself, or what an error says that it
// becomes, as ours do, and Hono's HTTPException. Where that cannot be found out,
// there is none.
const carried = (error, secrets) => {
  let token
  try {
    if (isResponse(error)) return error
    const ours = speaks(error)
    token = ours && tells(`${String(error.code)} ${String(error.message)}`, secrets)
    if (!token) {
      const response = ours ? error.toResponse() : typeof error?.getResponse == 'function' ? error.getResponse() : undefined
      return isResponse(response) ? response : undefined
    }
  } catch {
    return
  }
  throw new BackendError('token_in_answer')
}

const eventOf = ({ identity }, error, status) => {
  if (!speaks(error)) return { type: 'answered', status, identity }
  return status >= 500 ? { type: 'failed', error } : { type: 'refused', status, code: error.code, identity }
}

// Never throws. The log receives the error itself, unless there is a secret in it.
const tell = (handling, { type, ...event }) => {
  if ('error' in event) {
    const { value, found } = redacted(event.error, handling.secrets)
    event.error = found ? new BackendError('token_in_answer', value) : value
  }
  handling.inside.tell({ type, what: nameOf(handling), ...event, when: new Date() }, handling)
}

// Written when somebody wants to know.
const nameOf = ({ job, request }) => {
  try {
    return job.what || `${request.method} ${pathOf(request.url)}`
  } catch {
    return '(a request)'
  }
}

// Of an absolute URL, as every Request has it: without its origin and query.
export const pathOf = url => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''
