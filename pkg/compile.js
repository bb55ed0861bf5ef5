// A module, compiled from the text that xtask/src/encode.rs writes: for whatever compiles
// at run time. Not at once, which Chromium before 115 refuses above 4 kB.
export const compile = text => {
  const digits = new Int8Array(127)
  for (let code = 32; code < 127; code++) digits[code] = code - 34 - +(code > 39) - +(code > 92)
  const bytes = new Uint8Array(text.length)
  let length = 0
  let base = 0
  for (let at = 0; at < text.length; at++) {
    const digit = digits[text.charCodeAt(at)]
    if (digit < 0) base = 91 * (digit + 3)
    else {
      bytes[length++] = base + digit
      base = 0
    }
  }
  return WebAssembly.compile(bytes.subarray(0, length))
}
