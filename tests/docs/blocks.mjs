// Checks the code blocks of documents with TypeScript, in an empty folder: `node blocks.mjs FOLDER
// COMPILER...`
//
// Blocks of one document are files of one folder, each on the lines on which the document has it, so
// an error names the line. A block is named by a comment in its first line (`// backend.js`), so that
// others can import it. A comment in Markdown before a block gives what is around it: `<!-- given`
// and code, on lines of their own.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parse } from '../../www/dev/lib/command-line.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const [, , FOLDER, ...COMPILERS] = process.argv

const below = folder => readdirSync(join(ROOT, folder), { recursive: true }).filter(path => path.endsWith('.md')).map(path => `${folder}/${path}`).sort()
const DOCUMENTS = ['README.md', 'pkg/README.md', ...below('pkg/docs'), ...below('docs'), ...below('www/docs/pages'), ...below('www/docs/errors')]

const CODE = ['js', 'jsx', 'ts', 'tsx']
/** What has no code to check. */
const OTHERS = ['', 'astro', 'html', 'http', 'text', 'svelte', 'vue']

/** JavaScript is checked less strictly. */
const PROJECTS = ['javascript', 'typescript']
/** Nobody narrows a type in JavaScript. */
const UNKNOWN = /Property '\w+' does not exist on type '(unknown|Identity)'/

mkdirSync(join(FOLDER, 'node_modules'))
for (const [name, path] of [['fetch-with-auth', 'pkg'], ['fetch-with-auth-dev', 'www/dev']]) {
  symlinkSync(join(ROOT, path), join(FOLDER, 'node_modules', name))
}

const faults = []
let count = 0
for (const document of DOCUMENTS) {
  const names = new Set()
  for (const [index, { language, code, line, context }] of blocks(readFileSync(join(ROOT, document), 'utf8')).entries()) {
    const where = `${document}:${line}`
    if (language == 'sh') for (const command of code.trim().split('\n')) faults.push(...commandFaults(command).map(why => `${where}: ${why}: ${command}`))
    else if (language == 'json') JSON.parse(code)
    else if (CODE.includes(language)) {
      count += 1
      const name = /^\/\/ ([\w./[\]+-]+\.[cm]?[jt]sx?)\n/.exec(code)?.[1] ?? `block-${index + 1}.${language}`
      if (names.has(name)) faults.push(`${where}: a second ${name}`)
      names.add(name)
      const path = join(FOLDER, PROJECTS.find(project => project.startsWith(language[0])), document.replace(/\.md$/, ''), name)
      mkdirSync(dirname(path), { recursive: true })
      // Lines with a `return` are the body of a function.
      const body = /^return /m.test(code) ? `async () => {\n${code}}` : `\n${code}`
      writeFileSync(path, `${context.replace(/\n/g, '; ')}${'\n'.repeat(line - 1)}${body}`)
    } else if (!OTHERS.includes(language)) faults.push(`${where}: '${language}' is not checked`)
  }
}
for (const name of ['javascript.json', 'typescript.json', 'around.d.ts', 'around-javascript.d.ts']) {
  writeFileSync(join(FOLDER, name), readFileSync(new URL(name, import.meta.url)))
}
for (const compiler of COMPILERS) {
  for (const project of PROJECTS) {
    const { stdout } = spawnSync(process.execPath, [compiler, '--project', `${project}.json`], { cwd: FOLDER, encoding: 'utf8' })
    const found = stdout.split(/\n(?! )/).filter(fault => fault && !(project == 'javascript' && UNKNOWN.test(fault)))
    faults.push(...found.map(fault => fault.replace(`${project}/`, '')))
  }
}
if (count < 140) faults.push(`only ${count} blocks`)
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log(`${count} code blocks of ${DOCUMENTS.length} documents`)

/** The fenced blocks of a document: their code, the line of the fence, and what a comment before gives. */
function blocks(text) {
  const lines = text.split('\n')
  const found = []
  let context = ''
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at] == '<!-- given') {
      const end = lines.indexOf('-->', at)
      context = lines.slice(at + 1, end).join('\n')
      at = end
    }
    const fence = /^( *)```(\w*)/.exec(lines[at])
    if (!fence) continue
    const end = lines.findIndex((line, index) => index > at && line.trim() == '```')
    if (end < 0) throw new Error(`a block without an end in line ${at + 1}`)
    const code = lines.slice(at + 1, end).map(line => line.slice(fence[1].length)).join('\n')
    found.push({ language: fence[2], code: `${code}\n`, line: at + 1, context })
    context = ''
    at = end
  }
  return found
}

/** What is wrong with a command: a program, an option or a part of xtask that does not exist. */
function commandFaults(line) {
  const [program, ...words] = line.replace(/\s#.*/, '').trim().split(/\s+/)
  if (/^(#|[A-Z_]+=)/.test(line)) return []
  if (program == 'npm') return words.join(' ') == 'init -y' || words[0] == 'install' ? [] : ['npm init or install']
  if (program == 'npx' && words[0] == 'vite') return []
  if (program == 'npx' && words[0] == 'fetch-with-auth-dev') {
    try {
      parse(words.slice(1))
      return []
    } catch (error) {
      return [error.message]
    }
  }
  if (program == 'cargo' && words[0] == 'xtask') {
    const help = readFileSync(join(ROOT, 'xtask/src/main.rs'), 'utf8')
    return help.includes(`\n  ${words.slice(1).join(' ').replace(/ --?.*/, '')}`) ? [] : ['not in cargo xtask help']
  }
  return existsSync(join(ROOT, program)) ? [] : ['unknown']
}
