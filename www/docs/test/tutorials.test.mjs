// Each tutorial, followed to the letter: its commands and files in an empty folder, and a browser
// that does what it says. Packed tarballs stand in for what the registry would have; ports are free ones.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { chromium } from 'playwright-core'

import { steps } from './steps.mjs'

const { LIBRARY, DEV, CHROMIUM } = process.env
const FOLDER = new URL('../pages/tutorials/', import.meta.url)
// Vite as the other tests have it.
const INSTALLED = { 'fetch-with-auth': LIBRARY, 'fetch-with-auth-dev': DEV, vite: 'vite@8.3.8' }
const LOCAL_WIX = 'http://localhost:4949'

let browser
before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM })
})
after(() => browser?.close())

test('The first call: nine products, as a visitor who stays the same', async t => {
  const { page, wix, url } = await follow(t, 'first-call.md')
  await page.goto(url)
  await shows(page, 'output', 'visitor')
  const items = await page.locator('li').allTextContents()
  assert.equal(items.length, 9)
  assert.equal(items[0], 'River teapot, €68.00')
  await page.reload()
  await shows(page, 'output', 'visitor')
  const second = await page.context().newPage()
  await second.goto(url)
  await shows(second, 'output', 'visitor')
  const { visitors, tokenRequests } = await wix.report()
  assert.deepEqual([visitors, tokenRequests.anonymous, tokenRequests.refresh_token ?? 0], [1, 1, 0])
})

test('The first call: a foreign URL is refused', async t => {
  const { page, url } = await follow(t, 'first-call.md', {
    'main.js': text => text.replace(/fetchWithAuth\(`[^`]*`/, "fetchWithAuth('https://example.com/'"),
  })
  const thrown = page.waitForEvent('pageerror')
  await page.goto(url)
  assert.equal((await thrown).code ?? (await thrown).message.match(/not in `audience`/)?.[0], 'not in `audience`')
})

test('Member login: Ada logs in, is known by name in two tabs, and logs out of both', async t => {
  const { page, url } = await follow(t, 'member-login.md')
  await page.goto(url)
  await page.getByRole('button', { name: 'Log in' }).click()
  await logIn(page)
  await shows(page, 'output', 'Ada, ada@example.com')
  assert.equal(page.url(), url)
  const second = await page.context().newPage()
  await second.goto(url)
  await shows(second, 'output', 'Ada, ada@example.com')
  await page.getByRole('button', { name: 'Log out' }).click()
  await shows(second, 'output', 'visitor')
  await page.waitForURL(`${url}?wixMemberLoggedIn=false`)
  await shows(page, 'output', 'visitor')
})

test('A web method: a visitor is refused, a member alone as well, and the app restocks', async t => {
  const { page, url } = await follow(t, 'web-method.md')
  const loaded = []
  page.on('response', async response => loaded.push(await response.text().catch(() => '')))
  await page.goto(url)
  await shows(page, 'output', 'empty')
  await page.locator('#restock').click()
  await shows(page, 'output', 'permission_denied')
  await page.locator('#login').click()
  await logIn(page)
  await shows(page, 'output', 'member')
  await page.locator('#alone').click()
  await shows(page, 'output', 'status 403')
  await page.locator('#restock').click()
  await shows(page, 'output', 'status 200')
  assert.ok(loaded.some(text => text.includes('webMethods')))
  assert.ok(!loaded.some(text => text.includes('incrementData')))
})

test('The start in README.md: products, a login and a logout', async t => {
  const { page, url } = await follow(t, '../../../../README.md')
  await page.goto(url)
  await page.getByRole('button', { name: 'Log in' }).click()
  await logIn(page)
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.waitForURL(`${url}?wixMemberLoggedIn=false`)
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  assert.match(await page.locator('p').textContent(), /^River teapot, /)
})

test('Each tutorial has at most five commands, and a test here', async () => {
  const own = await readFile(new URL(import.meta.url), 'utf8')
  const pages = await readdir(FOLDER)
  assert.ok(pages.length > 2)
  for (const name of pages) {
    const commands = steps(await readFile(new URL(name, FOLDER), 'utf8')).filter(step => step.command)
    assert.ok(commands.length <= 5, name)
    assert.ok(own.includes(`'${name}'`), name)
  }
})

test('Each outcome in the table of the login form comes out as it says', async t => {
  const text = await readFile(new URL('../how-to/login-form.md', FOLDER), 'utf8')
  const files = steps(text).filter(({ file }) => file)
  const commands = steps(await readFile(new URL('first-call.md', FOLDER), 'utf8')).filter(({ command }) => command)
  const environment = `VITE_WIX_CLIENT_ID=5a0f7ea5-c0de-4c1a-9d15-0be5ca11ab1e\nVITE_WIX_API_ORIGIN=${LOCAL_WIX}\n`
  const { page, url, wix } = await followed(t, [...files, { file: '.env.development', text: environment }, ...commands])
  await page.goto(url)
  await shows(page, '#state', 'empty')
  const submit = async (email, password = 'open-sesame', button = 'Log in') => {
    await page.locator('[name=email]').fill(email)
    await page.locator('[name=password]').fill(password)
    await page.getByRole('button', { name: button }).click()
  }
  for (const [email, password, message] of [
    ['paul@example.com', 'open-sesame', 'The site owner has to approve this first.'],
    ['ben@example.com', 'open-sesame', 'This account is blocked.'],
    ['ada@example.com', 'another one', 'The password is wrong.'],
    ['nobody@example.com', 'open-sesame', 'Please check the e-mail address.'],
    ['rita@example.com', 'open-sesame', 'Please choose a new password: we have sent you an e-mail.'],
  ]) {
    await submit(email, password)
    await shows(page, '#message', message)
    assert.ok(text.includes(`\`${email}\``), email)
  }
  await submit('ada@example.com', 'open-sesame', 'Register')
  await shows(page, '#message', 'This e-mail address is taken.')
  await submit('una@example.com')
  await shows(page, '#message', 'Enter the code that we have sent you by e-mail.')
  await page.locator('[name=code]').fill('000000')
  await page.getByRole('button', { name: 'Verify' }).click()
  await shows(page, '#message', 'The code is wrong.')
  const { code } = (await wix.outbox()).find(({ to, kind }) => to == 'una@example.com' && kind == 'verification')
  await page.locator('[name=code]').fill(code)
  await page.getByRole('button', { name: 'Verify' }).click()
  await shows(page, '#state', 'member')
  await submit('ada@example.com')
  await shows(page, '#message', 'Welcome.')
})

