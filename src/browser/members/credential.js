// A call that is never sent: it is given the token that a call would be signed
// with, renewed first if that is due, or if it is the one that was refused.

export class Credential {
  constructor(waiting, origin, refused) {
    Object.assign(this, { waiting, origin, refused, flags: 0 })
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
    return this.response === this.refused ? 401 : 200
  }

  challenge() {
    return false
  }

  repeats() {
    return true
  }

  discard() {}
}
