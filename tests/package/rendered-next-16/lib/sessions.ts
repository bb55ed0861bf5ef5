import { createSessions } from 'fetch-with-auth/next'

export const sessions = createSessions(() => ({ clientId: process.env.WIX_CLIENT_ID!, apiOrigin: process.env.WIX_ORIGIN }))
