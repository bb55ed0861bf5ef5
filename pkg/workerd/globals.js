// Globals that Workers lack or have otherwise: the entries for Workers get these instead.

import { known } from './init.js'

// Workers have these since the compatibility date 2025-05-05. Without them nothing is freed
// before its isolate ends, which then loses it all.
export const FinalizationRegistry = globalThis.FinalizationRegistry ?? class {
  register() {}
  unregister() {}
}

export const WeakRef = globalThis.WeakRef ?? class {
  #value
  constructor(value) {
    this.#value = value
  }
  deref() {
    return this.#value
  }
}

// What `fetch` would take is found out by making a Request.
const { Request: Native } = globalThis
export const Request = class extends Native {
  constructor(input, init) {
    super(input, known(init))
  }
}
