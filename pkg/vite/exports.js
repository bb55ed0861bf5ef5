// What a web module exports, and the texts that it is made of.

import { parse } from '@babel/parser'
import { EXCLUDE } from './web-modules.js'

export const parsed = (source, file) => {
  try {
    return parse(source, { sourceType: 'module', allowReturnOutsideFunction: true, plugins: pluginsOf(file) }).program
  } catch (error) {
    throw new Error(`Parse error in ${file}: ${error.message}`, { cause: error })
  }
}

// TypeScript reads `<T>x` as a cast where there is no JSX.
const pluginsOf = file => TYPED.test(file)
  ? ['typescript', 'decorators-legacy', 'explicitResourceManagement', ...(/x$/i.test(file) ? ['jsx'] : [])]
  : ['jsx', 'decorators', 'explicitResourceManagement']

export const exported = (program, file) => {
  const fail = sentence => {
    throw new Error(`${file}: ${sentence} ${EXCLUDE}`)
  }
  const names = new Set()
  const add = name => {
    if (name == 'default') fail('a web method is called by its name; export it by name instead of "default".')
    names.add(name)
  }
  const types = typesOf(program)
  let isModule = false
  for (const node of program.body) {
    isModule ||= /^(Import|Export|TSExport)/.test(node.type)
    switch (node.type) {
      case 'ExportAllDeclaration':
        if (node.exportKind != 'type') fail('"export * from" does not say what is exported; list the names.')
        break
      case 'ExportDefaultDeclaration':
        if (!isType(node.declaration)) add('default')
        break
      case 'ExportNamedDeclaration':
        if (node.exportKind == 'type') break
        if (node.declaration) for (const name of declared(node.declaration)) add(name)
        for (const { type, exportKind, local, exported } of node.specifiers) {
          const isHere = !node.source && type == 'ExportSpecifier'
          if (exportKind != 'type' && !(isHere && types.has(local.name))) add(exported.name ?? exported.value)
        }
        break
      case 'TSImportEqualsDeclaration':
        if (node.isExport && node.importKind != 'type') add(node.id.name)
        break
      case 'TSExportAssignment':
        fail('"export =" is not a name; export each method by its name.')
    }
  }
  if (!isModule && program.body.some(assignsExports)) fail('a web module exports by "export", not by "module.exports".')
  return names
}

// The names that are types alone: TypeScript leaves them out of a list of exports.
const typesOf = program => {
  const types = new Set()
  const values = new Set()
  for (const node of program.body) {
    const declaration = node.declaration ?? node
    if (node.type == 'ImportDeclaration') {
      for (const { importKind, local } of node.specifiers) {
        (node.importKind == 'type' || importKind == 'type' ? types : values).add(local.name)
      }
    } else if (isType(declaration)) {
      if (declaration.id) types.add(declaration.id.name)
    } else {
      for (const name of declared(declaration)) values.add(name)
    }
  }
  return types.difference?.(values) ?? new Set([...types].filter(name => !values.has(name)))
}

const isType = ({ type, declare }) => declare || /^(TSInterfaceDeclaration|TSTypeAliasDeclaration|TSDeclareFunction)$/.test(type)

const declared = node => {
  if (isType(node)) return []
  if (node.type == 'VariableDeclaration') return node.declarations.flatMap(({ id }) => bound(id))
  return node.id ? [node.id.name ?? node.id.value] : []
}

const bound = pattern => {
  switch (pattern?.type) {
    case 'Identifier': return [pattern.name]
    case 'ObjectPattern': return pattern.properties.flatMap(property => bound(property.value ?? property.argument))
    case 'ArrayPattern': return pattern.elements.flatMap(bound)
    case 'AssignmentPattern': return bound(pattern.left)
    case 'RestElement': return bound(pattern.argument)
    default: return []
  }
}

const assignsExports = statement => {
  let found = false
  walk(statement, node => {
    if (node.type == 'AssignmentExpression') {
      const { object, property } = node.left
      found ||= object?.name == 'exports' || object?.name == 'module' && property?.name == 'exports' || object?.property?.name == 'exports'
    }
  })
  return found
}

// The texts that a bundler leaves in what it writes, also in a minified file.
export const textsOf = program => {
  const texts = new Set()
  walk(program, node => {
    if (node.type == 'StringLiteral' || node.type == 'DirectiveLiteral') texts.add(node.extra?.rawValue ?? node.value)
    else if (node.type == 'TemplateElement') texts.add(node.value.raw)
    else if (node.type == 'JSXText') texts.add(node.value)
    else if (node.type == 'RegExpLiteral') texts.add(node.pattern)
  })
  return texts
}

const walk = (node, visit) => {
  if (ERASED.test(node.type)) return
  visit(node)
  for (const [key, value] of Object.entries(node)) {
    // The name of an imported module may be anywhere.
    if (key == 'source' || key == 'extra' || key == 'loc') continue
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type == 'string') walk(child, visit)
    }
  }
}

const TYPED = /\.[cm]?tsx?$/i
const ERASED = /^(TSType.*|TSInterfaceDeclaration|TSLiteralType|TSExternalModuleReference|Comment.*)$/
