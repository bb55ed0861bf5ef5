// A backend's options, checked before anything happens.

import { API_ORIGINS, WIX, audienceOf, isSafe, mustBe, originOf } from '../origins.js'
import { BackendError } from './error.js'

export const settle = options => {
  const { appId, clientIds = [], appSecret, instanceId, apiKey, siteId, sites, apiOrigin = WIX, audience = [], fetch, limits, log } = options ?? {}
  for (const [name, value] of Object.entries({ appId, appSecret, instanceId, apiKey, siteId })) {
    if ((value !== undefined || name == 'appId') && (typeof value != 'string' || !value.trim())) refuse(name, 'a non-empty string', value)
  }
  if (!Array.isArray(clientIds) || !clientIds.every(id => typeof id == 'string' && id.trim())) refuse('clientIds', 'an array of non-empty strings', clientIds)
  if (sites !== undefined && sites !== 'any' && typeof sites != 'function') refuse('sites', '"any" or a function of the identity', sites)
  if (apiKey && !siteId) refuse('siteId', 'set together with `apiKey`', siteId)
  if (fetch !== undefined && typeof fetch != 'function') refuse('fetch', 'a function', fetch)
  if (log !== undefined && typeof log != 'function') refuse('log', 'a function', log)
  const api = originOf(apiOrigin)
  if (!api || !isSafe(api)) refuse('apiOrigin', 'an https origin (http on loopback)', apiOrigin)
  const further = audienceOf(audience, refuse)
  const most = { body: 100_000, depth: 32, callers: 1000, lookups: 32, ...limits }
  for (const [name, value] of Object.entries(most)) {
    const highest = name == 'depth' ? DEEPEST : MOST
    if (!Number.isInteger(value) || value < 1 || value > highest) refuse(`limits.${name}`, `a whole number from 1 to ${highest}`, value)
  }
  const apiOrigins = API_ORIGINS(api)
  return {
    appId,
    // New visitors are of the page's OAuth app.
    clientId: clientIds[0] ?? appId,
    appSecret,
    instanceId,
    apiKey,
    siteId,
    // What decides beside instanceId and siteId.
    sites: typeof sites == 'function' ? sites : undefined,
    namesSites: !!(instanceId || siteId || sites),
    api,
    // Looked up when it is called, so that it may still be replaced.
    fetch: fetch ?? ((...request) => globalThis.fetch(...request)),
    log,
    body: most.body,
    // The options of the class Backend.
    rules: {
      clientIds: [appId, ...clientIds],
      instanceId,
      siteId,
      apiKey,
      audience: [...apiOrigins, ...further],
      appAudience: apiOrigins,
      limits: most,
    },
  }
}

// An app may be installed on any number of sites. Where nothing says which of
// them count, a member or a user of each would be one here.
export const requireSites = ({ namesSites }, what, permission) => {
  if (!namesSites && permission != 'Anyone') refuse('sites', `set for ${what}, or members and users of every site with this app could call it. Set instanceId, siteId, sites: "any" or sites: a function of the identity. Only Permissions.Anyone needs none of them`)
}

export const refuse = (option, wanted, ...given) => {
  const rule = given.length ? mustBe(option, wanted, ...given) : `\`${option}\` must be ${wanted}`
  throw new BackendError('invalid_options', undefined, `${rule}.`)
}

const MOST = 2 ** 31 - 1
// Deeper than this no JSON is read.
const DEEPEST = 127
