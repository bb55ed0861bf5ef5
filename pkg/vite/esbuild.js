// esbuild: it writes before plugins see what it wrote, so the plugin writes in its
// place, once all of it has been checked.

import { realpathSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { checkOutput } from './output-check.js'
import { refuseServerOnly } from './server-only.js'

export const checkEsbuild = (build, { modules, base, isReplaced }) => {
  const { initialOptions } = build
  const { platform, write = true, metafile, absWorkingDir: root = process.cwd(), outdir, outfile, allowOverwrite } = initialOptions
  if (platform == 'node') return
  Object.assign(initialOptions, { write: false, metafile: true })
  // By path, so that what stays the same is not written again.
  const hashes = new Map()

  build.onEnd(async result => {
    if (!result.outputFiles) return
    const inputs = Object.keys(result.metafile.inputs).map(path => pathOf(resolve(root, path)))
    try {
      refuseServerOnly(...chunksOf(result.metafile))
      await checkOutput({
        modules,
        base,
        roots: [root],
        outputs: result.outputFiles.map(({ path, contents }) => ({ name: path, content: contents })),
        inputs,
        isReplaced,
        written: [outdir ?? (outfile && dirname(outfile))].filter(Boolean).map(path => resolve(root, path)),
        settings: initialOptions,
      })
      if (write) await writeAll(result.outputFiles, allowOverwrite ? [] : inputs, hashes)
    } catch (error) {
      result.outputFiles = []
      return { errors: [{ text: error.message, detail: error }] }
    }
    if (write) delete result.outputFiles
    if (!metafile) delete result.metafile
  })
}

const chunksOf = ({ inputs, outputs }) => [
  Object.entries(outputs).map(([name, { inputs }]) => ({ name, ids: Object.keys(inputs).filter(id => inputs[id].bytesInOutput) })),
  id => Object.keys(inputs).filter(other => inputs[other].imports.some(({ path }) => path == id)),
]

// The id of a module as esbuild says it when it loads the module and when it lists what
// it has built. The working directory may be a link, and the module another.
export const pathOf = id => {
  try {
    return join(realpathSync.native(dirname(id)), basename(id))
  } catch {
    return id
  }
}

const writeAll = async (files, inputs, hashes) => {
  for (const { path } of files) if (inputs.includes(pathOf(path))) throw new Error(`Refusing to overwrite input file "${path}" (use "allowOverwrite" to allow this)`)
  await Promise.all(files.map(async ({ path, contents, hash }) => {
    if (path == '<stdout>') process.stdout.write(contents)
    else if (hashes.get(path) != hash) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, contents)
      hashes.set(path, hash)
    }
  }))
}
