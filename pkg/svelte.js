// fetch-with-auth/svelte. What each name promises is in svelte.d.ts.

import { defaultAuth } from './index.js'
import { refuseNames, shown, viewOf } from './session-store.js'

export const sessionStore = ({ auth, initial, ...others } = /** @type {any} */ ({})) => {
  refuseNames(Object.keys(others))
  return {
    subscribe(run) {
      const view = viewOf(auth ?? defaultAuth(), shown(initial))
      // A server renders once, and follows nothing.
      const leave = globalThis.document ? view.subscribe(() => run(view.get())) : () => {}
      run(globalThis.document ? view.get() : view.initial())
      return leave
    },
  }
}
