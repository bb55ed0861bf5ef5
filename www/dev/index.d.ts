/**
 * Starts a local Wix in this process: the token endpoint, logins, members, a cart and faults, in
 * memory, reachable from this machine only.
 *
 * @throws {TypeError} (the promise rejects) for an option that is not known or not valid
 * @throws {Error} (the promise rejects) with code `EADDRINUSE` if a port is in use; for a setting
 *   or a member that is not valid
 */
export declare function startDev(options?: DevOptions): Promise<RunningDev>

/**
 * Connects to a local Wix that was started by `npx fetch-with-auth-dev`, or by another process.
 *
 * @throws {TypeError} (the promise rejects) for an option that is not known or not valid
 * @throws {Error} (the promise rejects) if none responds there
 */
export declare function connectDev(options?: Pick<DevOptions, 'port' | 'host'>): Promise<Dev>

/** The password of every member that is there from the start. */
export declare const PASSWORD: string

export interface DevOptions {
  /**
   * The first of the three ports that it takes: the Wix API's; the next two are those of the Wix
   * site and of an identity provider. 0 takes free ones.
   *
   * @defaultValue 0 for `startDev`, 4949 for `connectDev`, as for `npx fetch-with-auth-dev`
   */
  port?: number | undefined
  /**
   * The host in its origins. It should be that of your page: a browser does not send the cookies
   * of the one in a frame within the other.
   *
   * @defaultValue 'localhost'
   */
  host?: 'localhost' | '127.0.0.1' | undefined
  /** Settings from the start. */
  settings?: DevSettings | undefined
  /**
   * The members that are there from the start.
   *
   * @defaultValue Ada and Grace, who can log in; Una, who has to enter a code from an e-mail first;
   *   Paul, who waits for approval; Rita, who has to set a new password; Ben, who is blocked.
   *   Their e-mails are `ada@example.com` and so on.
   */
  members?: readonly NewMember[] | undefined
}

/** A local Wix, and what tests do with it. */
export interface Dev {
  /** The option `apiOrigin` of `configure` and `createAuth`. */
  readonly apiOrigin: string
  /** The same. */
  readonly origin: string
  /** The origin of its login page, checkout and other pages of the Wix site. */
  readonly wixOrigin: string
  /** The same at every start. */
  readonly clientId: string

  /**
   * Tokens of this member, as after a login.
   *
   * @param name - a nickname in any case, or an e-mail
   * @throws {Error} (the promise rejects) if there is no such member
   */
  signedInAs(name: string): Promise<SignedIn>
  /**
   * What Playwright's `browser.newContext({ storageState })` takes: a browser in which this member
   * has logged in on your page. It needs `fetch-with-auth`, and Playwright 1.51 for the storage of
   * a browser's own.
   *
   * @throws {TypeError} (the promise rejects) if `page` is not a URL
   * @throws {Error} (the promise rejects) if there is no such member
   */
  storageState(name: string, options: StorageStateOptions): Promise<StorageState>

  /**
   * Makes requests fail until the returned function is called.
   *
   * @throws {TypeError} (the promise rejects) for a name, a kind or seconds that cannot be
   */
  fault(name: FaultName | readonly FaultName[], fault: Fault): Promise<() => Promise<void>>
  /** Ends all faults. */
  mend(): Promise<void>
  /**
   * Changes some settings; resolves to all of them.
   *
   * @throws {Error} (the promise rejects) for a setting that is not known or not valid
   */
  set(settings: DevSettings): Promise<Required<DevSettings> & Record<string, unknown>>
  /** Every access token is refused from now on, as if it had expired. */
  expireAccessTokens(): Promise<void>
  /** Every access token and refresh token is refused from now on. */
  revokeTokens(): Promise<void>
  /** Nobody is logged in on the Wix site any more. */
  endWixSessions(): Promise<void>

