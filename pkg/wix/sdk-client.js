// A client of the Wix SDK that sends through a fetch of ours, and adds no Authorization.

// @ts-ignore: @wix/sdk is an optional peer dependency.
import { createClient } from '@wix/sdk/client'

/**
 * `send` is the fetch for the requests of SDK modules; `own` is what the client offers to
 * modules instead of what it would. `headers` is an object, since without one createClient
 * adds an empty Authorization.
 * @param {{ send: typeof fetch, own: { fetchWithAuth: typeof fetch, getActiveToken?: () => string }, headers: object, [option: string]: any }} options
 */
export const sdkClient = ({ send, own, headers, ...config }) => {
  const client = createClient({
    ...config,
    headers,
    fetch: (input, init) => send(input, init).catch(error => {
      throw withoutSetters(error)
    }),
  })
  const { use } = client
  return Object.assign(client, {
    // Its own loses a Headers object, the headers of a Request, and the type of a form.
    fetchWithAuth: own.fetchWithAuth,
    // The same of `httpClient.fetchWithAuth` of @wix/essentials, which calls this with a
    // function of what the client offers to modules. Modules have a `__type` if they
    // are something else.
    use: (modules, metadata) => use(typeof modules == 'function' && !modules.__type ? withOwn(modules, own) : modules, metadata),
  })
}

const withOwn = (module, own) =>
  Object.assign((httpClient, ...rest) => module(httpClient && { ...httpClient, ...own }, ...rest), module)

// An error of ours whose members the SDK cannot overwrite: it assigns a message, a code
// and a status of its own to whatever its fetch rejects with.
const withoutSetters = error => {
  if (!/^(Auth|Backend)Error$/.test(error?.name)) return error
  for (const name of ['message', 'code', 'status']) {
    const value = error[name]
    if (value !== undefined) Object.defineProperty(error, name, { get: () => value, set() {}, enumerable: name == 'code', configurable: true })
  }
  return error
}

// The same request to the Wix API at another origin: the SDK knows two, of which the
// second is nearer.
export const atOrigin = (url, apiOrigin) => apiOrigin ? `${url}`.replace(WIX_API, apiOrigin) : url
const WIX_API = /^https:\/\/(www|edge)\.wixapis\.com(?=[/?#]|$)/
