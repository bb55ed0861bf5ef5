// A call that is never sent, and whose old token counts as refused: it brings
// another one.

import { Credential } from '../../src/browser/members/credential.js'

export class Renewal extends Credential {
  constructor(waiting, origin, old) {
    super(waiting, origin)
    this.old = old
  }

  status() {
    return this.response == this.old ? 401 : 200
  }

  // None can be read: any 401 counts.
  challenge() {
    return false
  }

  repeats() {
    return true
  }

  discard() {}
}
