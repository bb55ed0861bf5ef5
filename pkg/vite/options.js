// What the plugin takes. A wrong option is a TypeError at once that names it.

import { createFilter } from 'unplugin-utils'
import { brokenByNames } from '../option-names.js'

const CHECKS = {
  base: ['a path like "/api"', value => typeof value == 'string' && PATH.test(value)],
  backend: ['the path of a module', value => typeof value == 'string' && value],
  include: ['a glob, a RegExp or an array of them', value => isPattern(value)],
  exclude: ['a glob, a RegExp or an array of them', value => isPattern(value)],
}

export const settle = (options = {}) => {
  const broken = brokenByNames(options, Object.keys(CHECKS))
  if (broken) throw new TypeError(broken)
  for (const [name, value] of Object.entries(options)) {
    const [expected, check] = CHECKS[name]
    if (value !== undefined && !check(value)) throw new TypeError(`\`${name}\` must be ${expected}`)
  }
  const { base = '/api', backend, include, exclude } = options
  return { base, backend, isIncluded: createFilter(include, exclude) }
}

const isPattern = value => Array.isArray(value)
  ? value.every(isPattern)
  : value instanceof RegExp || typeof value == 'string' && value !== ''

const PATH = /^(\/[\w.~-]+)+$/
