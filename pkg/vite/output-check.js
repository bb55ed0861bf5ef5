// The last check of a build for a page: nothing that it is about to write holds the
// source of a web module, whichever way the source took.
//
// First by origin: a web module among the files that went in, without stubs in its
// place. Then by content, for what does not say where it comes from. Bundlers rename,
// minify and encode, so texts are compared without white space, quotes and escapes,
// also those within data URLs, and a web module is known by its whole source or by a
// string of its own: one that no other file of the page has.

import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parsed, textsOf } from './exports.js'
import { isStubs, stubs } from './stubs.js'
import { EXCLUDE, fileOf, nameOf } from './web-modules.js'

/**
 * roots      folders of the project
 * outputs    what is written: name, content (text or bytes), and the files that the bundler says it is made of
 * inputs     ids of all that went in; those of web modules are replaced by stubs, or it is an error
 * isReplaced whether this id, of a web module, is
 * pageFiles  ids of what else explains strings in the output, as other files of the page
 * written    folders of what was built
 * settings   what else of the user may be in the output: definitions, banners
 */
export const checkOutput = async ({ modules, base, roots, outputs, inputs, isReplaced, pageFiles = [], written = [], settings }) => {
  const files = new Map([...inputs].map(id => [id, fileOf(id)]).filter(([, file]) => file))
  const used = new Set([...files.values()].filter(file => modules.has(file)))
  for (const file of used) modules.nameOf(file, [...used])
  for (const [id, file] of files) if (used.has(file) && !isReplaced(id)) throw new Error(leak(file))

  for (const { name, content, from = [] } of outputs) {
    for (const path of from) {
      for (const root of roots) {
        const file = modules.fileOf(resolve(root, path))
        if (file && !isStubs(String(content), `${base}/${nameOf(file)}`)) throw new Error(leak(file, name))
      }
    }
  }

  const folders = new Set(written.map(path => resolve(path)))
  const found = new Set(used)
  for (const root of roots) await modules.search(workspaceOf(root), path => folders.has(path), found)
  const all = await Promise.all([...found].map(async file => new Suspect(file, await read(file))))
  // An earlier build may have written stubs under this name.
  const suspects = all.filter(({ file, source }) => used.has(file) || !isStubs(source, `${base}/${nameOf(file)}`))
  if (!suspects.length) return
  const pageTexts = [settings, process.env].map(texts => JSON.stringify(texts) ?? '')
  for (const { file, source } of suspects) if (used.has(file)) pageTexts.push(stubs(source, file, `${base}/${nameOf(file)}`))
  const page = new Page([...files.values(), ...[...pageFiles].map(fileOf)].filter(file => file && !modules.has(file)), pageTexts)
  for (const { name, content } of outputs) {
    for (const text of layersOf(content)) {
      for (const suspect of suspects) {
        if (suspect.isWholeIn(text)) throw new Error(leak(suspect.file, name))
        for (const part of suspect.partsIn(text)) {
          if (!await page.has(part, suspect)) throw new Error(leak(suspect.file, name, part))
        }
      }
    }
  }
}

const leak = (file, name, part) => [
  `${file}: the source of this web module would be in ${name ? `"${name}", which is` : 'what is'} built for a page`,
  part ? ` (it contains ${JSON.stringify(part.slice(0, 40))})` : '',
  '. A page must import a web module by the names of its exports: not as a URL, not as text, not past the plugin, not through a link with another name. ',
  EXCLUDE,
].join('')

class Suspect {
  constructor(file, source) {
    this.file = file
    this.source = source
    this.whole = plain(source)
    let texts = []
    try {
      texts = [...textsOf(parsed(source, file))]
    } catch {
      // Not used by this build, or its stubs had failed: then its whole source has to do.
    }
    this.parts = [...new Set(texts.map(plain))].filter(isDistinct)
  }

  isWholeIn(text) {
    const { whole } = this
    return whole.length >= WHOLE && text.includes(whole) || whole.length >= TINY && text == whole
  }

  partsIn(text) {
    return this.parts.filter(part => text.includes(part))
  }
}

// The page's own files and what else is rightly in it, which explain the strings that it
// has in common with a web module. Files are read when there is one to explain.
class Page {
  #texts

  constructor(files, texts) {
    this.files = files
    this.texts = texts
  }

  async has(part, suspect) {
    this.#texts ??= [
      ...this.texts.map(plain),
      ...await Promise.all(this.files.map(async file => plain(await read(file)))),
    ]
    // A copy of a web module explains nothing.
    return this.#texts.some(text => text.includes(part) && !(suspect.whole.length >= WHOLE && text.includes(suspect.whole)))
  }
}

const read = file => readFile(file, 'utf8').catch(() => '')

// A content, and what is encoded in it, each as plain text. A URL in a map in a URL
// is three deep.
const layersOf = function* (content, depth = 0) {
  const text = typeof content == 'string' ? content : Buffer.from(content).toString('utf8')
  yield plain(text)
  if (depth == 3) return
  if (PERCENT.test(text)) yield* layersOf(text.replace(/(?:%[0-9a-f]{2})+/gi, bytes => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8')), depth + 1)
  for (const [run] of text.matchAll(BASE64)) yield* layersOf(Buffer.from(run, 'base64'), depth + 1)
}

// Without what differs by quoting: in a string, in a string in JSON, in an attribute,
// and in strings that are put together by "+".
const plain = text => text
  .replace(/\\+(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2}))/gi, (all, ...codes) => {
    const code = parseInt(codes.slice(0, 3).find(Boolean), 16)
    return code > 0x10ffff ? all : String.fromCodePoint(code)
  })
  .replace(/&(quot|#34|#x22|apos|#39|#x27|amp|lt|gt);/gi, (_, name) => ENTITIES[name.toLowerCase()] ?? '')
  .replace(/\\+[nrtbfv0]|[\s\0\ufeff"'`\\+]+/g, '')

const ENTITIES = { amp: '&', lt: '<', gt: '>' }

// A word like "function" is in everything.
const isDistinct = text => text.length >= 10 && /[^a-z]/.test(text) || text.length >= 16

// Where the packages of a monorepo have their common folder, a web module of one may
// be in the page of another.
const workspaceOf = root => {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    if (['pnpm-workspace.yaml', 'lerna.json'].some(name => existsSync(join(folder, name))) || hasWorkspaces(join(folder, 'package.json'))) return folder
    if (folder == dirname(folder)) return root
  }
}

const hasWorkspaces = file => {
  try {
    return Boolean(JSON.parse(readFileSync(file, 'utf8')).workspaces)
  } catch {
    return false
  }
}

// So many characters of a source, without white space, are not there by chance.
const WHOLE = 40
const TINY = 12
const PERCENT = /%[\da-f]{2}/i
const BASE64 = /[\w+/-]{16,}={0,2}/g
