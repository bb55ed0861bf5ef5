// Rules of the module that need no Backend.

import { withInstance } from './instance.js'

/** @param {string} name @returns {boolean} */
export const isModuleName = name => withInstance(({ isModuleName }) => isModuleName(name))

/** @param {string} name @returns {boolean} */
export const isMethodName = name => withInstance(({ isMethodName }) => isMethodName(name))

/** @param {number} status @param {string | undefined} challenge @returns {boolean} */
export const refusesToken = (status, challenge) => withInstance(({ refusesToken }) => refusesToken(status, challenge))

// A token as it was presented, without a scheme.
/** @param {string} authorization @returns {string} */
export const withoutScheme = authorization => withInstance(({ withoutScheme }) => withoutScheme(authorization))

// The kinds of callers that have a permission.
/** @type {Map<string, Set<string>> | undefined} */
let permissions
/** @param {string} permission @returns {Set<string>} */
export const kindsWith = permission => {
  permissions ??= new Map(withInstance(({ permissions }) => permissions()).map(({ name, kinds }) => [name, new Set(kinds)]))
  return /** @type {Set<string>} */ (permissions.get(permission))
}

// The status and the challenge of a refusal.
/** @type {Map<string, { status: number, challenge: string }> | undefined} */
let refusals
/** @param {string} code */
export const refusalOf = code => {
  refusals ??= new Map(withInstance(({ refusals }) => refusals()).map(refusal => [refusal.code, refusal]))
  return /** @type {{ status: number, challenge: string }} */ (refusals.get(code))
}
