import { createSessions, type AstroSessions, type ServerSession } from 'fetch-with-auth/astro'

// Of `APIContext`, `MiddlewareHandler` and `APIRoute` of Astro, what matters here.
interface APIContext {
  request: Request
  url: URL
  locals: App.Locals
  isPrerendered: boolean
}
type MiddlewareHandler = (context: APIContext, next: (payload?: string | URL | Request) => Promise<Response>) => Promise<Response> | Response | Promise<void> | void
type APIRoute = (context: APIContext) => Response | Promise<Response>

const sessions: AstroSessions = createSessions({ clientId: 'client', leeway: 30 })
export const onRequest: MiddlewareHandler = sessions.onRequest
export const ALL: APIRoute = sessions.ALL
export const late: { onRequest: MiddlewareHandler; ALL: APIRoute } = createSessions(() => ({ clientId: 'client', cookie: { format: 'sealed' }, secrets: 'secret' }))

export const stateOf = ({ locals: { session } }: APIContext): ServerSession['state'] => session.state

// @ts-expect-error
createSessions()
// @ts-expect-error
createSessions({})
// @ts-expect-error
createSessions(async () => ({ clientId: 'client' }))
