// Loads a URL in a hidden frame. With a state, resolves to the message that carries it,
// if that window sent it and its origin is one of these; without one, to an object once
// the frame has loaded. Resolves to undefined if neither happens in time. Frame and
// listener are gone afterwards.
export const frame = (url, origins, state, milliseconds) => new Promise(resolve => {
  const frame = document.createElement('iframe')
  const end = message => {
    clearTimeout(timer)
    removeEventListener('message', listen)
    frame.remove()
    resolve(message)
  }
  const listen = ({ source, origin, data }) => {
    if (source == frame.contentWindow && origins.includes(origin) && (data?.response ?? data)?.state === state) end(data)
  }
  const timer = setTimeout(end, milliseconds)
  if (state === undefined) frame.onload = () => end({})
  else addEventListener('message', listen)
  frame.hidden = true
  frame.title = 'Login'
  frame.src = url
  document.body.append(frame)
})
