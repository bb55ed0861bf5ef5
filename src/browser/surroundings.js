// Whether this is a page, or a worker of one. A global says nothing: servers
// have a sessionStorage, locks and channels of their own, and get a document
// from a library that imitates a page there. The user agent of Node, Deno, Bun and
// Workers is another than a browser's, and an imitation runs in Node. The
// renderer of Electron, which may have Node in it, says its type.
export const isPage = () => {
  const { navigator, process } = /** @type {any} */ (globalThis)
  return /^Mozilla\//.test(navigator?.userAgent) && (!process?.versions?.node || process.type == 'renderer')
}

// Whether this may serve many users. A test's imitation of a page has one, and so has the
// main process of Electron.
export const isServer = () => !isPage() && !globalThis.document && !(/** @type {any} */ (globalThis)).process?.versions?.electron
