// fetch-with-auth/devtools: a panel for development. What it promises is in devtools.d.ts.

import { AuthError } from './index.js'
import { brokenByNames } from './option-names.js'
import { mustBe } from './origins.js'
import { authOf } from './session-store.js'
import { explain } from './devtools/advice.js'
import { ACTIONS, SWITCHES, localWix } from './devtools/local-wix.js'
import { observe } from './devtools/observe.js'
import { tabs } from './devtools/tabs.js'
import { safe } from './devtools/text.js'
import { timeline } from './devtools/timeline.js'
import { view } from './devtools/view.js'

/** @type {(() => void) | undefined} */
let mounted

/**
 * @param {import('./devtools.d.ts').DevtoolsOptions} [options]
 * @returns {() => void}
 */
export const mountDevtools = (options = {}) => {
  const broken = brokenByNames(options, ['auth', 'open'])
  if (broken) refuse(broken)
  const { auth, open } = options
  if (open !== undefined && typeof open != 'boolean') refuse(mustBe('open', 'true or false', open))
  // A server that renders the site has no panel.
  if (!globalThis.document) return () => {}
  const shown = authOf(auth)
  mounted?.()
  const end = mount(shown, open)
  const unmount = () => {
    if (mounted != unmount) return
    mounted = undefined
    end()
  }
  return mounted = unmount
}

const mount = (auth, isOpen) => {
  const { settings } = auth
  let isMounted = true
  /** @type {import('./index.d.ts').SessionInfo | undefined} */
  let session
  let wix, underWay = 0, hasFailed = false

  // What responds after the end changes nothing.
  const follow = (promise, use, fail) => promise.then(value => isMounted && use(value), error => isMounted && fail(error))

  const show = (info, isAnother) => {
    session = info
    panel.session(info, isAnother)
    const { locks } = navigator
    if (!hasFailed) panel.health(`works: ${STORAGES[settings.storage]}${locks ? '' : '. There are no Web Locks: two tabs may renew at the same time'}`, !!locks)
    others.update()
  }
  const readSession = () => follow(
    auth.session(),
    info => show(info, info.state != session?.state),
    error => panel.health(explain(error).reason, false),
  )
  const readSwitches = () => wix && follow(wix.read(), panel.switches, failed)
  const failed = error => panel.fault(`The local Wix does not respond as it should: ${safe(error?.message)}`)
  const refresh = () => {
    readSession()
    readSwitches()
  }
  const refreshIfShown = () => document.hidden || refresh()

  const panel = view(settings, isOpen, {
    opened: refresh,
    lookedUp: () => follow(
      auth.getTokenInfo(),
      ({ active, subjectType, subjectId }) => panel.identity(active ? safe(`${subjectType} ${subjectId}`) : 'the server says that the token is not active'),
      error => panel.identity(explain(error).reason),
    ),
    switched(index, isOn) {
      const { label } = SWITCHES[index]
      follow(wix.set(index, isOn), () => {
        lines.note(`${label}: ${isOn ? 'on' : 'off'}`)
        panel.fault('')
        readSwitches()
      }, failed)
    },
    acted: index => follow(wix.act(index), () => {
      lines.note(ACTIONS[index].label)
      panel.fault(ACTIONS[index].done)
    }, failed),
  })
  const lines = timeline(line => isMounted && panel.line(line))
  const others = tabs(`fetch-with-auth-devtools:${settings.clientId}`, () => session?.state, panel.tabs)
  const ends = [
    panel.end,
    others.end,
    observe(auth, (name, text) => {
      panel.underWay(++underWay)
      return lines.begin(name, text, () => panel.underWay(--underWay))
    }),
    auth.onSessionChange(change => {
      lines.changed(change)
      show(change, change.reason != 'renewed')
    }),
    auth.onTokenRequest(lines.requested),
    auth.onWarning(warning => {
      lines.warned(warning)
      if (warning.code != 'storage_unavailable') return
      hasFailed = true
      panel.health('failed: see the timeline. The session ends with this page until it works', false)
    }),
  ]
  document.addEventListener('visibilitychange', refreshIfShown)
  refresh()
  follow(localWix(settings), found => {
    wix = found
    readSwitches()
  }, () => {})

  return () => {
    isMounted = false
    document.removeEventListener('visibilitychange', refreshIfShown)
    for (const end of ends) end()
    wix?.end()
  }
}

const refuse = message => {
  throw Reflect.construct(AuthError, /** @type {any} */ (['invalid_options', undefined, message]))
}

const STORAGES = {
  browser: 'IndexedDB, shared by all tabs of the origin',
  session: 'sessionStorage, this tab only',
  memory: 'memory, this page only',
  'wix-session-cookie': 'the cookie wixSession, shared with the server',
  custom: 'your own TokenStorage',
}
