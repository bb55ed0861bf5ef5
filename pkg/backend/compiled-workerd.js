// The module as a file of its own: Workers compile nothing at run time.
import module from './backend.wasm'

export const compiled = () => module
