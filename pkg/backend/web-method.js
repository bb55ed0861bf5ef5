// Web methods: functions that declare which permission they require.

import { refuse } from './options.js'
import { eventual } from './request-context.js'
import { kindsWith } from './rules.js'

export const Permissions = Object.freeze({ Anyone: 'Anyone', SiteMember: 'SiteMember', Admin: 'Admin' })

export const webMethod = (permission, fn, options) => {
  if (typeof fn != 'function') refuse('webMethod', 'given a permission and a function')
  checkPermission(permission)
  const mark = markOf(fn)
  if (mark && mark.permission != permission) refuse('webMethod', 'given each function with one permission only')
  return Object.defineProperty(fn, MARK, { value: { permission, options }, configurable: true })
}

// The function's own mark: a function whose prototype is a marked function, as that of a
// derived class may be, is not marked.
export const markOf = fn => typeof fn == 'function' && Object.hasOwn(fn, MARK) ? fn[MARK] : undefined

export const checkPermission = permission => {
  if (typeof permission != 'function' && !Object.values(Permissions).includes(permission)) refuse('permission', 'one of Permissions or a function', permission)
}

// A boolean, or a promise of one.
export const isPermitted = (permission, identity) =>
  typeof permission == 'function' ? isTrue(permission, identity) : kindsWith(permission).has(identity.type)

// A function permits by `true` only.
const isTrue = async (permission, identity) => await eventual(permission(identity)) === true

const MARK = Symbol.for('fetch-with-auth.web-method')
