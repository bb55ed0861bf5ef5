// Builds the files of the playground into a folder of the site.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'vite'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const PACKAGE = fileURLToPath(new URL('../../../pkg/dist/', import.meta.url))

export async function buildPlayground(folder) {
  for (const name of ['editor', 'library', 'local-wix']) {
    await build({
      root: HERE,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      resolve: { alias: { 'fetch-with-auth/devtools': join(PACKAGE, 'devtools.js'), 'fetch-with-auth': join(PACKAGE, 'index.js') } },
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: 'es2022',
        lib: { entry: join(HERE, `${name}.js`), formats: ['es'], fileName: () => `${name}.js` },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    })
  }
  copyFileSync(fileURLToPath(new URL('../../dev/dist/stand_in_bg.wasm', import.meta.url)), join(folder, 'local-wix.wasm'))
}
