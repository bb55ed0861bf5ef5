// fetch-with-auth/wix-sdk: the OAuthStrategy of @wix/sdk, over a session of ours. What
// each name promises is in wix-sdk.d.ts.
//
// A strategy hands state, code verifier and tokens to its caller, so a login is made of
// the parts that src/members has: see `parts` in members.js.

import { AuthError, createAuth } from './index.js'
import { parseCookie } from './wix-session-cookie.js'
import { brokenByConfig, brokenByTokens } from './wix-sdk/arguments.js'
import { directLogin } from './wix-sdk/direct-login.js'
import { externalLogin } from './wix-sdk/external.js'
import { LoginState, TokenRole } from './wix-sdk/names.js'
import { challengeOf, random } from './wix-sdk/pkce.js'
import { Session } from './wix-sdk/session.js'
import { createLocalTokenStorage, isSame } from './wix-sdk/token-storage.js'
import { EMPTY_TOKENS } from './tokens.js'

export { createLocalTokenStorage, EMPTY_TOKENS, LoginState, TokenRole }

/**
 * @param {any} config
 * @returns {import('./wix-sdk.d.ts').IOAuthStrategy}
 */
export const OAuthStrategy = config => {
  refuse(brokenByConfig(config))
  const session = new Session(config, createAuth, parseCookie)
  const { mirror, isPage } = session

  const getAuthHeaders = async () => ({ headers: { Authorization: await session.token() } })

  const getTokens = () => mirror.tokens

  const setTokens = tokens => {
    refuse(brokenByTokens(tokens ?? EMPTY_TOKENS))
    // Unknown is not empty: a member may be stored.
    if (!mirror.isKnown || !isSame(getTokens(), tokens ?? EMPTY_TOKENS)) session.set(tokens)
  }

  const renewToken = async refreshToken => {
    const { refreshToken: stored } = await session.tokens()
    if (stored.value && stored.value === refreshToken?.value) {
      await session.renew()
      return session.tokens()
    }
    if (!refreshToken?.value) throw session.error('invalid_options', undefined, '`refreshToken` must be { value, role } with a value.')
    const role = refreshToken.role == MEMBER ? MEMBER : VISITOR
    // Renewed as a member's, even if it is a visitor's: a member never becomes another person.
    const { accessToken, refreshToken: { value } } = await session.detachedTokens({ refreshToken: { value: refreshToken.value, role: MEMBER } })
    return { accessToken, refreshToken: { value, role } }
  }

  const generateVisitorTokens = async tokens => {
    const { accessToken, refreshToken } = tokens ?? {}
    if (!refreshToken?.value) {
      // In a page they are stored without a call of setTokens.
      const isStored = isPage && !(await session.tokens()).refreshToken.value
      if (!isStored) return session.detachedTokens()
      await session.token()
      return session.tokens()
    }
    if (accessToken?.value && accessToken.expiresAt > Date.now() / 1000) return tokens
    const { refreshToken: stored } = await session.tokens()
    if (stored.value !== refreshToken.value) return session.detachedTokens({ refreshToken })
    await session.token()
    return session.tokens()
  }

  const generateOAuthData = (redirectUri, originalUri = '') => {
    const codeVerifier = random()
    return { redirectUri, originalUri, codeChallenge: challengeOf(codeVerifier), codeVerifier, state: random() }
  }

  const getAuthUrl = async (/** @type {any} */ oauthData = generateOAuthData('unused://'), { prompt, responseMode = 'fragment', idp, sessionToken } = /** @type {any} */ ({})) => {
    const { redirectUri, codeChallenge, state } = oauthData
    const parts = await session.loginParts()
    const { fullUrl, endpoint, sessionToken: issued } = await parts.authorizationUrl({ redirectUri, codeChallenge, state, prompt, responseMode, idp, sessionToken })
    return { authUrl: fullUrl, authorizationEndpoint: endpoint, sessionToken: issued, oauthData }
  }

  const parseFromUrl = (url = globalThis.location?.href, responseMode = 'fragment') => {
    const { searchParams, hash } = new URL(url)
    const response = responseMode == 'query' ? searchParams : new URLSearchParams(hash.slice(1))
    const error = response.get('error')
    return { code: response.get('code'), state: response.get('state'), ...(error && { error, errorDescription: response.get('error_description') }) }
  }

  const getMemberTokens = async (code, state, { state: expected, redirectUri, codeVerifier }) => {
    if (!code || !state) throw new Error('Missing code or state')
    if (state !== expected) throw new Error('Invalid state')
    return session.redeemCode({ code, codeVerifier, redirectUri })
  }

  const logout = async originalUrl => {
    let logoutUrl
    // Whatever fails below, who signs out is not imported again.
    mirror.forgetAdoptable()
    await session.internals.auth.logout({ returnTo: originalUrl, navigate: url => logoutUrl = url })
    session.shared.changed(0)
    return { logoutUrl }
  }

  const sendPasswordResetEmail = async (email, redirectUri) => {
    const failure = await session.internals.auth.sendPasswordResetEmail({ email, redirectUri })
    if (failure) throw session.error('token_request_refused', failure, `${failure.message} `)
  }

  const isSessionSynced = () => {
    return isPage && Date.now() - Number(globalThis.localStorage?.getItem(session.syncKey)) < SYNC_TTL_MS
  }

  // Stored once Wix's page has loaded, with the person that it was loaded for.
  const syncToWixPages = async ({ force } = /** @type {{ force?: boolean }} */ ({})) => {
    if (!force && isSessionSynced()) return
    session.markUnsynced()
    await session.internals.auth.syncToWixPages()
    localStorage.setItem(session.syncKey, `${Date.now()}`)
  }

  return {
    // createClient binds it again whenever its `auth` is read, on top of the last one.
    get getAuthHeaders() {
      return getAuthHeaders
    },
    set getAuthHeaders(bound) {},
    generateVisitorTokens,
    renewToken,
    getTokens,
    setTokens,
    getActiveToken: () => getTokens().accessToken.value,
    loggedIn: () => getTokens().refreshToken.role == MEMBER,
    generateOAuthData,
    getAuthUrl,
    parseFromUrl,
    getMemberTokens,
    logout,
    ...directLogin(session),
    ...externalLogin(session),
    sendPasswordResetEmail,
    captchaInvisibleSiteKey: '6LdoPaUfAAAAAJphvHoUoOob7mx0KDlXyXlgrx5v',
    captchaVisibleSiteKey: '6Ld0J8IcAAAAANyrnxzrRlX1xrrdXsOmsepUYosy',
    sessions: { isSessionSynced, syncToWixPages },
    shouldUseCDN: true,
    get ready() {
      return session.ready
    },
  }
}

/**
 * @param {any} config
 * @returns {import('./wix-sdk.d.ts').ISiteSessionAuth}
 */
export const SiteSessionAuth = config => {
  const strategy = OAuthStrategy(config)
  const { generateVisitorTokens, renewToken, getAuthHeaders, getTokens, setTokens, loggedIn, sessions, shouldUseCDN } = strategy
  return {
    generateVisitorTokens,
    renewToken,
    get getAuthHeaders() {
      return getAuthHeaders
    },
    set getAuthHeaders(bound) {},
    getTokens,
    setTokens,
    loggedIn,
    ...sessions,
    shouldUseCDN,
    get ready() {
      return strategy.ready
    },
  }
}

const refuse = broken => {
  if (broken) throw new (/** @type {any} */ (AuthError))('invalid_options', undefined, broken)
}

const { VISITOR, MEMBER } = TokenRole
const SYNC_TTL_MS = 7 * 24 * 60 * 60 * 1000
