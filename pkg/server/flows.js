// The flows of src/server/, each run to its end.

import { rulesOf } from '../backend/instance.js'
import { SessionsHost } from './sessions-host.js'
import { run } from './task.js'

export const sessionFlows = settings => {
  let host
  const withRules = rulesOf((instance, first, second) => new instance.Sessions(settings.rules, first, second), () => {
    // What the one before waited for was lost with its instance.
    host = new SessionsHost(settings, (ticket, text) => flow('renew', ticket, text))
  })

  const flow = async (method, ...rest) => {
    const { result, refusal } = await run(() => withRules(rules => rules[method](host, ...rest)))
    if (refusal !== undefined) throw new Error(`${method} has failed`)
    return result
  }

  // A defect of ours costs a renewal and no page.
  const begin = (text, may) => flow('begin', text, withRules((_, { May }) => May[may])).catch(() => ({ text, replaced: [] }))

  return {
    withRules,
    // The record that a session has now, `text`, and those that it replaced. may: Use, Renew or
    // Create.
    begin,
    // The same once a member has signed in with these tokens (src/oauth/record.rs), who gets
    // this number: beside the visitor that the session has.
    signIn: (text, tokens, subject) => flow('signIn', text, tokens, subject),
    // The same after a sign-out: the visitor that was kept. `token` is the access token of the
    // member who has left.
    signOut: text => flow('signOut', text),
    // The same after `token`, an access token of the visitor, was found or requested: another
    // than the one that was refused. Undefined: it cannot be had just now.
    visitorToken: (text, refused) => flow('visitorToken', text, refused),
  }
}
