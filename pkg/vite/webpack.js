// webpack and Rspack: what they build for, and the last check of what they emit.

import { checkOutput } from './output-check.js'
import { refuseServerOnly } from './server-only.js'
import { isStubs } from './stubs.js'
import { nameOf } from './web-modules.js'

// A desktop app has Node too, and is in its user's hands like a page.
export const isNode = compiler => {
  const { node, web, electron } = compiler?.options.externalsPresets ?? {}
  return node && !web && !electron
}

export const checkWebpack = (compiler, { modules, base, name }) => {
  compiler.hooks.emit.tapPromise({ name, stage: LAST }, async compilation => {
    if (isNode(compiler)) return
    const { plugins, output, context } = compiler.options
    const { chunkGraph, moduleGraph } = compilation
    refuseServerOnly(
      [...compilation.chunks].map(chunk => ({ name: [...chunk.files][0], ids: withResource(chunkGraph.getChunkModules(chunk)).map(({ resource }) => resource) })),
      id => withResource(compilation.modules).filter(({ resource }) => resource == id).map(module => moduleGraph.getIssuer(module)?.resource).filter(Boolean),
    )
    const found = withResource(compilation.modules)
    // A module may be there twice: inline loaders (`!!`) skip the stubs for one of them.
    const raw = new Set(found.filter(module => modules.fileOf(module.resource) && !hasStubs(module, modules, base)).map(({ resource }) => resource))
    await checkOutput({
      modules,
      base,
      roots: [context],
      outputs: compilation.getAssets().map(({ name, source, info }) => ({ name, content: source.source(), from: [info.sourceFilename].filter(Boolean) })),
      inputs: new Set([...found.map(({ resource }) => resource), ...compilation.fileDependencies]),
      isReplaced: id => !raw.has(id),
      written: [output.path],
      settings: plugins.map(plugin => plugin?.definitions),
    })
  })
}

// Also those that others were put together of.
const withResource = modules => [...modules].flatMap(module => [module, ...module.modules ?? []]).filter(({ resource }) => resource)

// A loader says its file in both, and whose plugin it serves only in webpack.
const hasStubs = (module, modules, base) => {
  const text = module.originalSource()?.source()
  return module.loaders?.some(({ loader }) => LOADER.test(loader)) && text !== undefined
    && isStubs(String(text), `${base}/${nameOf(modules.fileOf(module.resource))}`)
}

const LOADER = /[\\/]unplugin[\\/]dist[\\/]\w+[\\/]loaders[\\/]load\.mjs/

// After all that add to what is emitted.
const LAST = 1_000_000
