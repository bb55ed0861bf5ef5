// The options of a backend, validated.

import { API_ORIGINS, WIX, audienceOf, isSafe, mustBe, originOf } from '../origins.js'
import { brokenByNames } from '../option-names.js'
import { BackendError } from './error.js'

export const parseOptions = options => {
  checkNames(options, OPTIONS)
  const { appId, clientIds = [], appSecret, publicKey, instanceId, apiKey, siteId, sites, apiOrigin = WIX, audience = [], fetch, limits = {}, log } = options
  for (const [name, value] of Object.entries({ appId, appSecret, instanceId, apiKey, siteId })) {
    if ((value !== undefined || name == 'appId') && (typeof value != 'string' || !value.trim())) refuse(name, 'a non-empty string', value)
  }
  // A secret that the environment lacks is not a decision to do without.
  for (const name of ['appSecret', 'publicKey', 'apiKey']) if (name in options && options[name] === undefined) refuse(name, 'set, or left out: it is undefined, perhaps for lack of an environment variable')
  if (!Array.isArray(clientIds) || !clientIds.every(id => typeof id == 'string' && id.trim())) refuse('clientIds', 'an array of non-empty strings', clientIds)
  if (sites !== undefined && sites !== 'any' && typeof sites != 'function') refuse('sites', '"any" or a function of the identity', sites)
  if (apiKey && !siteId) refuse('siteId', 'set together with `apiKey`', siteId)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)
  if (log !== undefined && typeof log != 'function') refuse('log', 'a function', log)
  const api = originOf(apiOrigin)
  if (!api || !isSafe(api)) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  const further = audienceOf(audience, refuse)
  checkNames(limits, Object.keys(LIMITS), 'limits')
  const given = Object.entries(limits).filter(([, value]) => value !== undefined)
  const allLimits = { ...LIMITS, ...Object.fromEntries(given) }
  for (const [name, value] of Object.entries(allLimits)) {
    const max = name == 'depth' ? MAX_DEPTH : MAX_LIMIT
    if (!Number.isInteger(value) || value < 1 || value > max) refuse(`limits.${name}`, `a whole number from 1 to ${max}`, value)
  }
  const apiOrigins = API_ORIGINS(api)
  return {
    appId,
    // The client ID for new visitors: that of the page's OAuth app.
    clientId: clientIds[0] ?? appId,
    appSecret,
    // Validated where it is used: webhook-options.js.
    publicKey,
    instanceId,
    apiKey,
    siteId,
    // The function that decides beside instanceId and siteId.
    sites: typeof sites == 'function' ? sites : undefined,
    namesSites: !!(instanceId || siteId || sites),
    isOfSeveralSites: !!sites && !instanceId && !siteId,
    api,
    // The global fetch is looked up at each call, so that it may still be replaced.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    log,
    maxBody: allLimits.body,
    // The options of the class Backend.
    rules: {
      clientIds: [appId, ...clientIds],
      instanceId,
      siteId,
      apiKey,
      audience: [...apiOrigins, ...further],
      appAudience: apiOrigins,
      limits: allLimits,
    },
  }
}

// An app may be installed on any number of sites. If no option names the accepted ones,
// a member or a user of each would be one here.
export const requireSites = ({ namesSites }, what, permission) => {
  if (!namesSites && permission != 'Anyone') refuse('sites', `set for ${what}, or members and users of every site with this app could call it. Set instanceId, siteId, sites: "any" or sites: a function of the identity. Only Permissions.Anyone needs none of them`)
}

export const refuse = (option, wanted, ...values) => {
  const rule = values.length ? mustBe(option, wanted, values[0], values[1]) : `\`${option}\` must be ${wanted}`
  throw new BackendError('invalid_options', undefined, `${rule}.`)
}

export const checkNames = (options, known, what) => {
  const broken = brokenByNames(options, known, what)
  if (broken) throw new BackendError('invalid_options', undefined, broken)
}

const OPTIONS = ['appId', 'clientIds', 'appSecret', 'publicKey', 'instanceId', 'apiKey', 'siteId', 'sites', 'apiOrigin', 'audience', 'fetch', 'limits', 'log']
const LIMITS = { body: 100_000, depth: 32, callers: 1000, lookups: 32 }
const MAX_LIMIT = 2 ** 31 - 1
// JSON that is nested deeper is not parsed.
const MAX_DEPTH = 127