/** Does what the page says until the browser comes in, with some of its files changed. */
async function follow(t, name, changes = {}) {
  return followed(t, steps(await readFile(new URL(name, FOLDER), 'utf8')), changes)
}

async function followed(t, all, changes = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-'))
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
  const files = []
  let wix
  let url
  for (const { command, file, text } of all) {
    if (file) {
      files.push([join(folder, file), changes[file]?.(text) ?? text])
    } else if (command.startsWith('npm install ')) {
      const packages = command.split(' ').slice(2).map(word => INSTALLED[word] ?? assert.fail(word))
      await run(folder, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages])
    } else if (command == 'npx fetch-with-auth-dev') {
      const printed = await server(t, folder, [...command.split(' '), '--port', '0', '--json'], /\{.*\}/)
      wix = local(JSON.parse(printed))
    } else if (command == 'npx vite') {
      for (const [path, text] of files) await writeFile(path, text.replaceAll(LOCAL_WIX, wix.origin))
      url = await server(t, folder, [...command.split(' '), '--port', '0'], /http:\/\/localhost:\d+\//)
    } else {
      await run(folder, command.split(' '))
    }
  }
  const context = await browser.newContext()
  t.after(() => context.close())
  return { page: await context.newPage(), wix, url }
}

const local = ({ apiOrigin, clientId }) => ({
  origin: apiOrigin,
  outbox: async () => (await fetch(`${apiOrigin}/_control/clients/${clientId}/outbox`)).json(),
  report: async () => (await fetch(`${apiOrigin}/_control/clients/${clientId}`)).json(),
})

async function logIn(page) {
  await page.locator('[name=email]').first().fill('ada@example.com')
  await page.locator('[name=password]').first().fill('open-sesame')
  await page.locator('[name=password]').first().press('Enter')
}

async function shows(page, selector, text) {
  const place = page.locator(selector)
  const isSo = ([node, expected]) => node.textContent.trim() == expected
  await page.waitForFunction(isSo, [await place.elementHandle(), text]).catch(async error => {
    throw new Error(`'${await place.textContent()}' in place of '${text}'`, { cause: error })
  })
}

async function run(folder, words) {
  const { child, log } = start(folder, words)
  const code = await new Promise(done => child.on('close', done))
  assert.equal(code, 0, `${words.join(' ')}\n${log()}`)
}

/** Starts what keeps running, and waits for what it prints. */
function server(t, folder, words, pattern) {
  const { child, log } = start(folder, words)
  t.after(() => {
    const ended = new Promise(done => child.on('close', done))
    process.kill(-child.pid)
    return ended
  })
  return new Promise((done, fail) => {
    const look = () => {
      const found = pattern.exec(log())
      if (found) done(found[0])
    }
    child.stdout.on('data', look)
    child.on('close', () => fail(new Error(`${words.join(' ')} ended:\n${log()}`)))
  })
}

function start(folder, words) {
  const env = { ...process.env, NO_COLOR: '1', npm_config_update_notifier: 'false' }
  delete env.FORCE_COLOR
  const child = spawn(words[0], words.slice(1), { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (printed += text))
  return { child, log: () => printed }
}
