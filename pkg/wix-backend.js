// fetch-with-auth/wix/backend: the context of the Wix SDK on a server. What it promises is
// in wix-backend.d.ts.
//
// That context is one for the process, so its two clients have no caller: their fetch asks
// for each request in whose scope it is called.

// @ts-ignore: this package itself, so that the bundler chooses the entry.
import { elevate, fetchWithAuth, getContext } from 'fetch-with-auth/backend'
import { WIX } from './origins.js'
import { storedScope } from './backend/scope.js'
import { atOrigin, sdkClient } from './wix/sdk-client.js'

export const enableWixSdk = () => {
  caller.enableContext('global')
  app.enableContext('global', { elevated: true })
}

const apiOrigin = () => {
  const api = storedScope()?.context.backend.settings.api
  return api == WIX ? undefined : api
}

// What the SDK remembers of a response and sends along from then on, for each request.
// Frozen, so that nobody sets a header for all callers.
const headersByRequest = () => {
  const values = new WeakMap()
  return Object.freeze(Object.defineProperty({}, 'X-Wix-Consistent', {
    get: () => values.get(storedScope()?.context),
    set(value) {
      const context = storedScope()?.context
      if (context) values.set(context, value)
    },
  }))
}

const caller = sdkClient({
  headers: headersByRequest(),
  send: async (url, init) => fetchWithAuth(atOrigin(url, apiOrigin()), init),
  own: {
    fetchWithAuth,
    // For getTokenInfo of @wix/essentials: of the caller, whose request has it.
    getActiveToken: () => getContext().request.headers.get('authorization').replace(/^Bearer +/i, ''),
  },
})

const elevated = elevate(fetchWithAuth)
const app = sdkClient({
  headers: headersByRequest(),
  send: async (url, init) => elevated(atOrigin(url, apiOrigin()), init),
  own: { fetchWithAuth: elevated },
})
// A function that is called within an elevation finds the client above, which sends as the
// app there: so any function can be elevated, and not only those of modules.
const { use } = app
app.use = modules => typeof modules == 'function' && !modules.__type ? elevate(modules) : use(modules)
