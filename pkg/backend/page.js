// The backend half has secrets, so it is nothing for a page: whoever imports it
// there hears why, and not that `node:` cannot be fetched.

export const refuse = () => {
  throw new Error('fetch-with-auth/backend is for servers: it has secrets, and a page keeps none. Import "fetch-with-auth" here; a *.web.js file needs the plugin "fetch-with-auth/vite".')
}

// A page is known by its user agent: Node, Deno, Bun and Workers have another,
// and a test's imitation of a page runs in Node.
export const isPage = () => /^Mozilla\//.test(globalThis.navigator?.userAgent) && !globalThis.process?.versions?.node
