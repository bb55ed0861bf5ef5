// Every page of the built site in a browser: without findings of axe-core, wide and narrow, light and
// dark, without an error, and without a request to anywhere else. With ALL, axe-core sees the generated
// pages as well, and not one of each kind only: they are most of the pages, and most of the time.
import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'

import { chromium } from 'playwright-core'

const { SITE, CHROMIUM, ALL } = process.env
const DIST = new URL('../dist/', import.meta.url)
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 390, height: 844 }

/** One page of each kind, which is seen in every look. */
const KINDS = ['/', '/404.html', '/playground/', '/how-to/csp/', '/explanation/session/', '/errors/auth/', '/errors/auth/internal/', '/reference/devtools/']

const isGenerated = path => /^\/(errors\/[^/]+|reference)\/./.test(path) && !KINDS.includes(path)

/** Wide and narrow, light and dark; generated pages in one of the two in turn. */
function looksOf(path) {
  const looks = [[NARROW, 'dark'], [WIDE, 'light']]
  if (KINDS.includes(path)) return [...looks, [NARROW, 'light'], [WIDE, 'dark']]
  return isGenerated(path) ? [looks[paths.indexOf(path) % 2]] : looks
}

const paths = (await readdir(DIST, { recursive: true }))
  .filter(path => path.endsWith('index.html') || path == '404.html')
  .map(path => `/${path.replace(/index\.html$/, '')}`)

let browser
before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM })
})
after(() => browser?.close())

test('No page has a finding of axe-core, an error, or a request to anywhere else', async () => {
  assert.ok(paths.length > 10, `${paths.length} pages`)
  assert.deepEqual(KINDS.filter(path => !paths.includes(path)), [])
  const rest = [...paths]
  const found = []
  const work = async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    page.on('pageerror', error => found.push(`${page.url()}: ${error}`))
    page.on('request', request => {
      if (!request.url().startsWith(SITE)) found.push(`${page.url()}: a request to ${request.url()}`)
    })
    page.on('response', response => {
      if (response.status() >= 400) found.push(`${page.url()}: ${response.status()} of ${response.url()}`)
    })
    for (let path; (path = rest.shift());) found.push(...await findings(page, path))
  }
  await Promise.all([work(), work()])
  assert.deepEqual(found, [])
})

async function findings(page, path) {
  await page.goto(SITE + path)
  const isSeen = ALL || !isGenerated(path)
  if (isSeen) await page.evaluate(AXE)
  const found = []
  // The sidebar is the same on every page.
  const within = KINDS.includes(path) ? 'document' : "{ exclude: ['nav.sidebar'] }"
  for (const [size, theme] of looksOf(path)) {
    await page.setViewportSize(size)
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    if (overflow > 0) found.push(`${path} at ${size.width}: ${overflow} px wider than the window`)
    if (!isSeen) continue
    const violations = await page.evaluate(`axe.run(${within}, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')))`)
    found.push(...violations.map(violation => `${path} at ${size.width}, ${theme}: ${violation}`))
  }
  return found
}

test('The search finds a page, without the network', async () => {
  const page = await browser.newPage()
  await page.goto(`${SITE}/`)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('dialog').getByRole('textbox').or(page.getByRole('dialog').getByRole('searchbox')).first().fill('elevation')
  await page.getByRole('dialog').getByRole('link', { name: /A web method with elevation/ }).first().click()
  await page.waitForURL(/web-method/)
})

test('Each page has its Markdown beside it, and llms.txt names only what there is', async () => {
  for (const path of paths) {
    if (path == '/404.html') continue
    const twin = path == '/' ? '/index.md' : `${path.slice(0, -1)}.md`
    const response = await fetch(SITE + twin)
    assert.equal(response.status, 200, twin)
    assert.match(await response.text(), /^# .+\n/, twin)
  }
  const list = await (await fetch(`${SITE}/llms.txt`)).text()
  const targets = [...list.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
  assert.ok(targets.length > 5)
  for (const target of targets) assert.equal((await fetch(SITE + target)).status, 200, target)
})
