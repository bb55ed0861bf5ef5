import { createSessions, type NextSessions } from 'fetch-with-auth/next'
import type { ServerSession, SessionsOptions } from 'fetch-with-auth/server'

const options: SessionsOptions = { clientId: 'client', cookie: { format: 'sealed' }, secrets: ['new', 'old'] }
const sessions: NextSessions = createSessions(options)
createSessions(() => options)

// @ts-expect-error
createSessions({})
// @ts-expect-error
createSessions(async () => options)

// What Next calls a proxy with, and what it takes.
interface NextRequest extends Request { readonly nextUrl: { readonly pathname: string; readonly basePath: string } }
interface NextFetchEvent { waitUntil(promise: Promise<unknown>): void }
export const proxy: (request: NextRequest, event: NextFetchEvent) => Promise<Response | null | undefined | void> = sessions.proxy

export const rewriting = (request: NextRequest) => sessions.proxy(request, (session) => {
  const state: ServerSession['state'] = session.state
  return new Response(state, { headers: session.forward })
})
export const later = (request: NextRequest) => sessions.proxy(request, async ({ stale }) => Response.json(stale))
// @ts-expect-error
sessions.proxy(new Request('https://shop.example/'))

export async function render(): Promise<string> {
  const session = await sessions.session()
  const response = await session.fetchWithAuth('https://www.wixapis.com/x')
  return `${session.state} ${response.status}`
}
