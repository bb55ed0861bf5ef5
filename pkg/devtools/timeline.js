// What happened, as lines of the timeline.

import { explain, explainStatus, explainTokenRequest } from './advice.js'
import { safe } from './text.js'

/**
 * A line of the timeline. Two of the same `text` that follow each other are shown as one.
 * @typedef {{ kind: 'call' | 'token' | 'session' | 'refused' | 'note', text: string, duration?: number, reason?: string, advice?: string }} Line
 */

/** @param {(line: Line) => void} show */
export const timeline = show => {
  // What this tab has just done itself is why the session changes.
  let acting = 0
  let actedAt = -Infinity
  let requested
  let requestedAt = -Infinity
  const isRecent = at => performance.now() - at < RECENT_MS

  return {
    note: text => show({ kind: 'note', text }),

    begin(name, text, ended) {
      const began = performance.now()
      const changesSession = CHANGES_SESSION.test(name)
      acting += +changesSession
      const end = (outcome, line) => {
        if (changesSession) {
          acting--
          actedAt = performance.now()
        }
        ended()
        show({ kind: line.reason ? 'refused' : 'call', text: `${text}: ${outcome}`, duration: performance.now() - began, ...line })
      }
      return {
        fulfilled: value => end(...outcomeOf(name, value)),
        rejected: error => end('rejected', explain(error)),
      }
    },

    requested(request) {
      const { grant, duration, result } = request
      const line = explainTokenRequest(request)
      requested = line.reason ? result?.error : 'granted'
      requestedAt = performance.now()
      show({ kind: line.reason ? 'refused' : 'token', text: `Token request (${GRANTS[grant]}): ${result?.status ?? (line.reason ? 'no response' : 'received')}`, duration, ...line })
    },

    changed({ reason }) {
      const isOwn = acting > 0 || isRecent(actedAt) || isRecent(requestedAt) && requested == CAUSES[reason]
      show({ kind: 'session', text: `${CHANGES[reason]}${isOwn ? '' : ', in another tab'}` })
    },

    warned: ({ code, cause, scope }) => show(code == 'storage_unavailable' ? {
      kind: 'refused',
      text: 'The storage failed',
      reason: safe(`${cause?.name ?? ''} ${cause?.message ?? ''}`),
      advice: 'Is it blocked (private window, third-party frame, sandbox) or full? Until it works, the session ends with this page.',
    } : {
      kind: 'refused',
      text: 'A login was granted another scope',
      reason: safe(scope),
      advice: 'Is offline_access allowed for this app? Without it the member has to sign in again when the token expires.',
    }),
  }
}

const outcomeOf = (name, value) => {
  if (name == 'fetchWithAuth') return [`${value?.status || value?.type}`, explainStatus(value?.status)]
  const { loginState, errorCode, message } = value ?? {}
  if (loginState == 'FAILURE') return [errorCode, { reason: safe(message), advice: 'Show the message to the user; errorCode says which field it is about.' }]
  return [loginState ?? 'done', {}]
}

const GRANTS = { anonymous: 'new visitor', refresh_token: 'renewal', external: 'accessToken' }

const CHANGES = {
  visitor: 'A visitor was created',
  external: 'The first access token was received',
  renewed: 'The token was renewed',
  signed_in: 'A member signed in',
  expired: 'The member’s session expired',
  signed_out: 'Signed out',
}

// Which result of a token request changes the session so.
const CAUSES = { visitor: 'granted', external: 'granted', renewed: 'granted', expired: 'invalid_grant' }

const CHANGES_SESSION = /^(signOut|logout|newVisitor|login(Silently)?|register|verifyEmail|resetPassword|handleRedirect|signInWithTokens)$/

const RECENT_MS = 1000
