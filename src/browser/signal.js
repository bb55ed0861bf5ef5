// What makes a page look again: a word from another tab, or having been away
// while there may have been one. The word is a generation number.

export const listen = (name, changed) => {
  let channel
  const open = () => {
    channel = new BroadcastChannel(name)
    channel.onmessage = event => changed(event.data)
    // Node would wait for it for ever.
    channel.unref?.()
  }
  open()
  const { addEventListener, document } = globalThis
  // A page in the back/forward cache hears nothing, and one that listens may
  // not be kept there.
  addEventListener?.('pagehide', () => channel = channel.close())
  addEventListener?.('pageshow', event => {
    if (!event.persisted) return
    open()
    changed(0)
  })
  document?.addEventListener('visibilitychange', () => document.hidden || changed(0))
  return generation => channel?.postMessage(generation)
}
