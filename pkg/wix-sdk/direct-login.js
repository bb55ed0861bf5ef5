// Direct login: the caller has a form of its own, and continues a login that succeeded.

import { LoginState } from './names.js'

export const directLogin = session => {
  // The login that waits for the code of an e-mail. A server has many users, so
  // there it is the caller's.
  let pending

  const submit = async (step, params) => {
    const parts = await session.loginParts()
    const state = stateOf(await parts[step](params))
    if (session.isPage && state.loginState == LoginState.EMAIL_VERIFICATION_REQUIRED) pending = state
    return state
  }

  return {
    register: async params => submit('submitRegistration', params),
    login: async params => submit('submitLogin', params),
    async processVerification({ verificationCode, code = verificationCode }, state = pending) {
      const stateToken = state?.data?.stateToken
      if (!stateToken) return { loginState: LoginState.FAILURE, error: NOT_PENDING }
      return submit('submitVerification', { code, stateToken })
    },
    async getMemberTokensForDirectLogin(sessionToken) {
      const parts = await session.loginParts()
      await parts.loginWithSessionToken(sessionToken)
      return session.tokens()
    },
  }
}

// A state that the SDK has no name for is a failure that names it, and a code that it
// does not have is in a member of its own: code that lists all of the SDK's stays right.
const stateOf = result => {
  const { loginState, message, state, errorCode, ...rest } = result
  if (loginState == LoginState.FAILURE) return { ...rest, loginState, error: message, reason: errorCode, ...(CODES.includes(errorCode) && { errorCode }) }
  if (LoginState[loginState]) return result
  return { loginState: LoginState.FAILURE, error: `This login needs a step that is not supported here: ${state ?? loginState}`, reason: 'unknown' }
}

const CODES = ['invalidEmail', 'invalidPassword', 'resetPassword', 'missingCaptchaToken', 'emailAlreadyExists', 'invalidCaptchaToken']
const NOT_PENDING = 'No e-mail verification is pending; on a server, pass the state that login() returned.'
