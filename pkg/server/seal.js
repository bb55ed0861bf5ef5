// Text that only this server can read and write: AES-256-GCM under keys of the secrets.

// Seals with the first secret, and opens what any of them sealed.
export const seals = (secrets, context) => {
  /** @type {Promise<{ encryption: CryptoKey, synthesis: CryptoKey }[]> | undefined} */
  let keys
  // Not before the first request: a Worker computes nothing earlier.
  const load = () => keys ??= Promise.all(secrets.map(keysOf))
  const additionalData = encoder.encode(context)

  return {
    /** @param {string} text */
    async seal(text) {
      const [{ encryption, synthesis }] = await load()
      const plain = encoder.encode(text)
      const input = encoder.encode(`${context.length}\n${context}${text}`)
      // The same text is sealed in the same way (as with SIV, RFC 8452 §1): the responses to
      // parallel requests then set the same cookie, and its parts fit together whichever of
      // them a browser keeps. In another context it is another nonce, since two messages under
      // one would tell the key of the authentication (NIST SP 800-38D, §8).
      const iv = new Uint8Array(await crypto.subtle.sign('HMAC', synthesis, input)).slice(0, IV_BYTES)
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, encryption, plain)
      return toBase64Url([...iv, ...new Uint8Array(sealed)])
    },
    // Undefined for what was sealed with other secrets, for another cookie or client, or was
    // changed since.
    /** @param {string} sealed @returns {Promise<string | undefined>} */
    async open(sealed) {
      const bytes = fromBase64Url(sealed)
      if (!bytes || bytes.length <= IV_BYTES) return
      for (const { encryption } of await load()) {
        try {
          const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, IV_BYTES), additionalData }
          return decoder.decode(await crypto.subtle.decrypt(algorithm, encryption, bytes.subarray(IV_BYTES)))
        } catch {}
      }
    },
  }
}

// Stands for a text, the same one for the same secret, and does not tell it.
/** @param {string} secret @param {string} text */
export const keyedName = async (secret, text) => {
  const { naming } = await keysOf(secret)
  return toBase64Url([...new Uint8Array(await crypto.subtle.sign('HMAC', naming, encoder.encode(text)))])
}

// A key for each purpose: HKDF of RFC 5869.
const keysOf = async secret => {
  const { subtle } = crypto
  const material = await subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey'])
  /** @type {(purpose: string, type: any, uses: KeyUsage[]) => Promise<CryptoKey>} */
  const derive = (purpose, type, uses) => subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(`fetch-with-auth session 1 ${purpose}`) }, material, type, false, uses)
  const [encryption, synthesis, naming] = await Promise.all([
    derive('encryption', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    derive('synthesis', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
    derive('naming', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
  ])
  return { encryption, synthesis, naming }
}

// RFC 4648 §5, without padding.
const toBase64Url = bytes => btoa(bytes.map(byte => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const fromBase64Url = text => {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
  } catch {}
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const IV_BYTES = 12
