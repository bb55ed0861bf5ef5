// What makes an instance look again: news from another tab or instance, or
// having been away while there may have been some. News is a generation, or 0
// where that is not known.

// Those who share a record outside of tabs, by what they share: a name or an
// object. One for all copies of this package.
const groups = globalThis[Symbol['for']('fetch-with-auth 1')] ??= [new Map(), new WeakMap()]

// A listener of the platform's would keep an instance for ever: it knows it
// weakly, and ends with it.
const gone = new FinalizationRegistry(end => end())

// `changed` hears the news. Returns what tells others.
export const listen = (storage, name, changed) => {
  const { shared, owner } = storage
  if (!shared && !owner) return
  const { post, end } = connect(shared, owner, name, new WeakRef(changed))
  // Memory that took its place is shared with nobody.
  const tell = generation => post(generation, storage.shared)
  // Whoever may tell also hears.
  tell.changed = changed
  gone.register(tell, end)
  return tell
}

// Nothing here may hold more of the instance than `weak`.
const connect = (shared, owner, name, weak) => {
  const { BroadcastChannel, addEventListener, document } = globalThis
  const hear = generation => weak.deref()?.(generation)
  const controller = new AbortController()
  const { signal } = controller
  const group = !shared && groupOf(owner)
  if (group) group.add(hear)

  let channel
  const open = () => {
    if (!shared || !BroadcastChannel) return
    channel = new BroadcastChannel(name)
    channel.onmessage = event => hear(event.data)
  }
  const close = () => channel = channel?.close()
  open()
  // A page in the back/forward cache hears nothing, and one that listens may
  // not be kept there.
  addEventListener?.('pagehide', close, { signal })
  addEventListener?.('pageshow', event => {
    if (!event.persisted) return
    open()
    hear(0)
  }, { signal })
  document?.addEventListener('visibilitychange', () => document.hidden || hear(0), { signal })

  return {
    post: (generation, isShared) => {
      if (isShared) channel?.postMessage(generation)
      // Not within the step of a task.
      if (group) for (const other of group) if (other != hear) queueMicrotask(() => other(0))
    },
    end: () => {
      controller.abort()
      close()
      if (group) group.delete(hear)
    },
  }
}

const groupOf = owner => {
  const all = groups[typeof owner == 'string' ? 0 : 1]
  if (!all.has(owner)) all.set(owner, new Set())
  return all.get(owner)
}
