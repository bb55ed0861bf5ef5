// Token requests for sessions: what is requested, and when, is decided in src/server/.

import { now } from '../backend/callers.js'
import { rulesOf } from '../backend/instance.js'
import { post } from '../backend/post.js'

export const renewals = settings => {
  // By ticket: the renewals under way.
  let pending = new Map()
  const withRules = rulesOf((instance, first, second) => new instance.Sessions(settings.rules, first, second), () => {
    pending = new Map()
  })

  // Never rejects but by a defect of ours.
  const request = async (text, ticket, [grant_type, name, value]) => {
    const { lines } = await post(settings.fetch, `${settings.api}/oauth2/token`, {
      body: new URLSearchParams({ client_id: settings.clientId, grant_type, ...(name && { [name]: value }) }),
    })
    return withRules(rules => rules.end(text, ticket, lines, newcomer(), now()))
  }

  const start = (text, ticket, fields) => {
    const tickets = pending
    const renewal = request(text, ticket, fields).finally(() => tickets.delete(ticket))
    // The request that began it may be gone when it ends.
    renewal.catch(() => {})
    if (ticket) tickets.set(ticket, renewal)
    return renewal
  }

  // The record that a session has now, after at most one token request, and those that it
  // replaced. A renewal that takes too long goes on without this request, and the next
  // one with the same cookie has its result.
  const advance = async (text, mayCreate, mayRequest) => {
    const replaced = []
    for (;;) {
      const next = withRules((rules, { Next }) => {
        const step = rules.next(text, mayCreate, mayRequest, now())
        if (step == Next.Changed) return { record: rules.record }
        if (step == Next.Wait) return { ticket: rules.ticket }
        if (step == Next.Request) return { ticket: rules.ticket, fields: rules.takeFields() }
      })
      if (!next) return { text, replaced }
      if (next.record !== undefined) {
        replaced.push(text)
        text = next.record
        mayCreate = false
        continue
      }
      const renewal = next.fields ? start(text, next.ticket, next.fields) : pending.get(next.ticket)
      mayCreate = mayRequest = false
      const created = await inTime(renewal)
      if (created) return { text: created, replaced: [...replaced, text] }
    }
  }

  // A defect of ours costs a renewal and no page.
  const advanceSafely = (text, mayCreate, mayRequest) => advance(text, mayCreate, mayRequest).catch(() => ({ text, replaced: [] }))

  return { advance: advanceSafely, withRules }
}

// Resolves to nothing if it takes too long: a page waits for it.
export const inTime = promise => {
  let timer
  const timeout = new Promise(resolve => timer = setTimeout(resolve, MAX_WAIT_MS))
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}

// Whom a new visitor is: as src/bindings/page/host.rs draws it.
export const newcomer = () => Number(crypto.getRandomValues(new BigUint64Array(1))[0] >> 21n) + 1

const MAX_WAIT_MS = 3000
