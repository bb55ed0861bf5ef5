import { SessionError, createSessions, type LoginErrorCode, type ServerSession, type SessionErrorCode, type Sessions, type SharedSessions } from 'fetch-with-auth/server'

const sessions: Sessions = createSessions({
  clientId: 'client',
  cookie: { name: 'own', maxAge: 3600, domain: 'shop.example', sameSite: 'lax' },
  adopt: ['session'],
  mint: async (request: Request) => request.method === 'GET',
  audience: ['https://api.shop.example', new URL('https://b.shop.example')],
  apiOrigin: undefined,
  fetch,
  leeway: 30,
  siteOrigin: 'https://shop.example',
  callbackPath: '/session/callback',
})
createSessions({ clientId: 'client', cookie: { maxAge: 'session' }, adopt: false, mint: (_request, isNavigation: boolean) => isNavigation })
createSessions({ clientId: 'client', cookie: { format: 'sealed' }, secrets: 'secret' })
createSessions({ clientId: 'client', cookie: { format: 'sealed' }, secrets: ['new', 'old'] })
export const answer: Promise<Response> = sessions.routes.token(new Request('https://shop.example/session/token'))

export const routes: ((request: Request) => Promise<Response>)[] = [sessions.routes.login, sessions.routes.callback, sessions.routes.logout]
export const loginError: LoginErrorCode = 'state_mismatch'

const values = new Map<string, string>()
const shared: SharedSessions = {
  lock: (name, task) => navigator.locks.request(name, task),
  read: (key) => values.get(key),
  write: async (key, value) => void values.set(key, value),
}
createSessions({ clientId: 'client', secrets: 'secret', shared })
// @ts-expect-error
createSessions({ clientId: 'client', secrets: 'secret', shared: { lock: shared.lock } })

// @ts-expect-error
createSessions({})
// @ts-expect-error
createSessions({ clientId: 'client', cookie: { sameSite: 'Lax' } })

export async function handle(request: Request): Promise<Response> {
  const session: ServerSession = await sessions.begin(request)
  const state: 'empty' | 'visitor' | 'member' | 'expired' = session.state
  // @ts-expect-error
  session.state = 'empty'
  const { fetchWithAuth } = session
  const response = await fetchWithAuth('https://www.wixapis.com/x', { method: 'POST', body: state, headers: session.forward })
  return session.finish(response)
}

// What frameworks pass on as cookies.
interface NextCookies { get(name: string): { name: string; value: string } | undefined }
interface SvelteKitCookies { get(name: string): string | undefined }
export async function render(next: Promise<NextCookies>, svelte: SvelteKitCookies, header: string | null): Promise<boolean[]> {
  const read = [await sessions.read(next), await sessions.read(svelte), await sessions.read(header), await sessions.read(new Headers())]
  return read.map(({ stale }) => stale)
}

export const codeOf = (error: unknown): SessionErrorCode | undefined => error instanceof SessionError ? error.code : undefined
