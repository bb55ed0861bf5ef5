// What a page gets in the place of a web module: its names, and nothing else of it.

import { init, parse } from 'es-module-lexer'

export const stubs = async (source, file, address) => {
  const names = [...await exported(source, file)]
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

const exported = async (source, file) => {
  await init()
  const names = new Set()
  for (const { name, type, typeOnly } of parse(source, file)[1]) {
    if (typeOnly) continue
    if (type == 'reexport-all') throw new Error(`${file}: "export * from" does not say what is exported; list the names.`)
    if (name == 'default') throw new Error(`${file}: a web method is called by its name; export it by name instead of "default".`)
    names.add(name)
  }
  return names
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
