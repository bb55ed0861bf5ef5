// A hidden frame. With a state: what the page in it says with that state, if
// it is that very window and comes from one of these origins. Without: that it
// was loaded. (`response` is a name of theirs: the build must leave it alone.) Undefined if neither happens in time. Frame and listener are gone
// afterwards.

export const frame = (url, origins, state, milliseconds) => new Promise(resolve => {
  const frame = document.createElement('iframe')
  const end = came => {
    clearTimeout(timer)
    removeEventListener('message', listen)
    frame.remove()
    resolve(came)
  }
  const listen = ({ source, origin, data }) => {
    if (source == frame.contentWindow && origins.includes(origin) && (data?.['response'] ?? data)?.state === state) end(data)
  }
  const timer = setTimeout(end, milliseconds)
  if (state === undefined) frame.onload = () => end({})
  else addEventListener('message', listen)
  frame.hidden = true
  frame.title = 'Login'
  frame.src = url
  document.body.append(frame)
})
