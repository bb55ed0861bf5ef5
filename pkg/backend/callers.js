// The identities of callers: sends the lookups that the rules ask for to token-info.
// How many are sent at once, and when none are, is decided in src/backend/callers.rs.

import { BackendError } from './error.js'
import { post } from './post.js'
import { runOutside } from './request-context.js'

/** @param {{ settings: any, withRules: import('./instance.js').WithRules }} backend */
export const callers = ({ settings, withRules }) => {
  // By slot, as the rules know them.
  let identities = []
  // By ticket: the lookups that are made or queued, for all who send the same token;
  // and for those that are queued the function that lets them go on.
  let lookups = new Map()
  let queue = new Map()

  const refusal = (code, cause) => code == UNAVAILABLE ? unavailable(cause) : new BackendError(code, cause)

  // What a network fails with does not say when it will work again.
  const unavailable = cause =>
    new BackendError(UNAVAILABLE, cause instanceof Error ? cause : { ...cause, retryAfter: withRules(rules => rules.retryAfter(now())) })

  // The option `sites` decides. The backend's own API key is of its own site.
  const ofOurSites = identity => {
    if (!settings.sites || identity.type == 'admin') return identity
    const decide = isOurs => {
      if (isOurs !== true) throw new BackendError('token_foreign')
      return identity
    }
    const isOurs = runOutside(settings.sites, identity)
    return typeof isOurs?.then == 'function' ? Promise.resolve(isOurs).then(decide) : decide(isOurs)
  }

  const lookup = async (ticket, token) => {
    const mine = lookups
    const { status, text, cause } = await post(settings.fetch, `${settings.api}/oauth2/token-info`, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    let identity, code
    const isReplaced = withRules(rules => {
      // The instance was replaced: there this ticket is another lookup's.
      if (mine != lookups) return true
      identity = rules.onTokenInfo(ticket, status, cause?.retryAfter ?? 0, text, now())
      if (identity) identities[rules.slot] = Object.freeze(identity)
      else code = rules.refusal
    })
    if (isReplaced) return identify(token)
    lookups.delete(ticket)
    advance()
    if (code) throw refusal(code, cause)
    return ofOurSites(identity)
  }

  // Lets those go on that need not wait any longer.
  const advance = () => {
    for (;;) {
      let token
      const ticket = withRules((rules, { Queued }) => {
        const next = rules.nextQueued(now())
        if (next == Queued.None) return
        if (next == Queued.Request) token = rules.takeToken()
        return rules.ticket
      })
      if (ticket === undefined) return
      queue.get(ticket)?.(token)
    }
  }

  // Waits for its turn, and sends the lookup itself: some runtimes end with a request
  // what that request has begun, so nobody sends it for another.
  const queued = async (ticket, authorization) => {
    const mine = lookups
    let timer
    const token = await new Promise(resolve => {
      queue.set(ticket, resolve)
      timer = setTimeout(resolve, QUEUE_TIMEOUT_MS)
    })
    clearTimeout(timer)
    if (mine != lookups) return identify(authorization)
    queue.delete(ticket)
    if (token !== undefined) return lookup(ticket, token)
    lookups.delete(ticket)
    withRules(rules => rules.abandon(ticket))
    throw unavailable()
  }

  // A promise, or an identity that is known at once.
  const identify = authorization => {
    const presented = encoder.encode(authorization)
    let identity, code, ticket, token
    withRules((rules, { Lookup }) => {
      const result = rules.lookup(presented, now())
      if (result == Lookup.Known) {
        const { slot } = rules
        return identity = identities[slot] ??= Object.freeze(rules.identity(slot))
      }
      if (result == Lookup.Refused) return code = rules.refusal
      ticket = rules.ticket
      if (result == Lookup.Request) token = rules.takeToken()
    })
    if (code) throw refusal(code)
    if (ticket === undefined) return ofOurSites(identity)
    if (token !== undefined) lookups.set(ticket, lookup(ticket, token))
    else if (!lookups.has(ticket)) lookups.set(ticket, queued(ticket, authorization))
    return lookups.get(ticket)
  }

  return {
    identify,
    onOpen() {
      identities = []
      lookups = new Map()
      // They look up again.
      for (const goOn of queue.values()) goOn()
      queue = new Map()
    },
  }
}

const encoder = new TextEncoder()

export const now = () => Math.floor(Date.now() / 1000)

const UNAVAILABLE = 'identity_unavailable'
const QUEUE_TIMEOUT_MS = 10_000
