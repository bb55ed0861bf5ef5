// What a page gets in the place of a web module: its names, and nothing else of it.

import { exported, parsed } from './exports.js'

export const stubs = (source, file, address) => {
  const names = [...exported(parsed(source, file), file)]
  if (!names.length) return 'export {}\n'
  return [
    "import { webMethods } from 'fetch-with-auth'",
    `const methods = webMethods(${JSON.stringify(address)})`,
    // Under names of ours: theirs may be keywords, or not names at all.
    ...names.map((name, n) => `const method${n} = methods[${JSON.stringify(name)}]`),
    `export { ${names.map((name, n) => `method${n} as ${IDENTIFIER.test(name) ? name : JSON.stringify(name)}`).join(', ')} }`,
    '',
  ].join('\n')
}

// Whether what is written for a page may be these stubs, by what every one of them has.
export const isStubs = (text, address) => text.includes(address) || /^\W*(export\W*)?$/.test(text.replace(/"use strict"/, ''))

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
