// The backend in Vite's development server: what a deployed one does with the same
// modules, loaded anew when they were edited.

import { resolve } from 'node:path'
import { answer, requestOf } from './exchange.js'
import { nameOf, twice, WEB } from './web-modules.js'

// Without a backend the addresses are somebody else's: a proxy's, or those of another
// plugin. It says what to set if nobody answers, so it comes last.
export const serveBackend = options => options.backend
  ? server => {
    const middleware = middlewareOf(server, options)
    return insertGuarded(server.middlewares, middleware)
  }
  : {
    order: 'post',
    handler(server) {
      const { appType, server: { middlewareMode } } = server.config
      // There somebody may answer after Vite.
      if (middlewareMode && appType == 'custom') return
      const middleware = middlewareOf(server, options)
      return () => server.middlewares.use(middleware)
    },
  }

// After Vite's own middlewares that refuse a host, answer CORS or reject a request.
// They are there before the plugins' since Vite 7, and after them before that.
const insertGuarded = (middlewares, middleware) => {
  const lastGuard = () => middlewares.stack.findLastIndex(({ handle }) => GUARDS.test(handle.name))
  if (lastGuard() >= 0) {
    middlewares.use(middleware)
    return
  }
  return () => {
    middlewares.use(middleware)
    middlewares.stack.splice(lastGuard() + 1, 0, middlewares.stack.pop())
  }
}

const middlewareOf = (server, { modules, base, backend }) => {
  const { root, logger, server: { cors } } = server.config
  let found
  for (const event of ['add', 'unlink']) server.watcher.on(event, file => {
    if (WEB.test(file)) found = undefined
  })

  const load = file => server.ssrLoadModule(file.replaceAll('\\', '/'))

  // A backend keeps every module that it serves, so each edit is passed to it once.
  const services = new Map()
  const serviceOf = (name, made, module) => {
    const known = services.get(name)
    if (known?.made == made && known.module == module) return known.service
    const service = made.handle({ [name]: module }, { base })
    services.set(name, { made, module, service })
    return service
  }

  const handled = async (name, files, request) => {
    if (files.length > 1) return failure(500, twice(name, files))
    if (!backend) return failure(501, 'Set the option "backend" of fetch-with-auth/vite to the module that exports your backend.')
    const { backend: made } = await load(resolve(root, backend))
    if (typeof made?.handle != 'function') return failure(500, `${backend} has to export { backend }, made by createBackend().`)
    return serviceOf(name, made, await load(files[0]))(request)
  }

  return async (req, res, next) => {
    try {
      const target = req.originalUrl ?? req.url
      const [path] = target.split('?')
      const [name, method] = path.startsWith(`${base}/`) ? path.slice(base.length + 1).split('/') : []
      const files = method === undefined ? [] : [...await (found ??= modules.search(root))].filter(file => nameOf(file) == name)
      if (!files.length) return next()
      if (cors !== false && isForeign(req, res)) return await answer(failure(403, `Requests from ${req.headers.origin} are not allowed; see Vite's option "server.cors".`), res)
      const request = requestOf(req, res, target)
      await answer(await handled(name, files, request), res)
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      // Who has gone needs no answer.
      if (res.destroyed && error.name == 'AbortError') return
      server.ssrFixStacktrace(error)
      logger.error(error.stack, { error })
      if (res.headersSent) res.destroy()
      else await answer(failure(500, error.message), res)
    }
  }
}

// A page of another origin, to which Vite has not allowed the answer. Vite sends its
// files all the same, and the browser keeps them from that page; a call would be made.
const isForeign = ({ headers }, res) => {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (!origin || res.hasHeader('access-control-allow-origin')) return false
  return site ? site != 'same-origin' : !URL.canParse(origin) || new URL(origin).host != host
}

// As the backend says it, so that the page's call rejects with the sentence.
const failure = (status, message) => Response.json({ error: { code: 'internal', message } }, { status })

const GUARDS = /^(vite(RejectInvalidRequest|HostCheck)Middleware|hostValidationMiddleware|corsMiddleware)$/
