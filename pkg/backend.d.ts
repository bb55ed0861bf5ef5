/**
 * fetch-with-auth/backend: the app's own backend, which knows who calls and does
 * what the caller may not do alone, for exactly that call.
 *
 * For Node 20.19 and later, Deno, Bun, Workers: anything with `Request`, `Response`
 * and `AsyncLocalStorage` (on Cloudflare: `nodejs_compat` or `nodejs_als`). In a
 * page the import fails: secrets and API keys have no place there.
 *
 * Times are Unix times in **seconds** unless a name says otherwise.
 */

/**
 * Makes a backend. Nothing is sent before its first request.
 *
 * An app may be installed on any number of sites, so a backend wants to be told
 * whose members and users may call: by `instanceId`, `siteId` or `sites`. Without
 * any of them it serves `Permissions.Anyone` alone.
 *
 * @throws {BackendError} `invalid_options`, at once, with a message that names
 *   the option.
 */
export declare function createBackend(options: BackendOptions): Backend

export interface BackendOptions {
  /** The app's ID, or of a headless project the client ID. Tokens of others are refused. */
  appId: string
  /** Further OAuth apps whose visitors and members may call: the pages' client IDs, if they differ. */
  clientIds?: readonly string[]
  /**
   * The app's secret: {@link elevate} then asks for a token of the app itself
   * (`client_credentials`, RFC 6749 §4.4).
   */
  appSecret?: string
  /** The site that the app is installed on. Tokens of other sites are refused. */
  instanceId?: string
  /**
   * Instead of, or beside, a secret: an API key with `siteId`. {@link elevate}
   * then calls with it, and whoever calls with this very key is an admin.
   * https://dev.wix.com/docs/go-headless/authentication/admin/make-rest-api-calls-with-an-api-key
   */
  apiKey?: string
  /** Of the API key, and tokens of other sites are refused. */
  siteId?: string
  /**
   * Which sites' tokens are taken, where neither `instanceId` nor `siteId` says it:
   * `"any"`, so that members and users of every site that has the app may call
   * (look at `identity.siteId`); or a function, which has to say `true` for each
   * identity, and is asked on every request. Tokens of others are refused with
   * `token_foreign`. Beside `instanceId` or `siteId` both have to hold.
   */
  sites?: 'any' | ((identity: Identity) => boolean | Promise<boolean>)
  /** The origin of the Wix API: `https://www.wixapis.com`. Plain http only on loopback. */
  apiOrigin?: string | URL
  /**
   * Further origins that may hear the **caller's** token through
   * {@link fetchWithAuth}, exact, without a path. The app's own token and the
   * API key go to the Wix API alone.
   */
  audience?: readonly (string | URL)[]
  /** Used for everything instead of the global `fetch`: for tests and other runtimes. */
  fetch?: typeof fetch
  limits?: {
    /** Bytes of a web method's arguments: 100,000. */
    body?: number
    /** How deep arrays and objects may be nested in them: 32, and at most 127. */
    depth?: number
    /** How many callers are remembered, and for seconds as many tokens that were refused: 1,000. */
    callers?: number
    /**
     * How many tokens token-info is asked about at the same time: 32. Others wait
     * for up to ten seconds; where a thousand do, further ones are refused at once
     * (`identity_unavailable`). Whoever is remembered does not wait.
     */
    lookups?: number
  }
  /**
   * Receives what happens, and acts as nobody: there is no context in it. All that it
   * receives has been searched for the caller's token, the app's, its secret, the API
   * key and tokens that were minted for the request. An error that has none of them
   * is the very error; of another it receives a copy without them, as of what cannot
   * be read. A log may reject or throw: that is printed. Without a log, errors of
   * handlers go to `console.error` in the same way.
   */
  log?(event: BackendEvent): void | Promise<void>
}

export interface Backend {
  /**
   * Who sends this request, by the word of token-info: the token must be active,
   * not over, and of this app and site. Remembered for at most a minute, and no
   * longer than the token lives; many requests with one token ask once.
   * https://dev.wix.com/docs/rest/app-management/oauth-2/token-info
   *
   * After a 429 or a 5xx token-info is asked nothing for as long as its
   * `Retry-After` says, up to five minutes, or for a second and longer each time.
   *
   * @throws {BackendError} 401 `token_missing`, `token_invalid` (garbage, over,
   *   inactive), `token_foreign` (of another app or site); 503
   *   `identity_unavailable`: token-info is out of reach, and says nothing about
   *   the token, with a `Retry-After` if it wants no questions just now;
   *   `invalid_options`: no option says which sites' tokens are taken.
   */
  identify(request: Request): Promise<Identity>

