// The backend half has secrets, so it does not run in a page: code that imports it there
// gets this error, and not one about `node:`.

export const refuse = () => {
  throw new Error('fetch-with-auth/backend is for servers only, because it holds secrets. In a page, import "fetch-with-auth"; a *.web.js file needs the plugin "fetch-with-auth/vite".')
}

export { isPage } from '../../src/browser/surroundings.js'
