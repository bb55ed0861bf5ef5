// From a request to its answer: who calls, whether they may, what the handler
// says, and what became of it. What is known at once is not waited for: each
// turn that a request waits costs as much as all that is decided here.

import { BackendError, refused, speaks } from './error.js'
import { refuse } from './options.js'
import { ready, within } from './scope.js'
import { guarded, tells } from './secrets.js'
import { permits } from './web-method.js'

export const answering = inside => (what, request, rest, permission, work) => {
  const handling = {
    inside,
    what,
    request,
    rest,
    authorization: undefined,
    identity: undefined,
    open: true,
    // What was done as the app, and the tokens with which: most often nothing.
    elevated: NONE,
    secrets: NONE,
  }
  try {
    handling.authorization = authorizationOf(request)
    let permitted = inside.identify(handling.authorization)
    if (permitted instanceof Promise) {
      permitted = permitted.then(identity => permits(permission, handling.identity = identity))
    } else {
      permitted = permits(permission, handling.identity = permitted)
      if (permitted === false) throw new BackendError('permission_denied')
    }
    const place = ready()
    if (permitted === true && !(place instanceof Promise)) return handled(handling, work)
    return waited(handling, permitted, place, work)
  } catch (error) {
    return Promise.resolve(unanswered(handling, error))
  }
}

// Of a server of Node's own, say, a request is none.
export const authorizationOf = request =>
  typeof request?.headers?.get == 'function' ? request.headers.get('authorization') : refuse('request', 'a Request, as fetch has it')

const waited = async (handling, permitted, place, work) => {
  try {
    if (!await permitted) throw new BackendError('permission_denied')
    await place
  } catch (error) {
    return unanswered(handling, error)
  }
  return handled(handling, work)
}

const handled = (handling, work) => {
  const failed = error => {
    handling.open = false
    return unanswered(handling, error)
  }
  const ended = response => {
    handling.open = false
    try {
      response = guarded(response, handling.secrets)
    } catch (error) {
      return unanswered(handling, error)
    }
    const { inside, what, identity } = handling
    if (inside.listens) inside.tell({ type: 'answered', what: nameOf(what), status: response.status, identity, when: new Date() })
    return response
  }
  try {
    const came = within({ handling }, () => work(handling))
    return came instanceof Promise ? came.then(ended, failed) : Promise.resolve(came).then(ended, failed)
  } catch (error) {
    return Promise.resolve(failed(error))
  }
}

// Why there is no answer, in words that tell nothing of what is behind.
export const unanswered = ({ inside, what, identity, secrets = NONE }, error) => {
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

const NONE = []
