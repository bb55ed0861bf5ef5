// RFC 7636 where the caller waits for no promise, so that crypto.subtle is no help.

// 43 characters, and no bit of them is likelier than another.
export const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

// §4.2: S256.
export const challengeOf = verifier => base64url(sha256(new TextEncoder().encode(verifier)))

const base64url = bytes => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')

// FIPS 180-4 §6.2, in the names of that text.
const sha256 = message => {
  const length = (message.length + 72 >> 6) * 16
  const words = new Uint32Array(length)
  const set = (at, byte) => words[at >> 2] |= byte << 24 - at % 4 * 8
  message.forEach((byte, at) => set(at, byte))
  set(message.length, 128)
  words[length - 1] = message.length * 8
  const rotate = (x, n) => x >>> n | x << 32 - n
  const hash = Uint32Array.from(H)
  const W = new Uint32Array(64)
  for (let block = 0; block < length; block += 16) {
    let [a, b, c, d, e, f, g, h] = hash
    for (let t = 0; t < 64; t++) {
      const [x, y] = [W[t - 15], W[t - 2]]
      W[t] = t < 16 ? words[block + t] : W[t - 16] + W[t - 7] + (rotate(x, 7) ^ rotate(x, 18) ^ x >>> 3) + (rotate(y, 17) ^ rotate(y, 19) ^ y >>> 10)
      const T1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (e & f ^ ~e & g) + K[t] + W[t]
      const T2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (a & b ^ a & c ^ b & c)
      ;[a, b, c, d, e, f, g, h] = [T1 + T2 | 0, a, b, c, d + T1 | 0, e, f, g]
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, at) => hash[at] += word)
  }
  return [...hash].flatMap(word => [word >>> 24, word >>> 16 & 255, word >>> 8 & 255, word & 255])
}

// The first 32 bits of the fractions of the first primes' roots (§4.2.2, §5.3.3).
const PRIMES = []
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every(prime => n % prime)) PRIMES.push(n)
const fraction = root => root % 1 * 2 ** 32 | 0
const H = PRIMES.slice(0, 8).map(prime => fraction(prime ** 0.5))
const K = PRIMES.map(prime => fraction(Math.cbrt(prime)))
