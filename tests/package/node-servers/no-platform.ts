// Where TypeScript knows no platform: neither its library dom nor @types/node.
import { createAuth } from 'fetch-with-auth'
import { createBackend } from 'fetch-with-auth/backend'
import { toNodeHandler } from 'fetch-with-auth/node'
import { createSessions } from 'fetch-with-auth/server'

toNodeHandler(createBackend({ appId: 'app', apiOrigin: 'https://www.wixapis.com' }).handle({}))
toNodeHandler(createSessions({ clientId: 'client' }).routes.login)
createAuth({ clientId: 'client' }).fetchWithAuth('/api/cart').then(response => response.status satisfies number)