  /** E-mails that nobody received, oldest first. */
  outbox(): Promise<Mail[]>
  members(): Promise<Member[]>
  /**
   * Resolves to the member's ID.
   *
   * @throws {Error} (the promise rejects) if the e-mail is registered already
   */
  addMember(member: NewMember): Promise<string>
  /** Counts and logs of what was requested. */
  report(): Promise<Report>
}

/** A local Wix in this process. */
export interface RunningDev extends Dev {
  /** Ends it and all connections; afterwards its ports are free. */
  stop(): Promise<void>
}

export interface NewMember {
  email: string
  /** @defaultValue {@link PASSWORD} */
  password?: string | undefined
  /** @defaultValue what stands before the `@` of the e-mail */
  nickname?: string | undefined
  /** @defaultValue 'ACTIVE' */
  status?: MemberStatus | undefined
}

/**
 * `PENDING`: the owner has to approve first. `UNVERIFIED`: has to enter the code from an e-mail.
 * `RESET`: has to set a new password.
 */
export type MemberStatus = 'ACTIVE' | 'PENDING' | 'UNVERIFIED' | 'RESET' | 'BLOCKED'

export interface Member {
  memberId: string
  email: string
  nickname: string
  status: MemberStatus
}

/** A member with tokens: what `signInWithTokens` takes. */
export interface SignedIn {
  memberId: string
  email: string
  nickname: string
  accessToken: string
  refreshToken: string
  /** Unix time in seconds. */
  expiresAt: number
}

export interface StorageStateOptions {
  /** The URL of your page, of which the origin counts. */
  page: string
  /**
   * The option `storage` of your page.
   *
   * @defaultValue 'browser'
   */
  storage?: 'browser' | 'wix-session-cookie' | undefined
}

/** As Playwright has it. */
export interface StorageState {
  cookies: Array<{ name: string; value: string; domain: string; path: string; expires: number; httpOnly: boolean; secure: boolean; sameSite: 'Strict' | 'Lax' | 'None' }>
  origins: Array<{ origin: string; localStorage: Array<{ name: string; value: string }> }>
}

/** The grants of the token endpoint; `token` is all of them; then the other calls. */
export type FaultName =
  | 'token' | 'anonymous' | 'refresh_token' | 'authorization_code' | 'authorized_client' | 'client_credentials'
  | 'redirect-session' | 'authorize' | 'register' | 'login' | 'sign-on' | 'change-password' | 'validate-email'
  | 'verify' | 'resend' | 'start' | 'send-email' | 'recover' | 'token-info' | 'members-my'
  | 'inventory-query' | 'inventory-increment' | 'inventory-decrement' | 'data-query' | 'products-query'
  | 'cart' | 'add-to-cart'

export interface Fault {
  /**
   * `status`: a response of your choice, 503 by default. `invalid_grant`: the refresh token is
   * refused. `wix_error`: a refusal in Wix's own form. `html`: a proxy's error page. `cut`: the
   * connection ends without a response. `hang`: no response ever. `truncated`: it ends in its
   * middle. `no_cors`: a page cannot read it.
   */
  kind: 'status' | 'invalid_grant' | 'wix_error' | 'html' | 'cut' | 'hang' | 'truncated' | 'no_cors'
  /** For so many seconds. @defaultValue until it is ended */
  seconds?: number | undefined
  /** For so many requests. @defaultValue all */
  times?: number | undefined
  /**
   * Whether the request is processed, so that a refresh token is used, and only the response is lost.
   *
   * @defaultValue false
   */
  after?: boolean | undefined
  /** The HTTP status. @defaultValue that of the kind */
  status?: number | undefined
  /** A text as it is, or anything else as JSON. @defaultValue that of the kind */
  body?: unknown
  /** @defaultValue that of the kind */
  contentType?: string | undefined
  /** The header Retry-After: seconds or a date. @defaultValue none */
  retryAfter?: number | string | undefined
}

