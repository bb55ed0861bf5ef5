import { createSessions, type ServerSession, type SvelteKitSessions } from 'fetch-with-auth/sveltekit'

// Of `RequestEvent` and `Handle` of @sveltejs/kit, what matters here.
interface RequestEvent {
  request: Request
  url: URL
  locals: App.Locals
  isSubRequest: boolean
  route: { id: string | null }
}
type Handle = (input: { event: RequestEvent; resolve: (event: RequestEvent, options?: { preload?: () => boolean }) => Response | Promise<Response> }) => Response | Promise<Response>

const sessions: SvelteKitSessions = createSessions({ clientId: 'client', leeway: 30 })
export const handle: Handle = sessions.handle
export const { handle: late }: { handle: Handle } = createSessions(() => ({ clientId: 'client', cookie: { format: 'sealed' }, secrets: 'secret' }))

export const stateOf = ({ locals: { session } }: RequestEvent): ServerSession['state'] => session.state

// @ts-expect-error
createSessions()
// @ts-expect-error
createSessions({})
// @ts-expect-error
createSessions(async () => ({ clientId: 'client' }))
