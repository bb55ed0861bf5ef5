// Options of an Auth in a Worker: what is sent is what a Worker's fetch knows.

import { settle as settled } from '../options.js'
import { known } from './init.js'

export { storageOf } from '../options.js'

/** @type {typeof settled} */
export const settle = (options, warn) => {
  const settings = settled(options, warn)
  const { fetch } = settings
  settings.fetch = async (input, init) => {
    const response = await fetch(input, known(init))
    if (init?.redirect == 'error' && REDIRECT.test(`${response.status}`)) throw new TypeError('A redirect, which is not followed')
    return response
  }
  return settings
}

const REDIRECT = /^30[12378]$/