/** How the local Wix treats your app. */
export interface DevSettings {
  /**
   * What happens to a refresh token that was used. `static`: it stays valid. `rotate`: it is
   * replaced. `reuse-detection`: it is replaced, and if it is used again, the session ends.
   *
   * @defaultValue 'static'
   */
  rotation?: 'static' | 'rotate' | 'reuse-detection' | undefined
  /** How many seconds access tokens are valid. @defaultValue 14400 */
  expiresIn?: number | undefined
  /** Whether new members have to enter a code from an e-mail. @defaultValue false */
  emailVerification?: boolean | undefined
  /** Whether new members have to be approved. @defaultValue false */
  ownerApproval?: boolean | undefined
  /** Whether logins need a captcha token; every one is accepted but `invalid`. @defaultValue false */
  captcha?: boolean | undefined
  /** Milliseconds until token responses. @defaultValue 0 */
  grantDelay?: number | undefined
  /** Whether every page on this machine is an allowed redirect URI and domain. @defaultValue true */
  allowLoopback?: boolean | undefined
  /** Redirect URIs that are allowed, byte for byte. @defaultValue none beside {@link allowLoopback} */
  allowedRedirectUris?: readonly string[] | undefined
  /** Origins of pages that are allowed. @defaultValue none beside {@link allowLoopback} */
  allowedRedirectDomains?: readonly string[] | undefined
  /** Pauses responses to token requests: all until this is false again, or the next so many. @defaultValue false */
  pauseGrants?: boolean | number | undefined
  /** The same of other requests, by {@link FaultName}. @defaultValue none */
  pauses?: Readonly<Partial<Record<FaultName, boolean | number>>> | undefined
  /** Whether token responses have no refresh token. @defaultValue false */
  omitRefreshToken?: boolean | undefined
  /** How many seconds the code of a login is valid. @defaultValue 600 */
  codeTtl?: number | undefined
  /** How many seconds the session token of a direct login is valid. @defaultValue 300 */
  sessionTokenTtl?: number | undefined
  /** The error of a silent login if nobody is logged in. @defaultValue 'login_required' */
  noSessionError?: string | undefined
  /**
   * How the response of a login in a frame arrives: as it should; one level deeper; not at all; at
   * another origin; twice; in a page that cannot be framed; late, by milliseconds; as an error.
   *
   * @defaultValue 'flat'
   */
  webMessage?: 'flat' | 'wrapped' | 'silent' | 'old-refusal' | 'duplicate' | 'blocked' | { late: number } | { error: string } | undefined
  /** Whether pages fail that make a visitor or member known to the Wix site. @defaultValue false */
  loginSessionFails?: boolean | undefined
  /** Response headers that pages of other origins can read as well. @defaultValue [] */
  exposeHeaders?: readonly string[] | undefined
  /** Whether they can read `WWW-Authenticate` of the Wix API. @defaultValue false */
  exposeChallenge?: boolean | undefined
  /** API keys that servers can use. @defaultValue ['stand-in-api-key'] */
  apiKeys?: readonly string[] | undefined
  /** The secret of the app. @defaultValue 'stand-in-app-secret' */
  appSecret?: string | undefined
  /** Whether the app has to name its instance as well. @defaultValue false */
  instanceRequired?: boolean | undefined
  /** The ID of the site, a GUID. @defaultValue one that is always the same */
  siteId?: string | undefined
  /** The ID of the app's instance, a GUID. @defaultValue one that is always the same */
  instanceId?: string | undefined
}

export type Mail = {
  to: string
  /** When it was sent: milliseconds since 1970. */
  at: number
} & ({ kind: 'verification'; code: string } | { kind: 'recovery'; link: string; recoveryToken: string })

export interface Report {
  /** How many visitors were created. */
  visitors: number
  /** How often each grant was requested, whatever the response was. */
  tokenRequests: Record<string, number>
  /** Requests that carried a token or named the client, oldest first. */
  requests: Array<{ origin: string; method: string; path: string; query?: string; authorization: 'none' | 'live' | 'dead' | 'other'; at: number }>
  [name: string]: unknown
}
