// What makes an instance load again: a message from another tab or instance, or
// having been away while there may have been one. A message is a generation, or 0
// where that is not known.

// A listener of the platform's would keep an instance for ever: it knows it
// weakly, and ends with it.
const gone = new FinalizationRegistry(end => end())

// `changed` is called with each generation. Returns a function that notifies others:
// tabs of this name, or the instances that share the storage otherwise.
export const listen = (storage, name, changed) => {
  if (!storage.shared && !storage.owner) return
  const { post, end } = connect(name, storage.owner, new WeakRef(changed))
  // Memory that took its place is shared with nobody.
  const notify = generation => (storage.shared || storage.owner) && post(generation)
  // Who may notify also listens: this keeps the listener alive.
  notify.changed = changed
  gone.register(notify, end)
  return notify
}

// Nothing here may hold more of the instance than `weak`.
const connect = (name, group, weak) => {
  const { BroadcastChannel, addEventListener, document } = globalThis
  const hear = generation => weak.deref()?.(generation)
  const controller = new AbortController()
  let channel
  const open = () => {
    if (group || !BroadcastChannel) return
    channel = new BroadcastChannel(name)
    channel.onmessage = event => hear(event.data)
  }
  const close = () => channel = channel?.close()
  open()
  group?.add(hear)
  // A page in the back/forward cache hears nothing, and one that listens may
  // not be kept there.
  addEventListener?.('pagehide', close, controller)
  addEventListener?.('pageshow', event => {
    if (!event.persisted) return
    open()
    hear(0)
  }, controller)
  document?.addEventListener('visibilitychange', () => document.hidden || hear(0), controller)

  return {
    post: generation => {
      channel?.postMessage(generation)
      // Not within the step of a task.
      group?.forEach(other => other == hear || queueMicrotask(() => other(0)))
    },
    end: () => {
      controller.abort()
      close()
      group?.delete(hear)
    },
  }
}
