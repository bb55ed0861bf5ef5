// A call that is never sent: it is given the token that a call would be signed
// with, renewed first if that is due.

export class Credential {
  constructor(waiting, origin) {
    Object.assign(this, { waiting, origin, flags: 0 })
  }

  park() {}

  hold() {
    this.waiting.for = Promise.resolve()
  }

  send(token) {
    this.sent = true
    this.response = token
    return Promise.resolve()
  }

  status() {
    return 200
  }
}
