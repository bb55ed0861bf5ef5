// follow-tabs.js: for a sealed cookie. `state` is that of the session when the server rendered the page.
export function followTabs(auth, state) {
  const channel = new BroadcastChannel('session')
  channel.postMessage(state)
  channel.onmessage = ({ data }) => {
    if (data === state) return
    state = data
    auth.signOut() // forgets the token: the next call gets another one from the server
  }
}
