// The pages of the site as Markdown: those in pages/, and those made of other documents of the
// project. Without dependencies, since tests read them as well.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Documents of the project that are pages, too: where they are, and under which address. */
const DOCUMENTS = {
  'pkg/docs/hosts.md': 'how-to/hosts',
  'pkg/docs/rendering.md': 'how-to/rendering',
  'pkg/docs/webhooks.md': 'how-to/webhooks',
  'pkg/docs/moving.md': 'how-to/moving',
  'pkg/docs/slim.md': 'how-to/slim',
  'pkg/docs/workers.md': 'how-to/workers',
  'pkg/docs/libraries.md': 'how-to/libraries',
  'pkg/docs/SKILL.md': 'how-to/coding-agents',
  'BENCHMARKS.md': 'explanation/figures',
}

/** Parts of documents that are pages: under which address, by which title, with which sections. */
const PARTS = {
  'explanation/security': ['SECURITY.md', 'What is not protected against', ['Not protected against', 'What an elevated function must still do']],
}

/** Families of errors, each with a page for each code: what its error is, and where its messages are. */
export const ERRORS = {
  auth: { error: 'AuthError', messages: 'pkg/error.js' },
  backend: { error: 'BackendError', messages: 'pkg/backend/error.js' },
  server: { error: 'SessionError' },
  'login-redirect': { error: 'loginError' },
  login: { error: 'errorCode' },
  warning: { error: 'AuthWarning' },
}

/** All pages: `{ slug, source, title, description, text }`. `text` has no title, and links of the site. */
export function pages() {
  const below = (folder, prefix) => filesBelow(folder).map(source => [source, `${prefix}${source.slice(folder.length + 1, -'.md'.length)}`])
  const all = [...below('www/docs/pages', ''), ...below('www/docs/errors', 'errors/'), ...Object.entries(DOCUMENTS)]
  const slugs = new Map([...all, ...Object.entries(PARTS).map(([slug, [source]]) => [source, slug])])
  const parts = Object.entries(PARTS).map(([slug, [source, title, sections]]) => page(source, slug, part(source, title, sections), slugs))
  return [...parts, ...all.flatMap(([source, slug]) => (slug.startsWith('errors/') ? errors(source, slug, slugs) : page(source, slug, read(source), slugs)))]
}

const part = (source, title, headings) => {
  const sections = read(source).split(/^(?=## )/m)
  const found = headings.map(heading => sections.find(section => section.startsWith(`## ${heading}\n`)) ?? fail(`${source}: no section ${heading}`))
  return `# ${title}\n\n${found.join('\n').replace(`## ${headings[0]}\n`, '')}`
}

/** The page of a family of errors, and one for each of its codes. */
function errors(source, slug, slugs) {
  const { error, messages } = ERRORS[slug.slice('errors/'.length)] ?? fail(`${source}: no family of errors`)
  const [head, ...sections] = read(source).split(/^## /m)
  const entries = sections.map(section => {
    const [, code, rest] = /^(\w+)\n\n([^]*)$/.exec(section) ?? fail(`${source}: ${section}`)
    const [what, ...others] = rest.trim().split('\n\n')
    const example = others.findIndex(part => part.startsWith('```'))
    if (example < 1) fail(`${source}: ${code} has not what happened, what to do, and an example`)
    const message = messages && messageOf(messages, code)
    const text = [
      `# ${code}\n`,
      `${what}\n`,
      message ? `The message${message.startsWith(' ') ? ' ends' : ''}: “${message.trim()}”\n` : '',
      `## What to do\n\n${others.slice(0, example).join('\n\n')}\n`,
      `## Example\n\n${others.slice(example).join('\n\n')}\n`,
      `All codes: [${/^# (.+)/.exec(head)[1]}](${source.split('/').at(-1)})\n`,
    ].filter(Boolean).join('\n')
    return { ...page(source, `${slug}/${code.toLowerCase()}`, text, slugs), title: `${code} (${error})`, code, first: /^[^]*?[.:](?=\s|$)/.exec(what)?.[0].replace(/:$/, '.') ?? what }
  })
  const rows = entries.map(({ code, first }) => `| [\`${code}\`](#${code}) | ${first.replace(/\n/g, ' ')} |`)
  return [page(source, slug, `${head.trim()}\n\n| code | what happened |\n|---|---|\n${rows.join('\n')}\n`, slugs), ...entries]
}

/** What the error says, if it is always the same. */
const messageOf = (path, code) => new RegExp(`^  ${code}: (['"\`])(.+)\\1,$`, 'm').exec(read(path))?.[2].replaceAll("\\'", "'")

export const read = path => readFileSync(ROOT + path, 'utf8')

function page(source, slug, markdown, slugs) {
  const { title, rest } = /^(?:---\n[^]*?\n---\n\n)?# (?<title>.+)\n(?<rest>[^]*)$/.exec(markdown)?.groups ?? fail(`${source}: no title in its first line`)
  const text = withHeaders(linked(withoutContext(rest).trim(), source, slugs))
  const description = plain(text.split('\n\n').find(part => /^[\p{L}`*[]/u.test(part)) ?? '').split(/(?<=[.:]) (?=\p{Lu}|On every)/u)[0].replace(/:$/, '.')
  return { slug, source, title: plain(title), description, text: `${text}\n` }
}

/** Without what only tells the test of code blocks what is around one. */
const withoutContext = text => text.replace(/^<!-- (?:given|file|skip)\b[^]*?-->\n/gm, '')

/** A column of a table has a header, for who hears it: axe-core asks for it. */
const withHeaders = text => text.replace(/^\| \|(?=.*\n\|[-|:]+$)/gm, '| what |')

/** Relative links to sources of pages become links of the site, and those to other files their text. */
function linked(text, source, slugs) {
  return outsideCode(text, part => part.replace(/\[((?:[^\][]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g, (whole, label, target) => {
    if (/^(https?:|\/)/.test(target)) return whole
    const [path, hash] = target.split('#')
    const file = path ? posix.normalize(`${posix.dirname(source)}/${path}`) : source
    const slug = slugs.get(file)
    // Codes of errors have pages of their own.
    if (slug?.startsWith('errors/') && hash) return `[${label}](${address(`${slug}/${hash.toLowerCase()}`)})`
    if (!path) return whole
    if (!slug) return existsSync(ROOT + file) ? label : fail(`${source}: there is no ${file}`)
    return `[${label}](${address(slug)}${hash ? `#${hash}` : ''})`
  }))
}

const outsideCode = (text, change) => text.split(/(^```[^]*?^```$)/m).map((part, index) => (index % 2 ? part : change(part))).join('')

export const address = slug => (slug == 'index' ? '/' : `/${slug}/`)

const plain = text => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '').replace(/\s+/g, ' ').trim()

const filesBelow = folder => readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
  .map(entry => posix.join(posix.relative(ROOT, entry.parentPath), entry.name))
  .sort()

function fail(why) {
  throw new Error(why)
}
