// Who calls: what the desk wants to know of token-info is asked here. How much
// is asked at once, and when nothing is, the desk decides (src/backend/callers.rs).

import { ASK, KNOWN, REFUSED, WAIT, number, word } from './core.js'
import { BackendError, numbered } from './error.js'
import { post } from './post.js'
import { outside } from './scope.js'

export const callers = ({ settings, desk }) => {
  // By slot, as the desk knows them.
  let identities = []
  // By ticket: what all get who send this token, and how those who wait for
  // their turn are called.
  let pending = new Map()
  let turns = new Map()

  const who = (said, cause) => {
    if (word(said) == REFUSED) throw refused(number(said), cause)
    return admitted(identities[number(said)])
  }

  const refused = (number, cause) => {
    const error = numbered(number, cause)
    return error.code == UNAVAILABLE ? unavailable(cause) : error
  }

  // Not what a network failed with: that says nothing of when it will not.
  const unavailable = cause =>
    new BackendError(UNAVAILABLE, cause instanceof Error ? cause : { ...cause, retryAfter: desk(at => at.retry_after(now())) })

  // What a backend says of sites by itself. Its own key is of no other site.
  const admitted = identity => {
    if (!settings.sites || identity.type == 'admin') return identity
    const decide = said => {
      if (said !== true) throw new BackendError('token_foreign')
      return identity
    }
    const said = outside(settings.sites, identity)
    return typeof said?.then == 'function' ? Promise.resolve(said).then(decide) : decide(said)
  }

  const lookup = async (ticket, token) => {
    const mine = pending
    const { status, text, cause } = await post(settings.fetch, `${settings.api}/oauth2/token-info`, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const said = desk(at => {
      // The desk was replaced, and gives this number to somebody else.
      if (mine != pending) return
      const said = at.answered(ticket, status, cause?.retryAfter ?? 0, text, now())
      if (word(said) == KNOWN) identities[number(said)] = identity(at, number(said))
      return said
    })
    if (said === undefined) return identify(token)
    pending.delete(ticket)
    advance()
    return who(said, cause)
  }

  // Calls those whose turn it is, and those who wait for nothing.
  const advance = () => {
    for (;;) {
      let token
      const said = desk(at => {
        const said = at.next(now())
        if (word(said) == ASK) token = at.token()
        return said
      })
      if (word(said) == WAIT) return
      turns.get(number(said))?.(token)
    }
  }

  // Asks when it is its turn: whoever waits does that, and not whoever was
  // answered, since some runtimes end with a request what it has begun.
  const queue = async (ticket, authorization) => {
    const mine = pending
    let timer
    const token = await new Promise(resolve => {
      turns.set(ticket, resolve)
      timer = setTimeout(resolve, QUEUE_TIMEOUT_MS)
    })
    clearTimeout(timer)
    if (mine != pending) return identify(authorization)
    turns.delete(ticket)
    if (token !== undefined) return lookup(ticket, token)
    pending.delete(ticket)
    desk(at => at.abandon(ticket))
    throw unavailable()
  }

  // A promise, or what is known at once.
  const identify = authorization => {
    let token
    const said = desk(at => {
      const said = at.look(authorization ?? '', now())
      if (word(said) == ASK) token = at.token()
      return said
    })
    if (word(said) == KNOWN || word(said) == REFUSED) return who(said)
    const ticket = number(said)
    if (word(said) == ASK) pending.set(ticket, lookup(ticket, token))
    else if (!pending.has(ticket)) pending.set(ticket, queue(ticket, authorization))
    return pending.get(ticket)
  }

  return {
    identify,
    furnish(at) {
      identities = [identity(at, 0)]
      pending = new Map()
      // They ask this desk.
      for (const call of turns.values()) call()
      turns = new Map()
    },
  }
}

export const now = () => Math.floor(Date.now() / 1000)

const identity = (at, slot) => Object.freeze(JSON.parse(at.identity(slot)))

const UNAVAILABLE = 'identity_unavailable'
const QUEUE_TIMEOUT_MS = 10_000
