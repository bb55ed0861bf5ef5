// fetch-with-auth/wix-sdk: the OAuthStrategy of @wix/sdk on top of our session.
// What each name promises is in wix-sdk.d.ts.
//
// Rules of a login live in the module, behind the methods of an Auth. Where this
// contract stops halfway, or begins there, an answer is held back or given on
// the network between: see `during` in session.js.

import { AuthError, createAuth } from './index.js'
import { found } from './wix-session-cookie.js'
import { external } from './wix-sdk/external.js'
import { challengeOf, random } from './wix-sdk/pkce.js'
import { Session } from './wix-sdk/session.js'
import { isSame } from './wix-sdk/token-storage.js'
import { EMPTY_TOKENS } from './tokens.js'
import { Secrets } from '../src/browser/members/secrets.js'

export { EMPTY_TOKENS }

export const OAuthStrategy = config => {
  checkConfig(config)
  const session = new Session(config, createAuth, found)
  const { place, isPage } = session
  const { clientId } = config
  let waiting

  const getAuthHeaders = async () => ({ headers: { Authorization: await session.token() } })

  const getTokens = () => place.tokens

  const setTokens = tokens => {
    checkTokens(tokens ?? EMPTY_TOKENS)
    // Unknown is not empty: a member may be stored.
    if (!place.isKnown || !isSame(getTokens(), tokens ?? EMPTY_TOKENS)) session.set(tokens)
  }

  const renewToken = async refreshToken => {
    const { refreshToken: own } = await session.tokens()
    if (own.value && own.value === refreshToken?.value) {
      await session.renewed()
      return session.tokens()
    }
    if (!refreshToken?.value) throw session.error('invalid_options', undefined, '`refreshToken` must be { value, role } with a value.')
    // A member cannot become somebody else, whoever this is.
    const role = refreshToken.role == MEMBER ? MEMBER : VISITOR
    const { accessToken, refreshToken: { value } } = await session.apart({ refreshToken: { value: refreshToken.value, role: MEMBER } })
    return { accessToken, refreshToken: { value, role } }
  }

  const generateVisitorTokens = async tokens => {
    const { accessToken, refreshToken } = tokens ?? {}
    if (!refreshToken?.value) {
      // Who forgets to set them has them all the same.
      const isNew = isPage && !(await session.tokens()).refreshToken.value
      if (!isNew) return session.apart()
      await session.token()
      return session.tokens()
    }
    if (accessToken?.value && accessToken.expiresAt > Date.now() / 1000) return tokens
    const { refreshToken: own } = await session.tokens()
    if (own.value !== refreshToken.value) return session.apart({ refreshToken })
    await session.token()
    return session.tokens()
  }

  const generateOAuthData = (redirectUri, originalUri = '') => {
    const codeVerifier = random()
    return { redirectUri, originalUri, codeChallenge: challengeOf(codeVerifier), codeVerifier, state: random() }
  }

  const getAuthUrl = async (oauthData = generateOAuthData('unused://'), { prompt, responseMode = 'fragment', idp, sessionToken } = {}) => {
    let json
    await session.during((url, init) => {
      if (!REDIRECT_SESSION.test(url)) return
      const body = JSON.parse(init.body)
      const { redirectUri, codeChallenge, state } = oauthData
      Object.assign(body.auth.authRequest, { redirectUri, codeChallenge, state, responseMode, sessionToken })
      return session.send(url, { ...init, body: JSON.stringify(body) }).then(async answer => {
        json = await answer.clone().json().catch(() => {})
        return answer
      })
    }, auth => auth.loginWithRedirect({ redirectUri: ELSEWHERE, prompt, idp, navigate() {} }))
    const { fullUrl, urlDetails, sessionToken: own } = json.redirectSession
    return { authUrl: fullUrl, authorizationEndpoint: urlDetails?.endpoint, sessionToken: own, oauthData }
  }

  const parseFromUrl = (url = globalThis.location?.href, responseMode = 'fragment') => {
    const { searchParams, hash } = new URL(url)
    const answer = responseMode == 'query' ? searchParams : new URLSearchParams(hash.slice(1))
    const error = answer.get('error')
    return { code: answer.get('code'), state: answer.get('state'), ...(error && { error, errorDescription: answer.get('error_description') }) }
  }

  // In a page who forgets to set them has them all the same.
  const getMemberTokens = async (code, state, { state: wanted, redirectUri, codeVerifier }) => {
    if (!code || !state) throw new Error('Missing code or state')
    if (state !== wanted) throw new Error('Invalid state')
    const form = new URLSearchParams({ client_id: clientId, grant_type: 'authorization_code', code, code_verifier: codeVerifier })
    if (redirectUri) form.set('redirect_uri', redirectUri)
    const tokens = await redeemed(form)
    if (isPage) await session.inside.auth.signInWithTokens(tokens)
    return tokens
  }

  const redeemed = async (form, headers) => {
    const { settings, ask } = session.kept.inside
    const send = (url, init) => session.send(url, { ...init, headers: { ...init.headers, ...headers } })
    const { lines, cause } = await ask(send, `${settings.api}/oauth2/token`, form)
    const [status, , expiresIn, access, refresh] = lines.split('\n')
    const secrets = new Secrets()
    secrets.add(Object.fromEntries(form))
    for (const secret of headers?.Authorization.split(',') ?? []) secrets.add({ 'authorization': secret })
    if (!/^2/.test(status) || !access) {
      throw session.error(/^([05]|408|429|$)/.test(status) ? 'token_endpoint_unavailable' : /^4/.test(status) ? 'token_request_refused' : 'invalid_token_response', secrets.without(cause))
    }
    // As src/oauth/token.rs assumes where no end is named.
    const expiresAt = Math.floor(Date.now() / 1000) + Number(expiresIn || 600)
    return { accessToken: { value: access, expiresAt }, refreshToken: { value: refresh, role: MEMBER } }
  }

  const logout = async originalUrl => {
    let logoutUrl
    // Whatever fails below, who signs out here is not adopted again.
    place.forget()
    await session.inside.auth.logout({ returnTo: originalUrl, navigate: url => logoutUrl = url })
    session.kept.inside.changed(0)
    return { logoutUrl }
  }

  // A step of a direct login: its success is the caller's to go on from.
  const step = async (act, first) => {
    let json
    const result = await session.during((url, init) => first?.(url) ?? (STEPS.test(url) ? session.send(url, init).then(async answer => {
      json = await answer.clone().json().catch(() => {})
      return answer.ok && json?.state == 'SUCCESS' && json.sessionToken ? given({ state: HELD }) : answer
    }) : undefined), act)
    const state = stateOf(result, json)
    if (isPage && state.loginState == LoginState.EMAIL_VERIFICATION_REQUIRED) waiting = state
    return state
  }

  const register = params => step(auth => auth.register({ ...params, ...REDIRECT }))

  const login = params => step(auth => auth.login({ ...params, ...REDIRECT }))

  const processVerification = async ({ verificationCode, code = verificationCode }, state = waiting) => {
    const stateToken = state?.data?.stateToken
    if (!stateToken) return { loginState: LoginState.FAILURE, error: NO_STATE }
    const begun = url => LOGIN.test(url) ? Promise.resolve(given({ state: 'REQUIRE_EMAIL_VERIFICATION', stateToken })) : undefined
    return step(async auth => {
      await auth.login({ email: '-', password: '-', ...REDIRECT })
      return auth.verifyEmail({ code, ...REDIRECT })
    }, begun)
  }

  const getMemberTokensForDirectLogin = async sessionToken => {
    await session.during(url => LOGIN.test(url) ? Promise.resolve(given({ state: 'SUCCESS', sessionToken })) : undefined, auth => auth.login({ email: '-', password: '-' }))
    return session.tokens()
  }

  const sendPasswordResetEmail = async (email, redirectUri) => {
    const refused = await session.inside.auth.sendPasswordResetEmail({ email, redirectUri })
    if (refused) throw session.error('token_request_refused', refused, `${refused.message} `)
  }

  const isSessionSynced = () => {
    return isPage && Date.now() - globalThis.localStorage?.getItem(session.syncKey) < WEEK
  }

  // It counts when the page was loaded, for whom it was loaded.
  const syncToWixPages = async ({ force } = {}) => {
    if (!force && isSessionSynced()) return
    session.left()
    await session.inside.auth.syncToWixPages()
    localStorage.setItem(session.syncKey, Date.now())
  }

  return {
    // createClient binds it anew whenever its `auth` is read, on top of the last.
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
    register,
    login,
    processVerification,
    getMemberTokensForDirectLogin,
    ...external(session, redeemed),
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

// A mistake here must not make a silent new visitor of somebody.
const checkConfig = ({ tokens, tokenStorage, adopt } = {}) => {
  if (tokens !== undefined) checkTokens(tokens)
  const isStorage = typeof tokenStorage?.getTokens == 'function' && typeof tokenStorage.setTokens == 'function'
  if (tokenStorage !== undefined && !isStorage) refuse('tokenStorage', 'an object with getTokens() and setTokens()', tokenStorage)
  if (adopt !== undefined && !(Array.isArray(adopt) && adopt.every(key => typeof key == 'string'))) refuse('adopt', 'an array of names', adopt)
}

const checkTokens = tokens => {
  const { accessToken, refreshToken } = tokens ?? {}
  const isOne = token => Object(token) === token && !Array.isArray(token) && /undefined|string/.test(typeof token.value)
  const isSet = (accessToken !== undefined || refreshToken !== undefined)
    && [accessToken, refreshToken].every(token => token === undefined || isOne(token))
    && /undefined|number/.test(typeof accessToken?.expiresAt)
    && [undefined, ...Object.values(TokenRole)].includes(refreshToken?.role)
  if (!isSet) refuse('tokens', '{ accessToken: { value, expiresAt }, refreshToken: { value, role } }, like EMPTY_TOKENS, or left out', tokens)
}

const refuse = (name, wanted, got) => {
  throw new AuthError('invalid_options', undefined, `\`${name}\` must be ${wanted} (got ${got === null ? got : Array.isArray(got) ? 'an array' : Object(got) === got ? 'an object of another form' : typeof got}).`)
}

const named = (...names) => Object.fromEntries(names.map(name => [name, name]))

export const LoginState = named('SUCCESS', 'INITIAL', 'FAILURE', 'EMAIL_VERIFICATION_REQUIRED', 'OWNER_APPROVAL_REQUIRED', 'USER_CAPTCHA_REQUIRED', 'SILENT_CAPTCHA_REQUIRED')
export const TokenRole = { NONE: 'none', VISITOR: 'visitor', MEMBER: 'member' }
const { VISITOR, MEMBER } = TokenRole

// What a step led to, in the words of this contract; what they have no word for
// is a failure, with its name.
const stateOf = (result, json) => {
  const { loginState, message, state } = result
  if (state == HELD) return { loginState: LoginState.SUCCESS, data: { sessionToken: json.sessionToken } }
  if (loginState == LoginState.EMAIL_VERIFICATION_REQUIRED) return { loginState, data: { stateToken: json?.stateToken } }
  if (loginState == LoginState.OWNER_APPROVAL_REQUIRED) return { loginState }
  if (loginState == LoginState.FAILURE) return { ...result, error: message }
  return { loginState: LoginState.FAILURE, error: `This login needs a step that is not supported here: ${state ?? loginState}`, errorCode: 'unknown' }
}

const given = json => new Response(JSON.stringify(json))

const REDIRECT_SESSION = /\/redirects-api\/v1\/redirect-session$/
const LOGIN = /\/authentication\/v2\/login$/
const STEPS = /\/(authentication\/v2\/(login|register)|verification\/v1\/auth\/verify)$/
// Stands for a success, so that nobody goes on from it.
const HELD = 'HELD'
// Where nobody goes: the caller has a place of its own.
const ELSEWHERE = 'https://unused.invalid/'
const REDIRECT = { continueWith: 'redirect', redirectUri: ELSEWHERE }
const NO_STATE = 'No e-mail verification is pending; on a server, pass the state that login() returned.'
const WEEK = 7 * 24 * 60 * 60 * 1000
