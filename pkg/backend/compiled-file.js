// The module as a file of its own: Workers and edge runtimes compile nothing at run time.
import module from '#wasm/backend.js'

/** @returns {WebAssembly.Module} */
export const compiled = () => /** @type {any} */ (module)
