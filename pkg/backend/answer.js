// From a request to its answer: who calls, whether they may, what the handler
// says, and what became of it. What is known at once is not waited for: each
// turn that a request waits costs as much as all that is decided here.

import { BackendError, refused, speaks } from './error.js'
import { refuse } from './options.js'
import { Handling, ready, within } from './scope.js'
import { guarded, tells } from './secrets.js'
import { permits } from './web-method.js'

// A job says what to do: `steps`, each with what came of the one before, to a
// Response; `permission` for whom; and `what` is its name, if it has one.
export const answering = inside => (job, request, rest) => {
  const handling = new Handling(inside, job, request, rest)
  try {
    handling.authorization = authorizationOf(request)
    let permitted = inside.identify(handling.authorization)
    if (permitted instanceof Promise) {
      permitted = permitted.then(identity => permits(job.permission, handling.identity = identity))
    } else {
      permitted = permits(job.permission, handling.identity = permitted)
      if (permitted === false) throw new BackendError('permission_denied')
    }
    const place = ready()
    if (permitted === true && !(place instanceof Promise)) return within(handling, handled, handling)
    return waited(handling, permitted, place)
  } catch (error) {
    return Promise.resolve(unanswered(handling, error))
  }
}

// Of a server of Node's own, say, a request is none.
export const authorizationOf = request =>
  typeof request?.headers?.get == 'function' ? request.headers.get('authorization') : refuse('request', 'a Request, as fetch has it')

const waited = async (handling, permitted, place) => {
  try {
    if (!await permitted) throw new BackendError('permission_denied')
    await place
  } catch (error) {
    return unanswered(handling, error)
  }
  return within(handling, handled, handling)
}

// Within the scope of what it handles.
const handled = async handling => {
  const { inside, job, identity } = handling
  let came
  try {
    for (const step of job.steps) {
      came = step(handling, came)
      // A turn that need not be waited for is not.
      if (typeof came?.then == 'function') came = await came
    }
    handling.open = false
    came = guarded(came, handling.secrets)
  } catch (error) {
    handling.open = false
    return unanswered(handling, error)
  }
  if (inside.listens) inside.tell({ type: 'answered', what: nameOf(handling), status: came.status, identity, when: new Date() })
  return came
}

// Why there is no answer, in words that tell nothing of what is behind.
export const unanswered = (handling, error) => {
  const { inside, identity, secrets } = handling
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
  if (response.status >= 500) inside.tell({ type: 'failed', what: nameOf(handling), error, when })
  else inside.tell({ type: 'refused', what: nameOf(handling), status: response.status, code: error.code, identity, when })
  return response
}

// All that an error and its causes say.
const said = error => {
  let text = ''
  for (let depth = 0; error != null && depth < 9; depth++, error = error.cause) text += `${error.stack ?? ''} ${error}\n`
  return text
}

// Written when somebody wants to know.
const nameOf = ({ job, request }) => job.what || `${request.method} ${pathOf(request.url)}`

// Of an absolute URL, as every Request has it: without its origin and query.
export const pathOf = url => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''
