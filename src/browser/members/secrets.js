// Secrets that were sent, or issued. Where a response quotes one, that part is replaced
// before anything of it reaches an error or a log.

export class Secrets {
  constructor() {
    this.all = new Set()
  }

  // The values of members with the name of a secret, at any depth.
  add(value, names = SENT, name = '') {
    if (Object(value) === value) for (const name in value) this.add(value[name], names, name)
    else if (value && names.test(name)) this.all.add(`${value}`)
  }

  // A value with its secrets replaced, except in the members that the flow needs.
  without(value, name = '') {
    // What the platform threw quotes no response.
    if (value instanceof Error) return value
    if (Array.isArray(value)) return value.map(item => this.without(item))
    if (Object(value) === value) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.without(item, name)]))
    if (!/string|number/.test(typeof value) || NEEDED.test(name)) return value
    const text = this.redact(`${value}`)
    return text == value ? value : text
  }

  // Replaces a quoted part as well, if it has at least eight characters.
  redact(text) {
    text = text.slice(0, MAX_LENGTH)
    for (const secret of this.all) {
      const least = Math.min(secret.length, MIN_LENGTH)
      let redacted = ''
      for (let at = 0; at < text.length;) {
        let end = at + least
        if (end > text.length || !secret.includes(text.slice(at, end))) {
          redacted += text[at++]
          continue
        }
        while (end < text.length && secret.includes(text.slice(at, end + 1))) end++
        redacted += '…'
        at = end
      }
      text = redacted
    }
    return text
  }
}

// Names of secrets in a request to the API, in a callback's URL, and in a token request.
// In a response, those that end in "token".
const SENT = /token$|recaptcha$|^(password|code|state|code_verifier|authorization)$/i
export const ISSUED = /token$/i
const NEEDED = /^(fullUrl|endpoint|sessionToken|stateToken)$/

// In characters: of a part that is replaced, and of a text that is kept. The latter is
// more than anybody reads, and can be searched at once.
const MIN_LENGTH = 8
const MAX_LENGTH = 10_000
