// What makes a page look again: a word from another tab, or having been away
// while there may have been one. The word is a generation number.

export const listen = (name, changed) => {
  let channel
  const open = () => {
    channel = new BroadcastChannel(name)
    channel.onmessage = changed
    // Node would wait for it for ever.
    channel.unref?.()
  }
  open()
  const on = (target, type, listener) => target?.addEventListener?.(type, listener)
  // A page in the back/forward cache hears nothing, and one that listens may
  // not be kept there.
  on(globalThis, 'pagehide', () => channel.close())
  on(globalThis, 'pageshow', event => {
    if (!event.persisted) return
    open()
    changed()
  })
  on(globalThis.document, 'visibilitychange', () => document.hidden || changed())
  return generation => channel.postMessage(generation)
}
