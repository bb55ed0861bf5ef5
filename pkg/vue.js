// fetch-with-auth/vue. What each name promises is in vue.d.ts.

import { hasInjectionContext, inject, shallowReadonly, shallowRef, watchPostEffect } from 'vue'
import { defaultAuth } from './index.js'
import { authOf, refuseNames, shown, viewOf } from './session-store.js'

const GIVEN = Symbol('fetch-with-auth')

export const sessionPlugin = given => {
  const { auth, initial, ...others } = given ?? {}
  refuseNames(Object.keys(others))
  return { install: app => void app.provide(GIVEN, { auth, initial }) }
}

const given = () => (hasInjectionContext() && inject(GIVEN, undefined)) || {}

export const useSession = () => {
  const { auth, initial } = given()
  const first = shown(initial)
  const session = shallowRef(first)
  // After the first rendering, which has to be that of the server.
  watchPostEffect(onCleanup => {
    if (!globalThis.document) return
    const view = viewOf(auth ?? defaultAuth(), first)
    const show = () => {
      session.value = view.get()
    }
    onCleanup(view.subscribe(show))
    show()
  })
  return shallowReadonly(session)
}

export const useAuth = () => authOf(given().auth)
