// For builds that Vite makes for Workers: the WebAssembly modules of this package are files
// beside what is built, and are compiled by what deploys them.

import { copyFile } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'

/** @returns {any} */
export const wasmFiles = () => {
  /** @type {Map<string, string>} */
  const files = new Map()
  return {
    name: 'fetch-with-auth/wasm-files',
    enforce: 'pre',
    /** @param {any} config */
    config({ ssr }) {
      if (ssr?.resolve?.conditions?.some(condition => CONDITIONS.has(condition))) return
      return { ssr: { resolve: { conditions: ['workerd', 'worker', 'browser', 'module', 'development|production'] } } }
    },
    /** @param {string} source @param {string | undefined} importer */
    resolveId(source, importer) {
      const [, path, query] = /^(\.[^?]*\.wasm)(\?module)?$/.exec(source) ?? []
      const folder = path && importer && dirname(importer)
      if (!folder || !OWN.test(folder.replaceAll('\\', '/'))) return
      const name = basename(path)
      files.set(name, `${folder}/${path}`)
      return { id: `${SCHEME}${name}${query ?? ''}`, external: true }
    },
    // Where the file is, from each chunk.
    /** @param {string} code @param {{ fileName: string }} chunk */
    renderChunk(code, { fileName }) {
      if (!code.includes(SCHEME)) return
      const up = posix.relative(posix.dirname(fileName), '.')
      return { code: code.replaceAll(SCHEME, `${up || '.'}/`), map: null }
    },
    // As assets they would be left out: Vite writes none for a server.
    /** @param {{ dir?: string }} output */
    async writeBundle({ dir = '.' }) {
      for (const [name, path] of files) await copyFile(path, join(dir, name))
    },
  }
}

const CONDITIONS = new Set(['workerd', 'edge-light'])
const OWN = /\/dist\/(workerd|edge-light)$/
const SCHEME = 'fetch-with-auth-file:'