  /**
   * An API endpoint with a permission. What the handler throws becomes an answer
   * without a stack: a {@link BackendError} or {@link WebMethodError} its own, a
   * `Response` itself, what an exception answers by `getResponse()` (Hono's
   * `HTTPException`), anything else a 500 that says nothing. The promise never
   * rejects, so what Next's or SvelteKit's `redirect()` throws is a 500 as well:
   * answer `Response.redirect(...)`.
   *
   * A `Response` may be of any make. What is sent is the platform's: a text or
   * bytes as a whole, anything else as a stream.
   *
   * When its answer has been sent (to the end of its stream), cancelled or failed,
   * nothing that is left of the request acts as its caller any more.
   *
   * @throws {BackendError} `invalid_options`, at once: for instance a permission
   *   other than `Anyone`, where no option says which sites' tokens are taken.
   */
  api(
    permission: Permission | ((identity: Identity) => boolean | Promise<boolean>),
    handler: (request: Request, context: Context) => Response | Promise<Response>,
  ): (request: Request, ...rest: unknown[]) => Promise<Response>

  /**
   * Serves web methods: `POST base/module/method` with a JSON array of arguments.
   * Answers `{ result }` or `{ error: { code, message } }`; a result that JSON would
   * lose without a word (a Response, a stream, a Map) is a TypeError, and a 500.
   * What is no web method is a 404 that does not say what there is. One slash at
   * the end of the path makes no difference.
   *
   * Serve them before anything that reads bodies: a body that was read is a 500.
   *
   * @param modules by name: `{ shop: await import('./shop.web.js') }`
   * @throws {BackendError} `invalid_options`, at once: a name that cannot be one,
   *   or a permission that needs to know the sites.
   */
  handle(
    modules: Record<string, Record<string, unknown>>,
    options?: {
      /** Where they are served: `/api`. */
      base?: string
    },
  ): (request: Request) => Promise<Response>

  /**
   * Tokens for a member that your server knows (external login), to hand to the
   * page's `signInWithTokens`. Within a handler of this backend the visitor who
   * calls becomes that member; elsewhere a new visitor does. Needs `apiKey`. Check who calls
   * before you mint: whoever has these tokens is that member.
   *
   * @throws {BackendError} `tokens_refused`, `tokens_unavailable`.
   */
  getMemberTokensForExternalLogin(memberId: string): Promise<MemberTokens>

  /**
   * The same by e-mail address, with a session on Wix' side, so that Wix-hosted
   * pages know the member. Makes the member if there is none.
   *
   * @throws {BackendError} `tokens_refused`, `tokens_unavailable`.
   */
  getMemberTokensForExternalLoginWithSession(
    email: string,
    options?: { profile?: Record<string, unknown>; verifyEmail?: boolean; mergeExistingContact?: boolean },
  ): Promise<MemberTokens>
}

/** Who may call. */
export declare const Permissions: {
  /** Whoever has a token of this app: visitors too. */
  readonly Anyone: 'Anyone'
  /** Members. */
  readonly SiteMember: 'SiteMember'
  /** Wix users of the site, and whoever has the backend's own API key. */
  readonly Admin: 'Admin'
}
export type Permission = 'Anyone' | 'SiteMember' | 'Admin'

/**
 * Marks a function as callable from the page, as in `@wix/web-methods`. The
 * function stays what it is: called on the server directly, nobody checks.
 *
 * @param options kept, and not acted upon: nothing is cached here.
 * https://dev.wix.com/docs/sdk/core-modules/web-methods/web-method
 */
export declare function webMethod<F extends (...args: any[]) => unknown>(
  permission: Permission | ((identity: Identity) => boolean | Promise<boolean>),
  fn: F,
  options?: { cache?: { tags?: string[]; ttl?: number } },
): F

/**
 * A function that runs as the app. In it, in what it calls and awaits, and in a
 * thenable that it returns (a query that begins when it is awaited, for example),
 * {@link fetchWithAuth} carries the app's own token, or its API key; it goes to the
 * Wix API alone. Nothing else of the request is elevated, and when the function
 * has ended nothing that it left running is. A generator would work after that, so
 * it is refused (`invalid_options`).
 *
 * Check who calls and what they pass **before**: an elevated function that takes
 * an id from the page does to any id what it does.
 *
 * @throws {BackendError} (the promise rejects) `not_identified`: not within a
 *   handler, or its answer has been sent; `elevation_over`: the handler has ended; `elevation_refused`: secret
 *   or key were refused; `elevation_unavailable`.
 */
