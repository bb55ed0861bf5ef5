// Bytes from the text that xtask/src/encode.rs writes.
export const decode = text => {
  const bytes = []
  let base = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const digit = code - 34 - +(code > 39) - +(code > 92)
    if (digit < 0) {
      base = 91 * (digit + 3)
    } else {
      bytes.push(base + digit)
      base = 0
    }
  }
  return Uint8Array.from(bytes)
}
