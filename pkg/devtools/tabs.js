// Other tabs of the site in which this panel is mounted. They tell each other where they are
// and the state of their session, and nothing else.

import { place, safe } from './text.js'

/**
 * @param {string} name of the channel
 * @param {() => string | undefined} state of the session here
 * @param {(others: { page: string, state: string, isHidden: boolean }[]) => void} show
 */
export const tabs = (name, state, show) => {
  const { BroadcastChannel } = globalThis
  const own = Math.random()
  const others = new Map()
  const controller = new AbortController()
  /** @type {BroadcastChannel | undefined} */
  let channel

  const post = isQuestion => channel?.postMessage({ own, isQuestion, page: place(location.href), state: state(), isHidden: document.hidden })
  const publish = () => show([...others.values()])
  const hear = ({ data }) => {
    if (data?.isClosed) others.delete(data.own)
    else if (data?.own) {
      others.set(data.own, { page: safe(data.page), state: safe(data.state), isHidden: !!data.isHidden, seen: performance.now() })
      if (data.isQuestion) post(false)
    }
    publish()
  }
  const open = () => {
    if (!BroadcastChannel) return
    channel = new BroadcastChannel(name)
    channel.onmessage = hear
    post(true)
  }
  // A page in the back/forward cache is no tab.
  const close = () => {
    channel?.postMessage({ own, isClosed: true })
    channel?.close()
    channel = undefined
  }

  // One that has crashed, or that the browser has frozen, does not respond.
  const timer = setInterval(() => {
    for (const [id, { seen }] of others) if (performance.now() - seen > 2.5 * ASK_MS) others.delete(id)
    post(true)
    publish()
  }, ASK_MS)
  addEventListener('pagehide', close, controller)
  addEventListener('pageshow', event => event.persisted && open(), controller)
  document.addEventListener('visibilitychange', () => post(false), controller)
  open()
  publish()

  return {
    update: () => post(false),
    end() {
      controller.abort()
      clearInterval(timer)
      close()
    },
  }
}

const ASK_MS = 4000