export declare function elevate<F extends (...args: any[]) => unknown>(
  fn: F,
): (...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>>

/**
 * `fetch`, signed: within a handler, and a stream that is its answer, as its
 * caller, within {@link elevate} as the app. As in a page it refuses what must not hear a token: codes
 * `foreign_origin`, `authorization_present`, `no_cors`; and `not_identified` and
 * `elevation_over`. As the app it follows no redirect: the answer is the redirect
 * itself, since not every runtime keeps Authorization from the next origin.
 */
export declare const fetchWithAuth: typeof fetch

/** The shape that Wix developers import. */
export declare const httpClient: { fetchWithAuth: typeof fetch }

/**
 * What is known of the request that is being answered: for web methods, which get
 * arguments and nothing else.
 *
 * @throws {BackendError} `not_identified`: not within a handler, or its answer has
 *   been sent.
 */
export declare function getContext(): Context

export interface Context {
  readonly identity: Identity
  readonly request: Request
  /** What was done as the app for this request, so far. */
  readonly elevated: readonly Elevation[]
  /** What else the framework passed to the handler. */
  readonly rest: readonly unknown[]
}

export interface Elevation {
  /** The function's name. */
  what: string
  who: Identity
  when: Date
}

/**
 * Throws 403 `not_owner` unless the caller is the one with this id: for functions
 * that take an id from the page.
 */
export declare function requireOwner(identity: Identity, ownerId: string | undefined | null): void

export type Identity = VisitorIdentity | MemberIdentity | UserIdentity | AppIdentity | AdminIdentity

export interface TokenIdentity {
  /** The OAuth app that the token was issued to. */
  clientId: string
  siteId?: string
  instanceId?: string
  accountId?: string
  /** When the token ends, in seconds since 1970. */
  expiresAt: number
}

export interface VisitorIdentity extends TokenIdentity {
  type: 'visitor'
  visitorId: string
}

export interface MemberIdentity extends TokenIdentity {
  type: 'member'
  memberId: string
}

/** A Wix user: the site's owner or a collaborator. */
export interface UserIdentity extends TokenIdentity {
  type: 'user'
  userId: string
}

/** The app itself. */
export interface AppIdentity extends TokenIdentity {
  type: 'app'
  appId: string
}

/** Whoever has the backend's API key. */
export interface AdminIdentity {
  type: 'admin'
  siteId?: string
}

/** A refusal that the page may hear: throw it from a web method with a code of your own. */
export declare class WebMethodError extends Error {
  /** @param options.status the HTTP status: 400 */
  constructor(code: string, message: string, options?: { status?: number; cause?: unknown })
  readonly name: 'WebMethodError'
  readonly code: string
  readonly status: number
}

/** A refusal of ours. */
export declare class BackendError extends Error {
  private constructor()
  readonly name: 'BackendError'
  readonly code: BackendErrorCode
  /** The HTTP status that it becomes. */
  readonly status: number
  /** What led to it; never a token. */
  readonly cause?: unknown
  /** As an answer, with the challenge of RFC 6750 §3 where it needs one. */
  toResponse(): Response
}

export type BackendErrorCode =
  /** An option cannot be used; the message names it. */
  | 'invalid_options'
  /** 401: no Authorization (RFC 6750 §3.1: a challenge without an error). */
  | 'token_missing'
  /** 401: garbage, over, or inactive. */
  | 'token_invalid'
  /** 401: of another app or another site. */
  | 'token_foreign'
  /** 403: this identity has not the permission (RFC 6750 §3.1 `insufficient_scope`). */
  | 'permission_denied'
  /** 403: {@link requireOwner}. */
  | 'not_owner'
  /** 503: token-info is out of reach. */
  | 'identity_unavailable'
  /** 404: no such web method. */
  | 'not_found'
  /** 405: web methods are called by POST. */
  | 'method_not_allowed'
  /** 413: more than `limits.body`. */
  | 'too_large'
  /** 415: not `application/json`. */
  | 'unsupported_media_type'
  /** 400: not a JSON array, too deep, or with names that change prototypes. */
  | 'invalid_arguments'
  /** 500: not within a handler, or the request has been answered. */
  | 'not_identified'
  /** 500: what was elevated, or the handler around it, has ended. */
  | 'elevation_over'
  /** 500: secret or key were refused. */
  | 'elevation_refused'
  /** 503: no token of the app is to be had just now. */
  | 'elevation_unavailable'
  /** 500: the app's token was about to be answered to the caller. */
  | 'token_in_answer'
  /** 502: Wix refused the member's tokens. */
  | 'tokens_refused'
  /** 503: Wix cannot answer just now. */
  | 'tokens_unavailable'
  /** Not sent: the origin may not hear this token. */
  | 'foreign_origin'
  /** Not sent: it has its own Authorization. */
  | 'authorization_present'
  /** Not sent: mode "no-cors" would drop the token. */
  | 'no_cors'
  /** 500: anything else. */
  | 'internal'

/** As the token endpoint answers. */
export interface MemberTokens {
  access_token: string
  refresh_token?: string
  expires_in?: number
}

export type BackendEvent =
  /** A request was answered. */
  | { type: 'answered'; what: string; status: number; identity?: Identity; when: Date }
  /** A request was refused, and why. */
  | { type: 'refused'; what: string; status: number; code: string; identity?: Identity; when: Date }
  /** Something ran as the app. */
  | ({ type: 'elevated' } & Elevation)
  /**
   * A handler threw what is no refusal, and the caller heard `internal`; or the
   * stream that it answered failed, after `answered`.
   */
  | { type: 'failed'; what: string; error: unknown; when: Date }
