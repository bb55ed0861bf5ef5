// The entries of this package that are for servers only. A build for a page that has one of
// them in it fails; one that is imported and left out again does not.

// Workers and edge runtimes have files of their own, below dist/workerd and dist/edge-light.
export const SERVER_ONLY = /[\\/]fetch-with-auth[\\/]dist[\\/](backend|server)(?:-page)?\.js(?:[?#\x00]|$)/

/**
 * outputs     what is written: name, and the ids of the modules that are in it
 * importersOf the ids of what imports one of them
 */
export const refuseServerOnly = (outputs, importersOf) => {
  for (const { name, ids } of outputs) {
    const id = ids.find(id => SERVER_ONLY.test(id))
    if (id) throw new Error(`fetch-with-auth/${SERVER_ONLY.exec(id)[1]} is for servers only, and would be in "${name}", which is built for a page${by(importersOf(id))}. In a page, import "fetch-with-auth"; what needs a server belongs in a *.web.js file.`)
  }
}

const by = ids => ids.length ? `, by ${ids.join(' and ')}` : ''
