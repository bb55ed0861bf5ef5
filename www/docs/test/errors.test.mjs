// Examples of error pages that provoke their error without a browser, run against a local Wix.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { startDev } from '../../dev/index.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const PROVOKED = {
  auth: ['not_configured', 'invalid_options', 'foreign_origin', 'authorization_present', 'no_cors', 'signed_out', 'token_request_refused', 'storage_unavailable', 'no_page'],
  backend: ['invalid_options', 'token_invalid', 'not_identified'],
  server: ['invalid_options', 'foreign_origin', 'no_cors'],
}

const CONFIGURED = "import { configure } from 'fetch-with-auth'\nconfigure({ clientId: 'YOUR-CLIENT-ID' })\n"

let folder
let wix
before(async () => {
  wix = await startDev()
  folder = await mkdtemp(join(HERE, 'errors-'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(join(HERE, '../../../pkg'), join(folder, 'node_modules/fetch-with-auth'))
})
after(async () => {
  await wix?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

for (const [family, codes] of Object.entries(PROVOKED)) {
  test(`Examples of ${family} provoke ${codes.join(', ')}`, async () => {
    const sections = (await readFile(join(HERE, `../errors/${family}.md`), 'utf8')).split(/^## /m)
    for (const code of codes) {
      const example = /```[jt]s\n([^]*?)```/.exec(sections.find(section => section.startsWith(`${code}\n`)))[1]
      // A page has configured it before.
      const before = family == 'auth' && !/configure\(|createAuth\(/.test(example) ? CONFIGURED : ''
      const { exit, printed } = await run(`${family}-${code}.mjs`, localized(before + example))
      assert.notEqual(exit, 0, `${code}: nothing was thrown`)
      assert.match(printed, new RegExp(`code: '${code}'`), printed)
    }
  })
}

/** The example with the local Wix in the place of Wix, of the page's own server, and of the app. */
const localized = example => example
  .replace(/'\/api\/cart'/g, `'${wix.apiOrigin}/echo'`)
  .replace(/(clientId|appId): '[^']*'/g, (option, name) => `${option.includes('not-a-client') ? option : `${name}: '${wix.clientId}'`}, apiOrigin: '${wix.apiOrigin}'`)
  .replace(/https:\/\/(www\.wixapis\.com|api\.shop\.example)/g, wix.apiOrigin)

async function run(name, text) {
  const file = join(folder, name)
  await writeFile(file, text)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let printed = ''
  child.stderr.on('data', part => (printed += part))
  const [exit] = await once(child, 'close')
  return { exit, printed }
}
