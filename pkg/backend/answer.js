// From a request to its answer: who calls, whether they may, what the handler
// says, and what became of it.

import { BackendError, refused, speaks } from './error.js'
import { ready, within } from './scope.js'
import { guarded, tells } from './secrets.js'
import { permits } from './web-method.js'

export const answering = inside => async (what, request, rest, permission, work) => {
  const secrets = new Set()
  let identity
  try {
    const authorization = request.headers.get('authorization')
    identity = inside.identify(authorization)
    if (identity instanceof Promise) identity = await identity
    const permitted = permits(permission, identity)
    if (permitted !== true && !await permitted) throw new BackendError('permission_denied')
    const place = ready()
    if (place instanceof Promise) await place
    const handling = { inside, identity, authorization, request, rest, elevated: [], secrets, open: true, tell: inside.tell }
    let response
    try {
      response = await within({ handling }, () => work(handling))
    } finally {
      handling.open = false
    }
    response = guarded(response, secrets)
    if (inside.listens) inside.tell({ type: 'answered', what: nameOf(what), status: response.status, identity, when: new Date() })
    return response
  } catch (error) {
    return unanswered(inside, what, identity instanceof Promise ? undefined : identity, error, secrets)
  }
}

// Why there is no answer, in words that tell nothing of what is behind.
export const unanswered = (inside, what, identity, thrown, secrets = new Set()) => {
  let error = thrown
  try {
    if (error instanceof Response) return guarded(error, secrets)
    if (speaks(error) && tells(`${error.code} ${error.message}`, secrets)) error = new BackendError('token_in_answer')
  } catch (refusal) {
    error = refusal
  }
  const response = speaks(error) ? error.toResponse() : refused(500, 'internal', 'Something went wrong.')
  const when = new Date()
  // Whoever listens hears the error itself, unless it quotes what nobody must hear.
  if (tells(said(error), secrets)) error = new BackendError('token_in_answer')
  if (response.status >= 500) inside.tell({ type: 'failed', what: nameOf(what), error, when })
  else inside.tell({ type: 'refused', what: nameOf(what), status: response.status, code: error.code, identity, when })
  return response
}

// All that an error and its causes say.
const said = error => {
  let text = ''
  for (let depth = 0; error != null && depth < 9; depth++, error = error.cause) text += `${error.stack ?? ''} ${error}\n`
  return text
}

// An endpoint's is written when somebody wants to know.
const nameOf = what => typeof what == 'string' ? what : what()
