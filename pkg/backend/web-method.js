// Web methods: functions that say who may call them.

import { PERMISSIONS, mayCall } from './core.js'
import { refuse } from './options.js'

export const Permissions = Object.freeze(Object.fromEntries(PERMISSIONS.map(name => [name, name])))

export const webMethod = (permission, fn, options) => {
  if (typeof fn != 'function') refuse('webMethod', 'given a permission and a function')
  checked(permission)
  const there = fn[MARK]
  if (there && there.permission != permission) refuse('webMethod', 'given each function once')
  return Object.defineProperty(fn, MARK, { value: { permission, options }, configurable: true })
}

export const markOf = fn => typeof fn == 'function' ? fn[MARK] : undefined

export const checked = permission => {
  if (typeof permission != 'function' && !PERMISSIONS.includes(permission)) refuse('permission', 'one of Permissions, or a function')
}

// A function has to say true: nothing else that it may answer lets anybody in.
export const permits = (permission, identity) =>
  typeof permission == 'function' ? Promise.resolve(permission(identity)).then(said => said === true) : mayCall(permission, identity.type)

const MARK = Symbol.for('fetch-with-auth.web-method')
