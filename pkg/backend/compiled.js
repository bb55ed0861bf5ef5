// The module, compiled from what is inlined: for Node, Deno and Bun.
import encoded from '#glue/backend-encoded.js'
import { decode } from '../decode.js'

export const compiled = () => new WebAssembly.Module(decode(encoded))
