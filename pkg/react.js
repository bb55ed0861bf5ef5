'use client'

// fetch-with-auth/react. What each name promises is in react.d.ts.

import { createContext, createElement, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { defaultAuth } from './index.js'
import { authOf, refuseNames, shown, viewOf } from './session-store.js'

const Given = createContext(/** @type {any} */ ({}))

export const SessionProvider = ({ auth, initial, children, ...others }) => {
  // Build tools give each element properties of their own, such as data-source.
  refuseNames(Object.keys(others).filter(name => !name.includes('-')))
  const { state, expiresAt } = initial ?? {}
  // An object that is written in the element is another one each time.
  const given = useMemo(() => ({ auth, initial: shown({ state, expiresAt }) }), [auth, state, expiresAt])
  // The session stays known while components come and go.
  useEffect(() => viewOf(auth).subscribe(() => {}), [auth])
  return createElement(Given.Provider, { value: given }, children)
}

export const useSession = () => {
  const { auth: given, initial } = useContext(Given)
  // A server needs none: it renders `initial`.
  const auth = given ?? defaultAuth()
  const view = useMemo(() => viewOf(auth, initial), [auth, initial])
  return useSyncExternalStore(view.subscribe, view.get, view.initial)
}

export const useAuth = () => authOf(useContext(Given).auth)
