/**
 * fetch-with-auth/node: serves handlers of a `Request` from servers that have Node's own
 * objects: `node:http`, `https` and `http2`, Express, Connect and Fastify 5.
 *
 * ```js
 * import { toNodeHandler } from 'fetch-with-auth/node'
 *
 * const handler = toNodeHandler(backend.handle({ shop: await import('./shop.web.js') }))
 *
 * http.createServer(handler).listen(3000) // node:http
 * app.use('/api', handler) // Express, before express.json()
 * app.all('/api/*', handler) // Fastify
 * ```
 *
 * Handlers of `fetch-with-auth/backend`, and `routes` of `fetch-with-auth/server`, are such
 * functions. Hono, Deno, Bun, Workers, Next and others call them as they are.
 */

import type { Request, Response } from './platform.js'

/**
 * The same handler, with the arguments that Node's servers give one. It returns a promise
 * that resolves once the response is sent; with Fastify, to what Fastify waits for.
 *
 * The `Request` has the whole URL, also where the handler is mounted below a path. Its origin
 * is that which visitors see: of `X-Forwarded-Proto` and `X-Forwarded-Host` if there are any,
 * else of `Host`. Let a proxy in front set or remove them. Its body is a stream, and its
 * `signal` is aborted when the client leaves before all of the response was sent.
 *
 * If a body parser was there before, the body is made again from what it left on the request: `rawBody`,
 * or a `body` that is bytes, a text, or the content of JSON. Other bodies, like forms, are an error.
 *
 * The body of the response is sent as the client takes it, and cancelled when the client
 * leaves; Fastify sends the headers with its first piece. Headers that middleware has set before stay, unless the response has the same ones;
 * each `Set-Cookie` and `Vary` is added. A response that the handler got from `fetch` is decoded,
 * and sent without its `Content-Encoding`.
 *
 * What the handler throws goes to Express' or Fastify's error handling. In a bare server the
 * response is 500, without a text, and `console.error` gets the error. A message that no
 * `Request` can be made of, with the method TRACE or without a valid Host, is answered with 400.
 *
 * @throws TypeError if `handler` is not a function.
 */
export declare function toNodeHandler(handler: (request: Request) => Response | Promise<Response>): NodeHandler

/**
 * Fits `http.RequestListener`, Express' `RequestHandler` and Fastify's `RouteHandlerMethod`.
 * Its types are those of any of them.
 */
export type NodeHandler = (request: any, response: any, next?: any) => Promise<any>
