// Which files are web modules, and the names that they are called by.

import { existsSync, realpathSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'

// Also of an id with a query. Go reads it too, in esbuild: no look-ahead.
export const WEB = /\.web\.[cm]?[jt]sx?(?:[?#]|$)/

// The file behind a bundler's id, if it is a web module of this project. What is
// published has no secrets, and means the web platform by this ending.
export const fileOf = id => {
  const [, path] = FILE.exec(id) ?? []
  if (!path || !isAbsolute(path)) return
  const file = realpathSync(path)
  return FOREIGN.test(file) ? undefined : file
}

export const nameOf = file => {
  const [, name] = NAME.exec(basename(file)) ?? []
  return name
}

export class WebModules {
  #files = new Map()

  // The file's name, or an error if it cannot have it.
  add(file) {
    const name = nameOf(file)
    if (!name) throw new Error(`${file}: the name of a web module is part of an address; a letter, then letters, digits, "_" and "-".`)
    const other = this.#files.get(name)
    if (other && other != file && existsSync(other)) throw new Error(twice(name, [other, file]))
    this.#files.set(name, file)
    return name
  }
}

export const twice = (name, files) => `Two web modules have the name "${name}": ${files.join(' and ')}. Rename one.`

// All files by name, of a folder and those in it.
export const search = async (folder, found = new Map()) => {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!SKIPPED.test(entry.name)) await search(path, found)
    } else if (nameOf(path)) {
      found.set(nameOf(path), [...(found.get(nameOf(path)) ?? []), path])
    }
  }
  return found
}

const FILE = /^([^\0]+?\.web\.[cm]?[jt]sx?)(?:[?#]|$)/
const NAME = /^([A-Za-z][\w-]*)\.web\.[cm]?[jt]sx?$/
const FOREIGN = /[\\/]node_modules[\\/]/
const SKIPPED = /^(\.|node_modules$|dist$)/
