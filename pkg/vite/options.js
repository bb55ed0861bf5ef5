// What the plugin takes. A wrong option is a TypeError at once that names it.

import { createFilter } from 'unplugin-utils'

const CHECKS = {
  base: ['a path like "/api"', value => typeof value == 'string' && PATH.test(value)],
  backend: ['the path of a module', value => typeof value == 'string' && value],
  include: ['a glob, a RegExp or an array of them', value => isPattern(value)],
  exclude: ['a glob, a RegExp or an array of them', value => isPattern(value)],
}

export const settle = (options = {}) => {
  if (!isPlain(options)) throw new TypeError('The options of fetch-with-auth/vite must be an object')
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name)) throw new TypeError(`\`${name}\` is not an option${suggestion(name)}`)
    const [expected, check] = CHECKS[name]
    if (value !== undefined && !check(value)) throw new TypeError(`\`${name}\` must be ${expected}`)
  }
  const { base = '/api', backend, include, exclude } = options
  return { base, backend, isIncluded: createFilter(include, exclude) }
}

const isPlain = value => value !== null && typeof value == 'object' && !Array.isArray(value)

const isPattern = value => Array.isArray(value)
  ? value.every(isPattern)
  : value instanceof RegExp || typeof value == 'string' && value !== ''

const suggestion = name => {
  const known = Object.keys(CHECKS)
  const near = known.find(other => distance(name.toLowerCase(), other) < 3)
  return near ? `; did you mean "${near}"?` : `; the options are ${known.join(', ')}`
}

// How many letters to insert, delete or replace (Levenshtein).
const distance = (from, to) => {
  let row = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (const [n, letter] of [...from].entries()) {
    const next = [n + 1]
    for (const [m, other] of [...to].entries()) {
      next.push(Math.min(next[m] + 1, row[m + 1] + 1, row[m] + (letter == other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1)
}

const PATH = /^(\/[\w.~-]+)+$/
