// Arguments of the members' flows, checked and completed before anything
// happens. What is left to check is known to the module.

import { brokenByNames } from './option-names.js'

// pending.rs
const FITS = /^[!-~]{1,2048}$/

// What an argument is, without its content: it may be a password.
const kind = value => value === '' ? 'an empty string' : value == null ? `${value}` : Array.isArray(value) ? 'an array' : typeof value == 'object' ? 'an object' : `a ${typeof value}`

const rule = (name, wanted, got) => `\`${name}\` must be ${wanted}${got ? ` (got ${got})` : ''}.`

// The sentence about an argument that the module refused by its name.
export const unfit = (name, given) => {
  if (name == 'stateToken') return 'No e-mail verification is pending: call login() or register() first.'
  return rule(name, RULES[name] ?? TEXT, RULES[name] ? '' : kind(given?.[name]))
}

export const check = error => {
  const refuse = (name, wanted, got) => {
    throw error('invalid_options', undefined, rule(name, wanted, got))
  }

  // As JSON has it: a Date is a text, what is undefined is absent.
  const plain = value => {
    try {
      if (Object(value) === value) return JSON.parse(JSON.stringify(value))
    } catch {}
    refuse('options', 'an object that JSON can express', kind(value))
  }

  // Exactly as it was registered, so an absolute URL is not touched. RFC 6749
  // §3.1.2: no fragment.
  const redirectUri = given => {
    try {
      const uri = /^[a-z][a-z0-9.+-]*:/i.test(given) ? new URL(given) && `${given}` : new URL(given, location.href).href
      if (given != null && FITS.test(uri) && !uri.includes('#')) return uri
    } catch {}
    refuse('redirectUri', RULES.redirectUri, kind(given))
  }

  // Nobody is led away from this origin, nor to what would run in this page: a
  // blob: URL has the page's origin, and from a page without one (file:,
  // about:srcdoc) javascript: and data: have the same "null".
  const returnTo = given => {
    const { href, origin } = globalThis.location ?? {}
    // Only an argument can be wrong. An address that is too long for Wix is
    // cut down.
    if (given == null) return [href, href?.split(/[?#]/)[0], `${origin}/`].find(url => HTTP.test(url) && FITS.test(url)) ?? ''
    try {
      const url = new URL(given, href)
      if (HTTP.test(url.href) && (!href || url.origin == origin) && FITS.test(url.href)) return url.href
    } catch {}
    refuse('returnTo', 'an http(s) URL of this origin of at most 2048 characters', kind(given))
  }

  const one = (name, given, wanted) => {
    if (given !== undefined && !wanted.includes(given)) refuse(name, `"${wanted.join('" or "')}"`, typeof given == 'string' ? JSON.stringify(given.slice(0, 40)) : kind(given))
  }

  const authorization = (options, ...responseModes) => {
    const { idp, ...rest } = plain(options)
    one('responseMode', rest.responseMode, ['query', 'fragment', ...responseModes])
    one('prompt', rest.prompt, ['login', 'none'])
    const connection = Object(idp) === idp ? idp.connectionId : idp
    if (idp !== undefined && !(typeof connection == 'string' && connection)) refuse('idp', RULES.idp, kind(idp))
    return { ...rest, idp: connection }
  }

  const redirect = options => ({ ...authorization(options), redirectUri: redirectUri(options.redirectUri), returnTo: returnTo(options.returnTo) })

  return {
    plain,

    // What an operation takes has these names.
    names(operation, options) {
      const broken = brokenByNames(options, NAMES[operation])
      if (broken) throw error('invalid_options', undefined, broken)
    },
    redirect,

    // Of a caller that handles the response itself.
    authorization: options => authorization(options, 'web_message'),

    form(options) {
      const form = plain(options)
      const { continueWith = 'frame' } = form
      one('continueWith', continueWith, ['frame', 'redirect'])
      const inFrame = continueWith == 'frame' && !!globalThis.document
      if (form.redirectUri != null || continueWith == 'redirect') return { ...form, inFrame, way: redirect(options) }
      if (!inFrame) throw error('no_page')
      return { ...form, inFrame }
    },

    mail: options => ({ ...plain(options), redirectUri: redirectUri(options.redirectUri) }),

    leave: options => ({ returnTo: returnTo(options?.returnTo) }),

    // What a token endpoint answers, or what the Wix SDK keeps.
    tokens(given) {
      const { accessToken, access_token, refreshToken, refresh_token, expiresAt, expiresIn, expires_in } = Object(given)
      const value = token => Object(token) === token ? token.value : token
      if (Object(given) !== given) refuse('tokens', RULES.tokens, kind(given))
      if (![undefined, 'member'].includes(refreshToken?.role)) refuse('tokens.refreshToken.role', '"member"', kind(refreshToken.role))
      // A time in the past is a time: the token has expired. Only what cannot be
      // read is unknown.
      const end = expiresAt ?? accessToken?.expiresAt
      const left = Math.max(0, end == null ? Number(expiresIn ?? expires_in ?? NaN) : end - Date.now() / 1000)
      return { accessToken: value(accessToken ?? access_token), refreshToken: value(refreshToken ?? refresh_token) ?? undefined, expiresIn: left >= 0 ? left : undefined }
    },
  }
}

const HTTP = /^https?:/

const BACK = ['redirectUri', 'returnTo', 'responseMode', 'navigate']
const AFTER_LOGIN = [...BACK, 'continueWith']
const LOGIN = [...AFTER_LOGIN, 'email', 'password', 'captchaTokens']
const NAMES = {
  loginWithRedirect: [...BACK, 'prompt', 'idp'],
  login: LOGIN,
  register: [...LOGIN, 'profile'],
  verifyEmail: [...AFTER_LOGIN, 'code'],
  resetPassword: [...AFTER_LOGIN, 'recoveryToken', 'password'],
  sendPasswordResetEmail: ['email', 'redirectUri', 'language'],
  logout: ['returnTo', 'navigate', 'forgetVisitor'],
}

const TEXT = 'a non-empty string'

const RULES = {
  url: 'a URL',
  redirectUri: 'a URL of at most 2048 characters without a fragment',
  codeVerifier: '43 to 128 letters, digits or -._~ (RFC 7636)',
  idp: '"google", "facebook" or { connectionId } with the GUID of a connection',
  tokens: 'an object with the accessToken of a member, and its refreshToken if there is one, as strings of visible ASCII',
  'page': 'an object with exactly one page, like { ecomCheckout: { checkoutId } }',
  callbacks: 'an object of URLs of at most 2048 characters',
}
