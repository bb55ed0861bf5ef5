// fetch-with-auth/vite: web methods for the page, stubs in the place of what they
// are made of. What each name promises is in vite.d.ts.

import { readFile } from 'node:fs/promises'
import { createUnplugin } from 'unplugin'
import { serveBackend } from './vite/backend.js'
import { checkEsbuild, pathOf } from './vite/esbuild.js'
import { settle } from './vite/options.js'
import { checkOutput } from './vite/output-check.js'
import { SERVER_ONLY, refuseServerOnly } from './vite/server-only.js'
import { stubs } from './vite/stubs.js'
import { EXCLUDE, WEB, WebModules } from './vite/web-modules.js'
import { checkWebpack, isNode } from './vite/webpack.js'

const NAME = 'fetch-with-auth'

// One plugin may serve several builds at once, for pages and for servers: what is
// known of a build is kept by the build that it belongs to.
//
// isWritten whether what is built is for a page; pageFiles the ids of what is in it,
// also of what workers are made of.
const plugin = (isWritten, pageFiles = new Set()) => (options, { framework }) => {
  const { base, backend, isIncluded } = settle(options)
  const modules = new WebModules(isIncluded)
  const replacedInEsbuild = new WeakMap()
  const servers = new WeakSet()
  const configs = new Set()

  // Vite says what a graph is for, the others what they build for.
  const isServer = (context, graph) => {
    if (context.environment) return context.environment.config.consumer == 'server'
    const { build, compiler } = context.getNativeBuildContext?.() ?? {}
    return graph?.ssr || build?.initialOptions.platform == 'node' || isNode(compiler)
  }

  const replaced = async (context, id, graph) => {
    const file = modules.fileOf(id)
    if (!file && !SERVER_ONLY.test(id)) return
    if (isServer(context, graph)) {
      if (context.getModuleInfo) servers.add(context.getModuleInfo)
      return
    }
    if (!file) return
    const others = [...context.getModuleIds?.() ?? []].map(id => modules.fileOf(id)).filter(Boolean)
    const name = modules.nameOf(file, others)
    if (framework == 'esbuild') {
      context.addWatchFile(file)
      replacedInEsbuild.get(context.getNativeBuildContext().build)?.add(pathOf(id))
    }
    const code = stubs(await readFile(file, 'utf8'), file, `${base}/${name}`)
    return { code, map: { version: 3, names: [], sources: [], mappings: '' }, meta: { [NAME]: { isStubs: true } } }
  }

  const load = {
    order: 'pre',
    filter: { id: [WEB, SERVER_ONLY] },
    handler(id, graph) {
      return replaced(this, id, graph)
    },
  }

  // Again, in case a plugin before this one has loaded the file.
  const transform = {
    order: 'pre',
    filter: { id: [WEB, SERVER_ONLY] },
    handler(code, id, graph) {
      return replaced(this, id, graph)
    },
  }

  // Vite 5 says what a graph is for when it loads a module, and then no more. Of all
  // that the contexts of one graph have, this function alone is the same.
  const generateBundle = isWritten && {
    order: 'post',
    async handler({ dir, file }, bundle) {
      if (isServer(this) || servers.has(this.getModuleInfo)) return
      const files = Object.values(bundle)
      const importersOf = id => {
        const { importers, dynamicImporters } = this.getModuleInfo(id)
        return [...importers, ...dynamicImporters]
      }
      refuseServerOnly(files.map(({ fileName, modules = {} }) => ({ name: fileName, ids: Object.keys(modules) })), importersOf)
      const inputs = [...this.getModuleIds()]
      for (const id of [...inputs, ...this.getWatchFiles?.() ?? []]) pageFiles.add(id)
      const known = this.environment ? [this.environment.config] : [...configs]
      await checkOutput({
        modules,
        base,
        roots: known.length ? known.map(({ root }) => root) : [process.cwd()],
        outputs: files.flatMap(outputsOf),
        inputs,
        isReplaced: id => this.getModuleInfo(id).meta[NAME]?.isStubs,
        pageFiles,
        written: [dir ?? (file && `${file}/..`)].filter(Boolean),
        settings: known.map(({ define, env }) => ({ define, env })),
      })
    },
  }

  return {
    name: NAME,
    enforce: 'pre',
    load,
    rollup: { transform, generateBundle },
    rolldown: { transform, generateBundle },
    esbuild: {
      onLoadFilter: WEB,
      setup(build) {
        replacedInEsbuild.set(build, new Set())
        if (isWritten) checkEsbuild(build, { modules, base, isReplaced: id => replacedInEsbuild.get(build).has(id) })
      },
    },
    webpack: compiler => checkWebpack(compiler, { modules, base, name: NAME }),
    rspack: compiler => checkWebpack(compiler, { modules, base, name: NAME }),
    vite: {
      transform,
      generateBundle,
      // Workers have plugins of their own, and so has the look ahead for what to optimize.
      config() {
        const [bundler, made] = this?.meta?.rolldownVersion ? ['rolldownOptions', scanners.rolldown] : ['esbuildOptions', scanners.esbuild]
        return { worker: { plugins: () => [createUnplugin(plugin(true, pageFiles)).vite(options)] }, optimizeDeps: { [bundler]: { plugins: [made(options)] } } }
      },
      async configResolved(config) {
        configs.add(config)
        const { command, publicDir, build } = config
        if (!isWritten || command != 'build' || build.ssr || !publicDir || !build.copyPublicDir) return
        for (const file of await modules.search(publicDir)) {
          throw new Error(`${file}: this web module would be copied with "${publicDir}" into what is built for a page. ${EXCLUDE}`)
        }
      },
      configureServer: serveBackend({ modules, base, backend }),
    },
  }
}

const outputsOf = ({ type, fileName, code, map, source, originalFileNames, originalFileName }) => type == 'chunk'
  ? [{ name: fileName, content: code }, ...map ? [{ name: `${fileName}.map`, content: map.toString() }] : []]
  : [{ name: fileName, content: source, from: originalFileNames ?? [originalFileName].filter(Boolean) }]

const plugins = isWritten => {
  const { vite, rollup, rolldown, webpack, rspack, esbuild } = createUnplugin(plugin(isWritten))
  return {
    vite,
    rollup,
    esbuild,
    // These make a plugin when there is a compiler, and wrong options are an error at once.
    webpack: options => settle(options) && webpack(options),
    rspack: options => settle(options) && rspack(options),
    // Rolldown says what it builds for before it asks for plugins, and not to them.
    rolldown(options) {
      const page = rolldown(options)
      return {
        name: NAME,
        options: input => input.platform == 'node' ? null : { ...input, plugins: [page, input.plugins] },
      }
    },
  }
}

export const unplugin = plugins(true)
// Nothing of what Vite finds when it looks ahead is written for a page.
const scanners = plugins(false)

export const { vite, rollup, rolldown, webpack, rspack, esbuild } = unplugin
export default vite
export { wasmFiles } from './vite/wasm-files.js'
