// fetch-with-auth/vite: web methods for the page, stubs in the place of what they
// are made of. What each name promises is in vite.d.ts.

import { readFile } from 'node:fs/promises'
import { createUnplugin } from 'unplugin'
import { backendOf } from './vite/backend.js'
import { stubs } from './vite/stubs.js'
import { fileOf, WEB, WebModules } from './vite/web-modules.js'

export const unplugin = createUnplugin((options, meta) => {
  const { base, backend } = settle(options)
  const modules = new WebModules()
  let platform

  // Vite says what a graph is for, the others what they build for.
  const isServer = (context, graph) => {
    if (context.environment) return context.environment.config.consumer == 'server'
    const { build, compiler } = context.getNativeBuildContext?.() ?? {}
    return graph?.ssr || platform == 'node' || build?.initialOptions.platform == 'node' || isNode(compiler)
  }

  const replaced = async (context, id, graph) => {
    const file = fileOf(id)
    if (!file || isServer(context, graph)) return
    const name = modules.add(file)
    if (meta.framework == 'esbuild') context.addWatchFile(file)
    return { code: await stubs(await readFile(file, 'utf8'), file, `${base}/${name}`), map: { version: 3, names: [], sources: [], mappings: '' } }
  }

  // Again, in case a plugin before this one has loaded the file.
  const transform = {
    order: 'pre',
    filter: { id: WEB },
    handler(code, id, graph) {
      return replaced(this, id, graph)
    },
  }

  return {
    name: 'fetch-with-auth',
    enforce: 'pre',
    load: {
      order: 'pre',
      filter: { id: WEB },
      handler(id, graph) {
        return replaced(this, id, graph)
      },
    },
    rollup: { transform },
    rolldown: {
      transform,
      options(input) {
        ({ platform } = input)
      },
    },
    esbuild: { onLoadFilter: WEB },
    vite: {
      transform,
      // Workers have plugins of their own, and so has the look ahead for what to optimize.
      config() {
        const [bundler, plugin] = this?.meta?.rolldownVersion ? ['rolldownOptions', rolldown] : ['esbuildOptions', esbuild]
        return { worker: { plugins: () => [vite(options)] }, optimizeDeps: { [bundler]: { plugins: [plugin(options)] } } }
      },
      configureServer(server) {
        server.middlewares.use(backendOf(server, base, backend))
      },
    },
  }
})

export const { vite, rollup, rolldown, webpack, rspack, esbuild } = unplugin
export default vite

const settle = ({ base = '/api', backend } = {}) => {
  if (!PATH.test(base)) throw new TypeError('base: must be a path like "/api"')
  if (backend !== undefined && typeof backend != 'string') throw new TypeError('backend: must be the path of a module')
  return { base, backend }
}

// A desktop app has Node too, and is in its user's hands like a page.
const isNode = compiler => {
  const { node, web, electron } = compiler?.options.externalsPresets ?? {}
  return node && !web && !electron
}

const PATH = /^(\/[\w.~-]+)+$/
