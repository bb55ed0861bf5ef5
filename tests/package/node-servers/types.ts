import { createServer } from 'node:http'
import { createServer as createServer2 } from 'node:http2'

import express from 'express'
import fastify from 'fastify'
import { createBackend } from 'fetch-with-auth/backend'
import { createSessions } from 'fetch-with-auth/server'
import { type NodeHandler, toNodeHandler } from 'fetch-with-auth/node'

const handler: NodeHandler = toNodeHandler(createBackend({ appId: 'app' }).handle({}))
createServer(handler)
createServer2(handler)
express().use('/api', handler).get('/x', handler)
fastify().all('/api/*', handler)
express().get('/login', toNodeHandler(createSessions({ clientId: 'client' }).routes.login))
toNodeHandler(async request => new Response(request.url))
// @ts-expect-error no Response
toNodeHandler(() => 'text')
