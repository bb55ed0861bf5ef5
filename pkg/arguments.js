// Arguments of the members' flows, checked and completed before anything
// happens. What is left to check is known to the module.

// pending.rs
const FITS = /^[!-~]{1,2048}$/

export const check = error => {
  const refuse = (name, wanted) => {
    throw error('invalid_options', undefined, `${name}: must be ${wanted}`)
  }

  // As JSON has it: a Date is a text, what is undefined is absent.
  const plain = value => {
    try {
      if (Object(value) === value) return JSON.parse(JSON.stringify(value))
    } catch {}
    refuse('options', 'an object, as in index.d.ts')
  }

  // Exactly as it was registered, so an absolute URL is not touched. RFC 6749
  // §3.1.2: no fragment.
  const redirectUri = given => {
    try {
      const uri = /^[a-z][a-z0-9.+-]*:/i.test(given) ? new URL(given) && `${given}` : new URL(given, location).href
      if (FITS.test(uri) && !uri.includes('#')) return uri
    } catch {}
    refuse('redirectUri', 'a URL of at most 2048 characters without a fragment')
  }

  // Nobody is led away from this origin.
  const returnTo = given => {
    const { href: page, origin } = globalThis.location ?? {}
    if (!page && given === undefined) return ''
    try {
      const url = new URL(given ?? page, page)
      if ((!page || url.origin == origin) && FITS.test(url.href)) return url.href
    } catch {}
    refuse('returnTo', 'a URL of this origin of at most 2048 characters')
  }

  const one = (name, given, wanted) => {
    if (given !== undefined && !wanted.includes(given)) refuse(name, `one of ${wanted}`)
  }

  const redirect = options => {
    const { idp, ...rest } = plain(options)
    if (options.redirectUri === undefined) refuse('redirectUri', 'a URL')
    one('responseMode', rest.responseMode, ['query', 'fragment'])
    one('prompt', rest.prompt, ['login', 'none'])
    const connection = Object(idp) === idp ? idp.connectionId : idp
    if (idp !== undefined && !(typeof connection == 'string' && connection)) refuse('idp', 'a provider or a connectionId')
    return { ...rest, redirectUri: redirectUri(options.redirectUri), returnTo: returnTo(options.returnTo), idp: connection }
  }

  return {
    plain,
    redirect,

    form(options) {
      const form = plain(options)
      const { continueWith = 'frame' } = form
      one('continueWith', continueWith, ['frame', 'redirect'])
      const inFrame = continueWith == 'frame' && !!globalThis.document
      if (form.redirectUri !== undefined) return { ...form, inFrame, way: redirect(options) }
      if (continueWith == 'redirect') refuse('redirectUri', 'a URL')
      if (!inFrame) throw error('no_page')
      return { ...form, inFrame }
    },

    mail: options => ({ ...plain(options), redirectUri: redirectUri(options.redirectUri) }),

    leave: (options = {}) => ({ returnTo: returnTo(options.returnTo), forgetVisitor: !!options.forgetVisitor }),

    // What a token endpoint answers, or what the Wix SDK keeps.
    tokens(given) {
      const { accessToken, access_token, refreshToken, refresh_token, expiresAt, expiresIn, expires_in } = Object(given)
      const value = token => Object(token) === token ? token.value : token
      if (![undefined, 'member'].includes(refreshToken?.role)) refuse('tokens', 'those of a member')
      const end = Number(expiresAt ?? accessToken?.expiresAt)
      const left = end ? end - Date.now() / 1000 : Number(expiresIn ?? expires_in)
      return { accessToken: value(accessToken ?? access_token), refreshToken: value(refreshToken ?? refresh_token) ?? undefined, expiresIn: left >= 0 ? left : undefined }
    },
  }
}
