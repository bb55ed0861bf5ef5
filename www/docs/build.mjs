// Builds the site into dist/: pages, search, a `.md` of each page, llms.txt and llms-full.txt.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'astro'

import { address, pages, read } from './pages.mjs'
import { buildPlayground } from './playground/build.mjs'
import { ENTRIES, SIDEBAR } from './sidebar.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const CONTENT = join(HERE, 'src/content/docs')
const DIST = join(HERE, 'dist')

/** Pages without the sidebar: what they show needs the width of both. */
const WIDE = ['playground']

const all = pages()
const listed = SIDEBAR.flatMap(({ items }) => items.flatMap(item => item.items ?? item))
const lost = all.filter(({ slug, code }) => slug != 'index' && !code && !listed.includes(slug))
if (lost.length > 0) throw new Error(`not in the sidebar: ${lost.map(({ source }) => source).join(', ')}`)

rmSync(CONTENT, { recursive: true, force: true })
for (const { slug, title, description, text } of all) {
  const head = ['---', `title: ${JSON.stringify(title)}`, `description: ${JSON.stringify(description)}`, ...(WIDE.includes(slug) ? ['template: splash'] : []), '---']
  write(join(CONTENT, `${slug}.md`), `${head.join('\n')}\n\n${text}`)
}
rmSync(DIST, { recursive: true, force: true })
await build({ root: HERE, logLevel: 'error' })
await buildPlayground(join(DIST, 'playground'))

for (const { slug, title, text } of all) write(join(DIST, `${slug}.md`), `# ${title}\n\n${withoutElements(text)}`)
for (const path of readdirSync(join(CONTENT, 'reference'), { recursive: true }).filter(path => path.endsWith('.md'))) {
  const text = readFileSync(join(CONTENT, 'reference', path), 'utf8')
  const title = /^title: "?(.*?)"?$/m.exec(text)[1]
  write(join(DIST, path == 'index.md' ? 'reference.md' : join('reference', path)), `# ${title}\n\n${text.replace(/^---\n[^]*?\n---\n+/, '')}`)
}

const SUMMARY = '`fetch`, authenticated as the current visitor or member of a site on Wix Headless; with logins, web methods, and sessions of servers that render. An npm package: `npm install fetch-with-auth`.'
const bySlug = new Map(all.map(page => [page.slug, page]))
const line = ({ slug, title, description }) => `- [${title}](${address(slug).slice(0, -1) || '/index'}.md): ${description}`
const sections = SIDEBAR.map(({ label, items }) => `## ${label}\n\n${items.flatMap(item => item.items ?? item).map(slug => line(bySlug.get(slug))).join('\n')}`)
write(join(DIST, 'llms.txt'), `# fetch-with-auth\n\n> ${SUMMARY}\n\nAll of this in one file: [llms-full.txt](/llms-full.txt).\n\n${sections.join('\n\n')}\n`)

const types = Object.keys(ENTRIES).map(entry => `## ${entry}.d.ts\n\n\`\`\`ts\n${read(`pkg/${entry}.d.ts`)}\`\`\``)
const full = [...listed.map(slug => bySlug.get(slug)).map(({ title, text }) => `# ${title}\n\n${withoutElements(text)}`), `# The types\n\n${types.join('\n\n')}`]
write(join(DIST, 'llms-full.txt'), `${full.join('\n')}\n`)

/** A drawing says in its title what it shows; what scripts make is not in the text. */
function withoutElements(text) {
  return text
    .replace(/<div class="drawing">[^]*?<title>([^]*?)<\/title>[^]*?<\/div>/g, '($1)')
    .replace(/^<div id="[^]*?<\/script>\n+/gm, '')
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
