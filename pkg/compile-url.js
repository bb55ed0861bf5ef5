// A module that is a file beside the script, compiled while it arrives.

/** @param {() => URL} url */
export const compile = async url => {
  const response = await fetch(url())
  const type = response.headers.get('Content-Type')
  if (response.ok && type?.trim().toLowerCase() == 'application/wasm') return WebAssembly.compileStreaming(response)
  const found = `${response.url || url()} (status ${response.status}, Content-Type ${type})`
  if (!response.ok) throw new TypeError(`No WebAssembly module: ${found}`)
  try {
    return await WebAssembly.compile(await response.arrayBuffer())
  } catch (cause) {
    throw new TypeError(`No WebAssembly module: ${found}`, { cause })
  }
}
