// Names of the SDK.

const enumeration = (...names) => /** @type {any} */ (Object.fromEntries(names.map(name => [name, name])))

/** @type {typeof import('../wix-sdk.d.ts').LoginState} */
export const LoginState = enumeration('SUCCESS', 'INITIAL', 'FAILURE', 'EMAIL_VERIFICATION_REQUIRED', 'OWNER_APPROVAL_REQUIRED', 'USER_CAPTCHA_REQUIRED', 'SILENT_CAPTCHA_REQUIRED')
/** @type {typeof import('../wix-sdk.d.ts').TokenRole} */
export const TokenRole = /** @type {any} */ ({ NONE: 'none', VISITOR: 'visitor', MEMBER: 'member' })
