// Listings of how-to pages, run as they stand there: clients of others over fetchWithAuth, and tests
// against the local Wix.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { steps } from './steps.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const API = 'https://api.shop.example'
const CLIENTS = ['ky.js', 'axios.js', 'ofetch.js', 'openapi.js', 'graphql-request.js', 'apollo.js', 'query.js']

let folder
before(async () => {
  // Below this folder, so that packages of others are found; ours is what was built.
  folder = await mkdtemp(join(HERE, 'listings-'))
  await mkdir(join(folder, 'node_modules'))
  for (const [name, path] of [['fetch-with-auth', '../../../pkg'], ['fetch-with-auth-dev', '../../dev']]) {
    await symlink(join(HERE, path), join(folder, 'node_modules', name))
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
after(() => rm(folder, { recursive: true, force: true }))

/** The files of a page, written; where they are. */
async function written(page, change = text => text) {
  const files = steps(await readFile(join(HERE, `../pages/how-to/${page}.md`), 'utf8')).filter(({ file }) => file)
  for (const { file, text } of files) await writeFile(join(folder, file), change(text))
  return files.map(({ file }) => file)
}

test('Each client of others is signed, by nothing but its option for fetch', async () => {
  const seen = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1","data":{"cart":{"id":"1"}}}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => (server.close(), server.closeAllConnections()))
  const origin = `http://127.0.0.1:${server.address().port}`
  const ours = createRequireOf(folder)
  const { startDev } = await ours('fetch-with-auth-dev')
  const { configure } = await ours('fetch-with-auth')
  const wix = await startDev()
  after(() => wix.stop())
  configure({ clientId: wix.clientId, apiOrigin: wix.apiOrigin, audience: [origin] })
  const files = await written('clients', text => text.replaceAll(API, origin))
  assert.deepEqual(files.filter(file => file != 'session.js'), CLIENTS)
  for (const file of CLIENTS) {
    const { cart } = await import(pathToFileURL(join(folder, file)))
    const result = await cart()
    assert.equal((result.cart ?? result).id, '1', file)
  }
  assert.equal(seen.length, CLIENTS.length)
  for (const authorization of seen) assert.match(authorization, /^OauthNG\.JWS\./)
  assert.equal(new Set(seen).size, 1)
})

test("A member's name and e-mail are one call, and nothing is asked for a visitor", async () => {
  const ours = createRequireOf(folder)
  const { startDev } = await ours('fetch-with-auth-dev')
  const { configure, fetchWithAuth } = await ours('fetch-with-auth')
  const wix = await startDev()
  after(() => wix.stop())
  const auth = configure({ clientId: wix.clientId, apiOrigin: wix.apiOrigin, storage: 'memory' })
  assert.deepEqual(await written('member', text => text.replaceAll('https://www.wixapis.com', wix.apiOrigin)), ['member.ts'])
  const { currentMember } = await import(pathToFileURL(join(folder, 'member.ts')))
  assert.equal(await currentMember(auth), undefined)
  assert.equal((await wix.report()).visitors, 0)
  const my = `${wix.apiOrigin}/members/v1/members/my`
  assert.equal((await fetchWithAuth(my)).status, 403)
  assert.equal(await currentMember(auth), undefined)
  const ada = await wix.signedInAs('ada')
  await auth.signInWithTokens(ada)
  assert.deepEqual(await currentMember(auth), { id: ada.memberId, email: 'ada@example.com', name: 'Ada', photo: undefined })
  assert.deepEqual(Object.keys((await (await fetchWithAuth(my)).json()).member).filter(name => /email/i.test(name)), [])
  await wix.revokeTokens()
  await assert.rejects(currentMember(auth), { message: 'Wix responded with 401' })
})

test('The tests of the page about testing pass', async () => {
  await written('testing')
  // Without what this runner tells its own tests.
  const { NODE_TEST_CONTEXT, ...env } = process.env
  await promisify(execFile)(process.execPath, ['--test', 'session.test.js'], { cwd: folder, env })
})

/** Imports what a file in that folder would import. */
const createRequireOf = folder => async name => {
  const file = join(folder, `import-${name}.js`)
  await writeFile(file, `export * from '${name}'`)
  return import(pathToFileURL(file))
}
