// What was sent in confidence does not come back in an error or a log: where a
// server's answer quotes it, that part is replaced before anything is kept.

export class Secrets {
  constructor() {
    this.all = new Set()
  }

  // The texts under names that stand for secrets, at any depth.
  add(value, names = SENT, name = '') {
    if (Object(value) === value) for (const name in value) this.add(value[name], names, name)
    else if (value && names.test(name)) this.all.add(`${value}`)
  }

  // An answer without them, but for the members that the flow goes on with.
  without(value, name = '') {
    // What the platform threw has quoted no answer.
    if (value instanceof Error) return value
    if (Array.isArray(value)) return value.map(item => this.without(item))
    if (Object(value) === value) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.without(item, name)]))
    if (!/string|number/.test(typeof value) || NEEDED.test(name)) return value
    const text = this.redact(`${value}`)
    return text == value ? value : text
  }

  // Also of a part that is quoted, from eight characters on.
  redact(text) {
    text = text.slice(0, LONGEST)
    for (const secret of this.all) {
      const least = Math.min(secret.length, PART)
      let kept = ''
      for (let at = 0; at < text.length;) {
        let end = at + least
        if (end > text.length || !secret.includes(text.slice(at, end))) {
          kept += text[at++]
          continue
        }
        while (end < text.length && secret.includes(text.slice(at, end + 1))) end++
        kept += '…'
        at = end
      }
      text = kept
    }
    return text
  }
}

// Of a request, of a callback's URL, and of a token request. A name that ends
// in "token" is that of a secret in an answer too.
const SENT = /token$|recaptcha$|^(password|code|state|code_verifier|authorization)$/i
export const ISSUED = /token$/i
const NEEDED = /^(fullUrl|endpoint|sessionToken|stateToken)$/

const PART = 8
// More than anybody reads, and little enough to be searched at once.
const LONGEST = 10_000
