// What is for servers has secrets, so it does not run in a page: code that imports it there
// gets this error, and not one about `node:`.

/** @param {'backend' | 'server'} entry */
export const refuse = entry => {
  throw new Error(`fetch-with-auth/${entry} is for servers only, because it holds secrets. In a page, import "fetch-with-auth"; a *.web.js file needs the plugin "fetch-with-auth/vite".`)
}

export { isPage } from '../../src/browser/surroundings.js'
