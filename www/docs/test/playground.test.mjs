// The playground as a reader has it: its examples run in the page, against the local Wix in that page.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'

import { chromium } from 'playwright-core'

const { SITE, CHROMIUM } = process.env
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser
before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM })
})
after(() => browser?.close())

async function opened(t, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  t.after(() => context.close())
  const page = await context.newPage()
  const elsewhere = []
  page.on('request', request => /^(?!blob:|about:|data:)/.test(request.url()) && !request.url().startsWith(SITE) && elsewhere.push(request.url()))
  await page.goto(`${SITE}/playground/`)
  const frame = page.frameLocator('iframe')
  return {
    page,
    frame,
    elsewhere,
    code: page.getByLabel('Code'),
    output: frame.getByRole('log', { name: 'Output' }),
    timeline: frame.getByRole('log', { name: 'Timeline' }),
    lines: kind => frame.locator(`[data-kind=${kind}]`),
    state: frame.locator('dd').first(),
    press: name => frame.getByRole('button', { name }).click(),
    run: () => page.getByRole('button', { name: 'Run' }).click(),
    open: example => page.getByRole('button', { name: 'Open in the editor' }).nth(example).click(),
  }
}

const shows = async (place, text) => {
  await place.filter({ hasText: text }).first().waitFor()
}

test('The first example is a signed call after one token request, and an outage does not end the session', async t => {
  const { frame, elsewhere, output, lines, state, press, run } = await opened(t)
  await run()
  await output.getByText(/^200 River teapot, /).waitFor()
  await shows(lines('token'), 'Token request (new visitor): 200')
  assert.equal(await lines('token').count(), 1)
  await shows(lines('call'), /POST .*products\/query.*200/)
  assert.equal(await state.textContent(), 'visitor')
  await press('Look up')
  const visitor = frame.getByText(/^VISITOR \S{8}/)
  const id = await visitor.textContent()

  await frame.getByRole('switch', { name: /Token endpoint down/ }).click()
  await frame.getByRole('switch', { name: /Token endpoint down/, checked: true }).waitFor()
  await press('Refuse the access token')
  await press('Call again')
  await output.getByText(/^401/).waitFor()
  await shows(frame.locator('[data-kind=refused]'), 'Token request (renewal): 503')
  assert.equal(await state.textContent(), 'visitor')

  await frame.getByRole('switch', { name: /Token endpoint down/ }).click()
  await frame.getByRole('switch', { name: /Token endpoint down/, checked: false }).waitFor()
  await press('Call again')
  await output.getByText(/^200 River teapot, /).nth(1).waitFor()
  await shows(lines('token'), 'Token request (renewal): 200')
  assert.equal(await visitor.textContent(), id)
  assert.doesNotMatch(await frame.locator('html').innerText(), /OauthNG|JWS/)
  assert.deepEqual(elsewhere, [])
})

test('The call carries the token: without it the same call is refused', async t => {
  const { code, output, run } = await opened(t)
  const first = await code.inputValue()
  await code.fill(first.replace('await call()', "console.log((await fetch(`${apiOrigin}/stores/v1/products/query`, { method: 'POST' })).status)\nconst echo = await (await fetchWithAuth(`${apiOrigin}/echo`)).json()\nconsole.log('scheme', JSON.stringify(echo).match(/OauthNG/)?.[0])"))
  await run()
  await shows(output, 'scheme OauthNG')
  await shows(output, /^40[13]/)
})

test('The second example is a member whom an ended session does not make a visitor', async t => {
  const { output, state, press, run, open, elsewhere } = await opened(t)
  await open(1)
  await run()
  await shows(output, '200 Ada ada@example.com')
  assert.equal(await state.textContent(), 'member')
  await press('End the session')
  await press('Call again')
  await shows(output, 'AuthError sign_in_required')
  assert.equal(await state.textContent(), 'expired')
  await press('Sign out')
  await shows(state, 'empty')
  assert.deepEqual(elsewhere, [])
})

test('The third example is refused before anything is sent, and the panel says what to do', async t => {
  const { output, timeline, run, open, elsewhere } = await opened(t)
  await open(2)
  await run()
  await shows(output, 'AuthError foreign_origin')
  await shows(timeline, 'add it to the option audience')
  assert.deepEqual(elsewhere, [])
})

test('By keyboard: Ctrl+Enter runs, Tab leaves the editor, and an error in the code is shown', async t => {
  const { page, code, output } = await opened(t)
  await code.fill("console.log('by keyboard', { a: 1 })\nnope()")
  await code.press('Control+Enter')
  await shows(output, 'by keyboard {"a":1}')
  await shows(output, 'ReferenceError: nope is not defined')
  await code.press('Tab')
  assert.notEqual(await page.evaluate('document.activeElement.tagName'), 'TEXTAREA')
  await code.fill('const = 1')
  await code.press('Control+Enter')
  await shows(output, 'SyntaxError')
})

test('The code reaches neither the page around it nor the network', async t => {
  const { code, output, run, elsewhere } = await opened(t)
  await code.fill(`
try { console.log('around', parent.document.title) } catch (error) { console.log('around', error.name) }
try { console.log('storage', localStorage.length) } catch (error) { console.log('storage', error.name) }
try { console.log('network', (await fetch('${SITE}/llms.txt')).status) } catch (error) { console.log('network', error.name) }
`)
  await run()
  await shows(output, 'around SecurityError')
  await shows(output, 'storage SecurityError')
  await shows(output, 'network TypeError')
  assert.deepEqual(elsewhere, [])
})

for (const [name, options] of Object.entries({
  'wide and light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  'wide and dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  'narrow and light': { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  'narrow and dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
})) {
  test(`While code runs, ${name}, axe-core finds nothing, and nothing is wider than its window`, async t => {
    const { page, output, lines, run } = await opened(t, options)
    await run()
    await shows(output, /^200 River teapot, /)
    await lines('call').first().waitFor()
    for (const frame of page.frames()) {
      await frame.evaluate(AXE)
      const violations = await frame.evaluate("axe.run({ iframes: false, resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`))")
      assert.deepEqual(violations, [], frame.url())
      const overflow = await frame.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.ok(overflow <= 0, `${frame.url()}: ${overflow} px`)
    }
  })
}
