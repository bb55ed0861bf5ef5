import { readFileSync, rmSync, writeFileSync } from 'node:fs'

import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'
import starlightLinksValidator from 'starlight-links-validator'
import starlightTypeDoc, { typeDocSidebarGroup } from 'starlight-typedoc'

import { ENTRIES, SIDEBAR } from './sidebar.mjs'

/** TypeDoc calls the pages of the reference by their files: they are called by what one imports. */
function nameEntries() {
  const folder = new URL('src/content/docs/reference/', import.meta.url)
  rmSync(new URL('README.md', folder))
  for (const [entry, name] of Object.entries(ENTRIES)) {
    const file = new URL(`${entry}.md`, folder)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/^title: .*$/m, `title: ${name}\ndescription: Every name that ${name} exports, with its types, defaults and errors.`))
  }
}

export default defineConfig({
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
  integrations: [
    starlight({
      title: 'fetch-with-auth',
      customCss: ['./src/site.css'],
      pagination: false,
      // Lines that are too long are wrapped: nothing has to be scrolled sideways, on a phone or by keyboard.
      expressiveCode: { defaultProps: { wrap: true } },
      head: [{ tag: 'link', attrs: { rel: 'alternate', type: 'text/plain', href: '/llms.txt', title: 'llms.txt' } }],
      plugins: [
        starlightTypeDoc({
          entryPoints: Object.keys(ENTRIES).map(entry => `../../pkg/${entry}.d.ts`),
          tsconfig: './reference.tsconfig.json',
          output: 'reference',
          sidebar: { label: 'Reference', collapsed: true },
          typeDoc: {
            readme: 'none',
            skipErrorChecking: true,
            excludeExternals: true,
            router: 'module',
            hideBreadcrumbs: true,
            useHTMLAnchors: true,
            disableSources: true,
            entryPointStrategy: 'expand',
            sort: ['source-order'],
            groupOrder: ['Functions', 'Variables', 'Interfaces', 'Classes', '*'],
          },
        }),
        { name: 'entries', hooks: { 'config:setup': nameEntries } },
        starlightLinksValidator(),
      ],
      sidebar: [...SIDEBAR, typeDocSidebarGroup],
    }),
  ],
})
