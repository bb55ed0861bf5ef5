// Who calls: what the desk wants to know of token-info is asked here.

import { ASK, KNOWN, REFUSED, number, word } from './core.js'
import { numbered } from './error.js'
import { post } from './post.js'

export const callers = ({ settings, desk }) => {
  // By slot and by ticket, as the desk knows them.
  let identities = []
  let asked = new Map()

  const who = (said, cause) => {
    if (word(said) == REFUSED) throw numbered(number(said), cause)
    return identities[number(said)]
  }

  const learn = async (ticket, token) => {
    const mine = asked
    const { status, text, cause } = await post(settings.fetch, `${settings.api}/oauth2/token-info`, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const said = desk(at => {
      // The desk was replaced, and gives this number to somebody else.
      if (mine != asked) return
      const said = at.answered(ticket, status, text, now())
      if (word(said) == KNOWN) identities[number(said)] = identity(at, number(said))
      return said
    })
    if (said === undefined) return identify(token)
    asked.delete(ticket)
    return who(said, cause)
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
    if (word(said) == ASK) asked.set(ticket, learn(ticket, token))
    return asked.get(ticket)
  }

  return {
    identify,
    furnish(at) {
      identities = [identity(at, 0)]
      asked = new Map()
    },
  }
}

export const now = () => Math.floor(Date.now() / 1000)

const identity = (at, slot) => Object.freeze(JSON.parse(at.identity(slot)))
