// From a request to its response: identifies the caller, checks the permission, runs
// the handler and checks what it returns. Nothing in here rejects, whatever a handler, a
// permission, a result or an error does when it is called or read, but with what a
// framework throws for itself. What is known at once is not awaited: each turn that a
// request waits costs as much as all that is decided here.

import { trackedBody } from './body.js'
import { BackendError, errorResponse, isOurError, isPlain } from './error.js'
import { frameworkException, hasSecret } from './framework-exception.js'
import { headersOf } from './headers-of.js'
import { refuse } from './options.js'
import { redacted } from './redact.js'
import { RequestContext, eventual, ready, runIn, runOutside } from './request-context.js'
import { contains } from './secrets.js'
import { isPermitted } from './web-method.js'

// An endpoint has `steps`, each of which gets the result of the one before, to a
// Response; the `permission` that it requires; a `name`, if it has one; and `inFramework`,
// if it rejects with what a framework throws for itself.
export const responder = backend => (endpoint, request, rest) => {
  const context = new RequestContext(backend, endpoint, request, rest)
  try {
    context.authorization = authorizationOf(request)
    const identity = runOutside(backend.identify, context.authorization)
    const storage = ready()
    if (identity instanceof Promise || storage instanceof Promise) return respondLater(context, identity, storage)
    context.identity = identity
    return runIn(context, respond, context)
  } catch (error) {
    return errorToResponse(context, error)
  }
}

// A request of a server of Node's own, for example, is no Request.
export const authorizationOf = request => {
  if (typeof request?.headers?.get != 'function') refuse('request', 'a Request', request)
  const authorization = request.headers.get('authorization')
  return typeof authorization == 'string' ? authorization : undefined
}

const respondLater = async (context, ...promises) => {
  try {
    [context.identity] = await Promise.all(promises)
  } catch (error) {
    return errorToResponse(context, error)
  }
  return runIn(context, respond, context)
}

// In the scope of its request context.
const respond = async context => {
  const { backend, endpoint, identity } = context
  let response
  try {
    const permitted = isPermitted(endpoint.permission, identity)
    if (permitted !== true && !await permitted) throw new BackendError('permission_denied', undefined, typeof endpoint.permission == 'string' ? `Requires ${endpoint.permission}. ` : '')
    let result
    for (const step of endpoint.steps) {
      result = eventual(step(context, result))
      // Awaited only where there is something to wait for.
      if (result instanceof Promise) result = await result
    }
    context.open = false
    response = await checkedResponse(context, result)
    if (backend.hasLog) report(context, { type: 'answered', status: response.status, identity })
  } catch (error) {
    return errorToResponse(context, error)
  }
  return response
}

// A handler's response, ready to be sent: searched for secrets of the app, and followed
// to its end, since what it streams may act as the caller until then. What was searched
// is what is sent.
const checkedResponse = async (context, response) => {
  if (isPlain(response)) {
    context.ended = true
    return response
  }
  if (!isResponse(response)) throw new TypeError('A handler must return a Response.')
  if (response.bodyUsed) throw new TypeError('A handler returned a Response whose body was already read: read a clone() of it instead.')
  const { status, statusText, body } = response
  // A network error has status 0, with which servers fail.
  if (!(status == 101 || status >= 200 && status <= 599)) throw new TypeError('A handler returned a Response that cannot be sent: Response.error().')
  const init = { status, statusText, headers: headersOf(response), ...workersInit(response) }
  const { secrets } = context
  if (secrets.length) {
    const all = [statusText, ...[...init.headers].flat()]
    if (all.some(text => contains(`${text}`, secrets))) throw new BackendError('token_in_answer')
  }
  const onEnd = () => {
    context.ended = true
  }
  if (body === null || body === undefined) {
    onEnd()
    return canBeSent(response) ? response : new Response(body, init)
  }
  // Nobody reads the body of a response to HEAD.
  if (context.request.method == 'HEAD') onEnd()
  return new Response(await trackedBody(body, context, onEnd, error => report(context, { type: 'failed', error })), init)
}

// By its members, and not by its class: servers replace the global Response, and some
// fetch returns one of another class.
const isResponse = value =>
  ({}).toString.call(value) == '[object Response]' ||
  (typeof value == 'object' && Number.isInteger(value?.status) && typeof value.headers?.get == 'function' && typeof value.arrayBuffer == 'function')

// Whether every server accepts it, and `await` leaves it as it is.
const canBeSent = response => response instanceof Response && !('then' in response)

// The members that only a Worker's Response has.
const workersInit = response => {
  const init = {}
  for (const name of ['cf', 'encodeBody', 'webSocket']) if (response[name] !== undefined) init[name] = response[name]
  return init
}

// The response to a request that failed. It reveals nothing of the server. Rejects only
// with what a framework throws for itself.
export const errorToResponse = async (context, error) => {
  context.open = false
  let exception = context.endpoint.inFramework && frameworkException(error)
  if (exception) {
    try {
      await checkException(context, exception, error)
    } catch (failure) {
      error = failure
      exception = undefined
    }
  }
  if (exception) throw error
  try {
    const response = thrownResponse(error, context.secrets)
    if (response) {
      const checked = await checkedResponse(context, response)
      report(context, eventOf(context, error, checked.status))
      return checked
    }
  } catch (failure) {
    error = failure
  }
  context.ended = true
  report(context, { type: 'failed', error })
  return errorResponse(500, 'internal', 'Internal error.')
}

// The framework gets no secret of the app either: neither in what the exception says nor
// in the Response that it carries.
const checkException = async (context, exception, error) => {
  const { status, res } = exception
  if (hasSecret(exception, context.secrets)) throw new BackendError('token_in_answer')
  if (res) error.res = await checkedResponse(context, res)
  else context.ended = true
  if (status && context.backend.hasLog) report(context, { type: 'answered', status, identity: context.identity })
}

// The response that was thrown: a Response itself, or what an error makes of itself, as
// ours do. There is none where that cannot be found out.
const thrownResponse = (error, secrets) => {
  let hasSecret
  try {
    if (isResponse(error)) return error
    const isOurs = isOurError(error)
    hasSecret = isOurs && contains(`${String(error.code)} ${String(error.message)}`, secrets)
    if (!hasSecret) {
      const response = isOurs ? error.toResponse() : typeof error?.getResponse == 'function' ? error.getResponse() : undefined
      return isResponse(response) ? response : undefined
    }
  } catch {
    return
  }
  throw new BackendError('token_in_answer')
}

const eventOf = ({ identity }, error, status) => {
  if (!isOurError(error)) return { type: 'answered', status, identity }
  return status >= 500 ? { type: 'failed', error } : { type: 'refused', status, code: error.code, identity }
}

// Never throws. The log receives the error itself, unless there is a secret in it.
const report = (context, { type, ...event }) => {
  if ('error' in event) {
    const { value, found } = redacted(event.error, context.secrets)
    event.error = found ? new BackendError('token_in_answer', value) : value
  }
  context.backend.report({ type, what: nameOf(context), ...event, when: new Date() }, context)
}

// Made only for a log.
const nameOf = ({ endpoint, request }) => {
  try {
    return endpoint.name || `${request.method} ${pathOf(request.url)}`
  } catch {
    return '(a request)'
  }
}

// The path of an absolute URL, as every Request has it.
export const pathOf = url => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''
