// The AsyncLocalStorage that holds the scope of the code that runs: one for all copies of
// this package.

export const STORAGE = Symbol.for('fetch-with-auth.scope')

export const storedScope = () => globalThis[STORAGE]?.getStore?.()
