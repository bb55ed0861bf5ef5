// Web methods: functions that say who may call them.

import { refuse } from './options.js'
import { kindsWith } from './rules.js'
import { eventual } from './request-context.js'

export const Permissions = Object.freeze({ Anyone: 'Anyone', SiteMember: 'SiteMember', Admin: 'Admin' })

export const webMethod = (permission, fn, options) => {
  if (typeof fn != 'function') refuse('webMethod', 'given a permission and a function')
  checked(permission)
  const there = markOf(fn)
  if (there && there.permission != permission) refuse('webMethod', 'given each function with one permission only')
  return Object.defineProperty(fn, MARK, { value: { permission, options }, configurable: true })
}

// Its own: a function that has a marked one as its prototype, as a derived class
// has, was not marked by anybody.
export const markOf = fn => typeof fn == 'function' && Object.hasOwn(fn, MARK) ? fn[MARK] : undefined

export const checked = permission => {
  if (typeof permission != 'function' && !Object.values(Permissions).includes(permission)) refuse('permission', 'one of Permissions or a function', permission)
}

// A function has to say true: nothing else that it may answer lets anybody in.
export const permits = (permission, identity) =>
  typeof permission == 'function' ? said(permission, identity) : kindsWith(permission).has(identity.type)

const said = async (permission, identity) => await eventual(permission(identity)) === true

const MARK = Symbol.for('fetch-with-auth.web-method')
