// The module, compiled from what is inlined: for whatever compiles at run time.
import bytes from '#wasm/backend.js'

export const compiled = () => {
  try {
    return new WebAssembly.Module(bytes)
  } catch (cause) {
    throw new Error('fetch-with-auth/backend: this runtime cannot compile WebAssembly. Bundle with the condition "workerd" for Cloudflare Workers, as wrangler and @cloudflare/vite-plugin do, and "edge-light" for the edge runtime of Vercel, as Next does: the module is then a separate file.', { cause })
  }
}
