// Names of the SDK.

const enumeration = (...names) => Object.fromEntries(names.map(name => [name, name]))

export const LoginState = enumeration('SUCCESS', 'INITIAL', 'FAILURE', 'EMAIL_VERIFICATION_REQUIRED', 'OWNER_APPROVAL_REQUIRED', 'USER_CAPTCHA_REQUIRED', 'SILENT_CAPTCHA_REQUIRED')
export const TokenRole = { NONE: 'none', VISITOR: 'visitor', MEMBER: 'member' }
