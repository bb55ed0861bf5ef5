// Which files are web modules, and the names that they are called by.

import { existsSync, realpathSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'

// Also of an id with a query. Go reads it too, in esbuild: no look-ahead. A file
// system may not tell letter case, so neither does this.
export const WEB = /\.web\.[cm]?[jt]sx?(?:[?#\x00]|$)/i

// The file behind a bundler's id, by its real name: the id may be a link, or in
// another letter case than the file.
export const fileOf = id => {
  if (!isAbsolute(id)) return
  for (const path of [id, ...(FILE.exec(id)?.slice(1) ?? []), id.replace(/[?#\x00].*$/s, '')]) {
    try {
      return realpathSync.native(path)
    } catch {
      // Not a file by this name.
    }
  }
}

export class WebModules {
  constructor(isIncluded) {
    this.isIncluded = isIncluded
  }

  // What is published has no secrets, and means the web platform by this ending.
  has(file) {
    return WEB.test(file) && !FOREIGN.test(file) && this.isIncluded(file)
  }

  // The web module behind a bundler's id.
  fileOf(id) {
    const file = fileOf(id)
    return file && this.has(file) ? file : undefined
  }

  // The name of a web module, or an error if it cannot have it beside these.
  nameOf(file, others) {
    const name = nameOf(file)
    if (!name) throw new Error(`${file}: the name of a web module is part of a URL: it must be a letter, then letters, digits, "_" or "-". ${EXCLUDE}`)
    const other = others.find(other => other != file && nameOf(other) == name && existsSync(other))
    if (other) throw new Error(twice(name, [other, file]))
    return name
  }

  // All web modules of a folder and those in it, by their real names.
  async search(folder, isSkipped = path => basename(path) == 'dist', found = new Set()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!HIDDEN.test(entry.name) && !isSkipped(path)) await this.search(path, isSkipped, found)
      } else {
        const file = WEB.test(path) && this.fileOf(path)
        if (file) found.add(file)
      }
    }
    return found
  }
}

export const twice = (name, files) => `Two web modules have the name "${name}": ${files.join(' and ')}. Rename one. ${EXCLUDE}`

export const EXCLUDE = 'If it does not belong to the backend, list it in the option "exclude".'

export const nameOf = file => {
  const [, name] = NAME.exec(basename(file)) ?? []
  return name
}

const FILE = /^([^\0]+?\.web\.[cm]?[jt]sx?)(?:[?#\x00]|$)/i
const NAME = /^([A-Za-z][\w-]*)\.web\.[cm]?[jt]sx?$/i
const FOREIGN = /[\\/]node_modules[\\/]/
const HIDDEN = /^(\.|node_modules$)/
