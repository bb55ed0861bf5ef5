// A webhook of Wix: verified, handled once, as the app. The body of its request is a JWT
// that is signed with the app's key.
// https://dev.wix.com/docs/rest/articles/get-started/webhook-structure

import { eventOf } from './webhook/event.js'
import { memory } from './webhook/memory.js'
import { once } from './webhook/once.js'
import { verifier } from './webhook/token.js'

/**
 * A function that handles requests. It never rejects, and it says nothing of why it
 * refuses one: that is for the log.
 *
 * @param {import('./webhook-options.js').Ours} ours
 * @param {any} backend
 * @param {import('./webhook-options.js').Settings} settings
 */
export const receiver = (ours, backend, settings) => {
  const { AppContext, BackendError, jsonResponse, limitedText, runOutside } = ours
  const { appId, instanceId, sites, maxBody, handler, what } = settings
  const verify = verifier(settings)
  const store = settings.store ?? memory(settings.maxRemembered)

  const report = (event, context) => backend.report({ ...event, what, when: new Date() }, context)

  const refuse = reason => {
    throw new BackendError('webhook_refused', reason)
  }

  const read = async request => {
    if (request.bodyUsed) throw new TypeError('The body of the webhook was read before this handler, perhaps by a body parser: mount the handler before it.')
    if (request.method != 'POST') throw new BackendError('method_not_allowed')
    if (+request.headers.get('content-length') > maxBody) throw new BackendError('too_large')
    return limitedText(maxBody, request)
  }

  // The same decision as for the token of a caller. Wix signs which instance of the app
  // it is about.
  const isOurs = async (event, expiresAt) => {
    if (instanceId && event.instanceId !== instanceId) return false
    if (!sites) return true
    return await runOutside(sites, Object.freeze({ type: 'app', appId, clientId: appId, instanceId: event.instanceId, expiresAt })) === true
  }

  const accepted = async request => {
    const { claims, id, until, reason } = await verify(await read(request))
    if (!claims) return refuse(reason)
    const event = eventOf(claims)
    if (!event) return refuse('The data of the JWT is not that of a webhook.')
    if (!await isOurs(event, claims.exp)) return refuse('The event is of another site.')
    return { event, id, until }
  }

  const handle = async (request, rest) => {
    const { event, id, until } = await accepted(request)
    const context = new AppContext(backend, event.instanceId)
    const failed = error => report({ type: 'failed', error }, context)
    const failure = error => {
      failed(error)
      throw FAILED
    }
    const result = await once(store, id, until, () => context.run(handler, [event, ...rest]).catch(failure), failed)
    // draft-ietf-httpapi-idempotency-key-header-07 §2.6: a conflict while the first one is
    // processed. Wix sends it again.
    if (result == 'running') throw new BackendError('webhook_running')
    // Whatever was handled is acknowledged again, since Wix may not know that it was.
    if (result == 'repeated') report({ type: 'refused', status: 200, code: 'webhook_repeated' })
    else if (backend.hasLog) report({ type: 'answered', status: 200 })
    return jsonResponse('{}')
  }

  return async (request, rest) => {
    try {
      return await handle(request, rest)
    } catch (error) {
      if (error instanceof BackendError && error.status < 500) {
        const { status, code, cause: reason } = error
        report({ type: 'refused', status, code, ...(reason && { reason }) })
        return error.toResponse()
      }
      if (error !== FAILED) report({ type: 'failed', error })
      return new BackendError('internal').toResponse()
    }
  }

}

// The handler failed, and the log knows with what: Wix sends the webhook again.
const FAILED = Symbol('failed')
