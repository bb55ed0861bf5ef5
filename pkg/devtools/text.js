// What the panel says of something that others wrote: no token, wherever it stands.

/** Without what may be a token or another secret. */
export const safe = text => `${text}`.replace(SECRET, '…').slice(0, MAX_LENGTH)

/** Where a request goes, without query and fragment, which may hold anything. */
export const place = url => {
  try {
    const { origin, pathname } = new URL(url, document.baseURI)
    return safe(origin == location.origin ? pathname : origin + pathname)
  } catch {
    return 'an invalid URL'
  }
}

/** Hours, minutes and seconds. */
export const timeLeft = seconds => {
  const whole = Math.floor(seconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return `${hours ? `${hours} h ` : ''}${hours || minutes ? `${minutes} min ` : ''}${whole % 60} s`
}

// A long word with a digit in it; an ID has 36 characters.
const SECRET = /(?=[\w+=~.%-]*\d)[\w+=~.%-]{40,}/g

const MAX_LENGTH = 300
