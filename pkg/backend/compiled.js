// The module, compiled from what is inlined: for whatever compiles at run time.
import encoded from '#glue/backend-encoded.js'
import { decode } from '../decode.js'

export const compiled = () => {
  try {
    return new WebAssembly.Module(decode(encoded))
  } catch (cause) {
    throw new Error('fetch-with-auth/backend: this runtime cannot compile WebAssembly. For Cloudflare Workers, bundle with the condition "workerd", as wrangler and @cloudflare/vite-plugin do: the module is then a separate file.', { cause })
  }
}
