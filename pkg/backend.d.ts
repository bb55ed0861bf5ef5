/**
 * fetch-with-auth/backend: your app's backend. It verifies the caller of each
 * request, and runs privileged calls as the app, one at a time.
 *
 * For Node 20.19 and later, Deno, Bun and Workers: any runtime with `Request`,
 * `Response` and `AsyncLocalStorage` (on Cloudflare: `nodejs_compat` or
 * `nodejs_als`). In a page the import throws, because secrets and API keys must not
 * be there; with the plugin `fetch-with-auth/vite`, a build for a page that would
 * contain it fails, and the error names the file that imports it.
 *
 * `Request`, `Response`, `URL` and `fetch` have the types that TypeScript knows: of its library
 * `dom` or `webworker`, `@types/node` or `@cloudflare/workers-types`.
 *
 * Times are Unix times in **seconds** unless a name or a comment says otherwise.
 */

import type { Fetch, Request, Response, URL } from './platform.js'

/**
 * Creates a backend. Nothing is sent before its first request.
 *
 * An app can be installed on any number of sites, so a backend must know whose
 * members and users may call it: by `instanceId`, `siteId` or `sites`. Without any of
 * them it serves `Permissions.Anyone` only.
 *
 * @throws {BackendError} `invalid_options`, synchronously; the message names the
 *   option. So it does if `appSecret`, `apiKey` or `publicKey` is there and undefined: an
 *   environment variable may be missing.
 */
export declare function createBackend(options: BackendOptions): Backend

export interface BackendOptions {
  /** The app's ID, or the client ID of a headless project. Tokens of other apps are refused. */
  appId: string
  /**
   * The client IDs of further OAuth apps whose visitors and members may call: those
   * of the pages, if they differ from `appId`.
   *
   * @defaultValue `[]`
   */
  clientIds?: readonly string[] | undefined
  /**
   * The app's secret. {@link elevate} requests a token of the app itself with it
   * (`client_credentials`, RFC 6749 §4.4).
   */
  appSecret?: string | undefined
  /**
   * The app's public key, which {@link Backend.webhook} verifies webhooks with: from the
   * page Webhooks of the app's dashboard. RSA, in PEM (SPKI, RFC 7468 §13; line breaks may
   * be written `\n`), that in base64, a JWK (RFC 7517) or a `CryptoKey`.
   */
  publicKey?:
    | string
    | { kty?: string; n?: string; e?: string }
    | { readonly type: string; readonly algorithm: { readonly name: string }; readonly usages: readonly string[] }
    | undefined
  /** The app instance, that is, the site that the app is installed on. Tokens and webhooks of other sites are refused. */
  instanceId?: string | undefined
  /**
   * An API key, instead of or in addition to a secret; it needs a `siteId`.
   * {@link elevate} then calls with it, and a caller that sends this key is an admin.
   * https://dev.wix.com/docs/go-headless/authentication/admin/make-rest-api-calls-with-an-api-key
   */
  apiKey?: string | undefined
  /** The site of the API key. Tokens of other sites are refused. */
  siteId?: string | undefined
  /**
   * Which sites' tokens are accepted, if neither `instanceId` nor `siteId` says so:
   * `"any"`, so that members and users of every site with this app may call (check
   * `identity.siteId`); or a function, which is called for every request and must
   * return `true` for an accepted identity. Other tokens are refused with
   * `token_foreign`. With `instanceId` or `siteId`, both conditions must hold.
   */
  sites?: 'any' | ((identity: Identity) => boolean | Promise<boolean>) | undefined
  /**
   * The origin of the Wix API. Plain http only on loopback.
   *
   * @defaultValue `"https://www.wixapis.com"`
   */
  apiOrigin?: string | URL | undefined
  /**
   * Origins, in addition to the Wix API, that also receive the **caller's** token
   * through {@link fetchWithAuth}. Exact: no wildcard, no path. The app's own token
   * and the API key are sent to the Wix API only.
   *
   * @defaultValue `[]`
   */
  audience?: readonly (string | URL)[] | undefined
  /**
   * Used instead of the global `fetch` for every request: for tests and other runtimes.
   *
   * @defaultValue the global `fetch` at the time of the call
   */
  fetch?: Fetch | undefined
  limits?: {
    /**
     * The size of a web method's arguments, in bytes.
     *
     * @defaultValue `100_000`
     */
    body?: number | undefined
    /**
     * The nesting depth of arrays and objects in them; at most 127.
     *
     * @defaultValue `32`
     */
    depth?: number | undefined
    /**
     * How many callers are cached, and separately, for five seconds, how many refused
     * tokens.
     *
     * @defaultValue `1000`
     */
    callers?: number | undefined
    /**
     * How many token-info requests run at the same time. Further callers wait for up to
     * ten seconds; if a thousand wait already, they are refused at once
     * (`identity_unavailable`). Cached callers do not wait.
     *
     * @defaultValue `32`
     */
    lookups?: number | undefined
  } | undefined
  /**
   * Receives events. It runs outside every request: there is no context and no caller
   * in it. Every event is searched for the caller's token, the app's token, its secret,
   * the API key and tokens that the request created. An error without any of them is
   * passed as it is; another one as a copy in which they are replaced, and what cannot
   * be searched is left out. If a log throws or rejects, that error is printed.
   *
   * @defaultValue errors of handlers are printed with `console.error`
   */
  log?: ((event: BackendEvent) => void | Promise<void>) | undefined
}

export interface Backend {
  /**
   * Verifies the caller of a request with token-info: the token must be active,
   * unexpired, and of this app and site. The result is cached for at most 60 seconds,
   * and never beyond the token's expiry; concurrent requests with the same token
   * share one lookup.
   * https://dev.wix.com/docs/rest/app-management/oauth-2/token-info
   *
   * After a 429 or a 5xx of token-info there is no further lookup for as long as its
   * `Retry-After` says, up to five minutes; without that header for one second, and
   * longer each time.
   *
   * @throws {BackendError} (the promise rejects)
   *   - 401 `token_missing`; `token_invalid` (malformed, expired or inactive);
   *     `token_foreign` (of another app or site)
   *   - 503 `identity_unavailable`: token-info cannot be reached or does not respond,
   *     which says nothing about the token; with a `Retry-After` if there is no lookup
   *     for some time
   *   - `invalid_options`: no option says which sites' tokens are accepted
   */
  identify(request: Request): Promise<Identity>

  /**
   * An API endpoint with a permission. What the handler throws becomes a response
   * without a stack: a {@link BackendError} or {@link WebMethodError} becomes its own
   * response; a `Response` is sent as it is; an exception with `getResponse()` becomes
   * that response; everything else is a 500 without details.
   *
   * The promise rejects only with what a framework throws for itself, which makes the
   * response of it: that very value, once it was searched for secrets of the app. These are
   * - Next: `redirect()`, `permanentRedirect()`, `notFound()`, `forbidden()`,
   *   `unauthorized()` of `next/navigation`, and what says that a route cannot be
   *   rendered before there is a request: an `Error` with exactly such a `digest`.
   *   https://nextjs.org/docs/app/api-reference/functions/unstable_rethrow
   * - SvelteKit: `redirect()` and `error()`: an instance of a class (and nothing that
   *   JSON could be) that has `status` and `location`, or `status` and `body`, and nothing
   *   else. https://svelte.dev/docs/kit/@sveltejs-kit#redirect
   * - Hono: `HTTPException`, which `app.onError` receives: an `Error` with a `res` and a
   *   `status` of its own and a `getResponse` of its class.
   *   https://hono.dev/docs/api/exception
   *
   * A server without a framework, such as `http.createServer`, must handle that rejection
   * if its handlers throw these.
   *
   * The handler's `Response` may be of any implementation. What is sent is the
   * platform's own: strings and bytes as a whole, everything else as a stream.
   *
   * Once the response has been sent (to the end of its stream), cancelled, or has
   * failed, code of that request can no longer act as its caller.
   *
   * @throws {BackendError} `invalid_options`, synchronously: for example a permission
   *   other than `Anyone` if no option says which sites' tokens are accepted.
   */
  api(
    permission: Permission | ((identity: Identity) => boolean | Promise<boolean>),
    handler: (request: Request, context: Context) => Response | Promise<Response>,
  ): (request: Request, ...rest: unknown[]) => Promise<Response>

  /**
   * Serves web methods: `POST base/module/method` with a JSON array of arguments.
   * The response is `{ result }` or `{ error: { code, message } }`. A result that JSON
   * cannot represent (a Response, a stream, a Map) is a TypeError in the log, and a 500.
   * Whatever is not a web method is the same 404. One slash at the end of the path
   * makes no difference.
   *
   * Mount it before anything that reads bodies: a body that was already read is a 500.
   *
   * @param modules by name: `{ shop: await import('./shop.web.js') }`
   * @throws {BackendError} `invalid_options`, synchronously: a module that is still a
   *   promise or a function that imports it, a name that cannot be served, or a permission
   *   for which an option must say which sites' tokens are accepted.
   */
  handle(
    modules: Record<string, Record<string, unknown>>,
    options?: {
      /**
       * The path below which they are served.
       *
       * @defaultValue `"/api"`
       */
      base?: string | undefined
    },
  ): (request: Request) => Promise<Response>

  /**
   * Runs `fn` as the app where there is no caller: in a scheduled job, an event handler
   * or an admin script. In `fn`, and in what it calls and awaits, {@link fetchWithAuth}
   * sends the app's own token, or the API key, also outside {@link elevate}, and sends it
   * to the Wix API only. When `fn` has settled, nothing that it left running can act as
   * the app any more. {@link getContext} throws `not_identified` in it.
   *
   * In a request there is a caller: in a web method, an endpoint or a permission
   * function of any backend, and in whatever they leave running, `fn` does not run. A
   * `log` and `sites` are called outside of requests, so they can use it.
   *
   * @returns what `fn` returns
   * @throws (the promise rejects) What `fn` throws; or a {@link BackendError}:
   *   `has_caller` (called in a request: use {@link elevate}); `invalid_options`: not a
   *   function, or a generator. `fetchWithAuth` in `fn` rejects with `elevation_over`
   *   (`fn` has ended), `elevation_refused` (the app secret or API key is missing or was
   *   rejected) or `elevation_unavailable`.
   */
  asApp<T>(
    fn: () => T | PromiseLike<T>,
    options?: {
      /**
       * The app instance, that is, the site that the app acts on, for an app that is
       * installed on several sites. An API key is always that of its own site.
       *
       * @defaultValue the option `instanceId` of the backend
       */
      instanceId?: string | undefined
    },
  ): Promise<Awaited<T>>

  /**
   * Handles webhooks of Wix: a POST whose body is a JWT (RFC 7519), signed by Wix with
   * RS256 for this app. Only a verified event reaches the handler, once, and it runs as
   * the app on the site of the event, as in {@link asApp}. Create it once, and mount it
   * before anything that reads bodies.
   * https://dev.wix.com/docs/rest/articles/getting-started/webhooks
   *
   * | response | what happened |
   * |---|---|
   * | 200 | the handler has ended, now or when the same webhook arrived before |
   * | 403 `webhook_refused` | signed by nobody or somebody else, for another app or site, expired, older than `maxAge`, issued in the future, or no webhook: nothing ran |
   * | 405, 413 | not a POST; larger than `maxBody` |
   * | 409 `webhook_running` | the same webhook is being handled |
   * | 500 | the handler failed, or the backend is not set up for it |
   *
   * The log receives the reason, the response has none. Clocks may differ by 60 seconds.
   * Which key verifies is decided by the option `publicKey` only, and never by the header
   * of the JWT. With the option `sites` as a function, that is called with an
   * {@link AppIdentity} that has the event's `instanceId` and no `siteId`.
   *
   * Wix expects status 200 within 1.25 seconds, and otherwise sends the webhook again, up
   * to 12 times within 48 hours. So store what takes longer, and work on it in
   * {@link asApp}. A webhook whose handler failed is handled when it arrives again; one
   * whose handler succeeded is not. This is remembered in memory, by the `jti` of the JWT or
   * else a hash of it; several servers need a `store` for it. Wix can send an event twice
   * in different JWTs: where that matters, compare {@link DomainEvent.id}.
   * https://dev.wix.com/docs/rest/articles/getting-started/webhook-resend-policy
   *
   * @typeParam Events the payload of each event type:
   *   `{ 'wix.ecom.v1.order_canceled': DomainEvent<Order> }`
   * @param handler receives the event, which `webhooks.executeHandlers` of a client of
   *   `@wix/sdk` takes as it is, and what the framework passed in addition to the request
   * @throws {BackendError} `invalid_options`, synchronously: `publicKey` is missing or is no
   *   public RSA key; no `instanceId` and no `sites` say whose webhooks are accepted (a
   *   `siteId` does not, since webhooks have none); an option cannot be used.
   */
  webhook<Events extends object = Record<string, unknown>>(
    handler: (event: WebhookEvent<Events>, ...rest: any[]) => unknown,
    options?: WebhookOptions,
  ): (request: Request, ...rest: unknown[]) => Promise<Response>

  /**
   * Issues tokens for a member that your server has authenticated (external login), to
   * pass to the page's `signInWithTokens`. In a handler of this backend, the calling
   * visitor becomes that member; elsewhere a new visitor does. Needs `apiKey`.
   * Authenticate the user before you call it: these tokens give access as that member.
   *
   * @throws {BackendError} (the promise rejects) `tokens_refused`,
   *   `tokens_unavailable`; `invalid_options`.
   */
  getMemberTokensForExternalLogin(memberId: string): Promise<MemberTokens>

  /**
   * The same by e-mail address, with a session on the Wix domain, so that the pages
   * that Wix hosts know the member. Creates the member if there is none.
   *
   * @throws {BackendError} (the promise rejects) `tokens_refused`,
   *   `tokens_unavailable`; `invalid_options`.
   */
  getMemberTokensForExternalLoginWithSession(
    email: string,
    options?: { profile?: Record<string, unknown> | undefined; verifyEmail?: boolean | undefined; mergeExistingContact?: boolean | undefined },
  ): Promise<MemberTokens>
}

export interface WebhookOptions {
  /**
   * For how many seconds after it was issued (`iat`) a webhook is accepted. It is never
   * accepted after it has expired (`exp`).
   *
   * @defaultValue `176_400`, 49 hours: Wix sends a webhook for the last time after 47 hours
   */
  maxAge?: number | undefined
  /**
   * The size of the body, in bytes.
   *
   * @defaultValue `1_000_000`
   */
  maxBody?: number | undefined
  /**
   * Whether the JWT must have an issuer (`iss`) and an audience (`aud`), as the JWTs of
   * service plugins do. Those of webhooks are documented without. If they are there, the
   * issuer must be `wix.com` and the audience the `appId`, whatever this option says.
   *
   * @defaultValue `false`
   */
  verifyCallerClaims?: boolean | undefined
  /**
   * How many webhooks the memory of this process remembers. Beyond that the oldest are
   * forgotten, and would be handled again.
   *
   * @defaultValue `100_000`
   */
  maxRemembered?: number | undefined
  /**
   * Where it is remembered which webhooks were handled, for several servers.
   *
   * @defaultValue the memory of this process
   */
  store?: WebhookStore | undefined
}

/**
 * Remembers IDs for some time, like a key-value store with expiry (Redis: `EXISTS`,
 * `SET … NX EXAT`, `DEL`). Give each webhook handler a prefix of its own.
 */
export interface WebhookStore {
  /** Whether the ID is stored, and not expired. */
  has(id: string): boolean | Promise<boolean>
  /**
   * Stores the ID until that Unix time in seconds, in one step, unless it is stored.
   *
   * @returns whether it did: `false` if the ID was there
   */
  add(id: string, expiresAt: number): boolean | Promise<boolean>
  delete(id: string): unknown
}

/**
 * An event, by its type. With its members as `webhooks.process` of `@wix/sdk` returns
 * them: what Wix nests as JSON texts is parsed.
 * https://dev.wix.com/docs/rest/articles/get-started/webhook-structure
 */
export type WebhookEvent<Events extends object = Record<string, unknown>> = {
  [Type in keyof Events & string]: {
    /** For example `"wix.ecom.v1.order_canceled"`. */
    readonly eventType: Type
    /** The app instance, that is, the site that it happened on; undefined in events of an account. */
    readonly instanceId: string
    /** What happened. Most events are a {@link DomainEvent}. */
    readonly payload: Events[Type]
    /** Who did it. */
    readonly identity?: WebhookIdentity
    /** The account, in events of an account. */
    readonly accountInfo?: { accountId: string; parentAccountId?: string; siteId?: string }
  }
}[keyof Events & string]

/**
 * The identity that has caused an event. It has the ID that its type says, and no other
 * one, although all are declared: so does the SDK.
 */
export interface WebhookIdentity {
  identityType: 'ANONYMOUS_VISITOR' | 'MEMBER' | 'WIX_USER' | 'APP'
  anonymousVisitorId: string
  memberId: string
  wixUserId: string
  appId: string
}

/**
 * The payload of most events.
 * https://dev.wix.com/docs/rest/articles/get-started/webhook-structure
 */
export interface DomainEvent<Entity = unknown, Action = unknown> {
  /** The ID of the event, not of the entity. */
  id: string
  entityFqdn: string
  entityId: string
  /** `"created"`, `"updated"`, `"deleted"` or the name of an action. */
  slug: string
  /** ISO 8601, in UTC. */
  eventTime: string
  createdEvent?: { entity: Entity }
  updatedEvent?: { currentEntity: Entity; modifiedFields?: Record<string, unknown> }
  deletedEvent?: { deletedEntity?: Entity }
  actionEvent?: { body: Action }
  triggeredByAnonymizeRequest?: boolean
  originatedFrom?: string
}

/** Who may call. */
export declare const Permissions: {
  /** Every caller with a token of this app, visitors included. */
  readonly Anyone: 'Anyone'
  /** Members of the site. */
  readonly SiteMember: 'SiteMember'
  /** Wix users of the site, and callers that send the backend's own API key. */
  readonly Admin: 'Admin'
}
export type Permission = 'Anyone' | 'SiteMember' | 'Admin'

/**
 * Marks a function as callable from a page, like `@wix/web-methods`. It returns the
 * function unchanged: a direct call on the server checks no permission.
 * https://dev.wix.com/docs/sdk/core-modules/web-methods/web-method
 *
 * @param options accepted for compatibility and ignored: nothing is cached
 * @throws {BackendError} `invalid_options`, synchronously.
 */
export declare function webMethod<F extends (...args: any[]) => unknown>(
  permission: Permission | ((identity: Identity) => boolean | Promise<boolean>),
  fn: F,
  options?: { cache?: { tags?: string[] | undefined; ttl?: number | undefined } | undefined },
): F

/**
 * Returns a function that runs `fn` as the app. In `fn`, in what it calls and awaits,
 * and in a thenable that it returns (for example a query that starts when it is
 * awaited), {@link fetchWithAuth} sends the app's own token, or the API key, and sends
 * it to the Wix API only. Where `sites` accepts callers of several sites, that token is for
 * the site of the caller. Nothing else of the request is elevated, and when `fn` has
 * ended, nothing that it left running is. A generator would run after that, so it is
 * refused.
 *
 * An object with methods that it returns or resolves to stays the app's: the builder of
 * a query, or a page of its results. Each of its methods runs as the app until its own
 * result has settled, and what that returns is followed in the same way; in another
 * request, or after the handler has ended, it rejects with `elevation_over` or
 * `not_identified`. Objects of the platform and plain data are left as they are. With
 * `fetch-with-auth/wix/backend` this holds for modules of Wix's SDK:
 *
 * ```js
 * const { items: brands } = await elevate(items.query)('brands').eq('slug', 'a').find()
 * ```
 *
 * Check the caller and the arguments **before**: an elevated function that takes an ID
 * from the page applies to every ID.
 *
 * @throws {BackendError} `invalid_options`, synchronously: not a function, or a
 *   generator. The promise of a call rejects with `not_identified` (called outside a
 *   handler, or after its response was sent), `elevation_over` (the handler has
 *   ended), `elevation_refused` (the app secret or API key is missing or was rejected), or
 *   `elevation_unavailable`.
 */
export declare function elevate<F extends (...args: any[]) => unknown>(
  fn: F,
): Parameters<F> extends [{ fetchWithAuth: unknown; request: unknown }] ? F : (...args: Parameters<F>) => Elevated<ReturnType<F>>

/**
 * What an elevated function returns: a promise, and the methods of an object that the
 * function returns at once. A function of Wix's SDK, which by its type also takes an HTTP
 * client, keeps its own type.
 */
export type Elevated<R> = [R] extends [PromiseLike<unknown>]
  ? Promise<Awaited<R>>
  : [Extract<R, PromiseLike<unknown>>, R] extends [never, object]
    ? Promise<R> & Methods<R>
    : Promise<Awaited<R>>

type Methods<R> = R extends readonly unknown[]
  ? unknown
  : { [Name in keyof R as R[Name] extends (...args: any[]) => unknown ? Name : never]: R[Name] }

/** The same function, in the shape of `auth` of `@wix/essentials`. */
export declare const auth: { elevate: typeof elevate }

/**
 * `fetch` with a token: in a handler, and in a stream that is its response, the
 * caller's; in {@link elevate} the app's. With the app's token it follows no redirect:
 * it returns the redirect response, because not every runtime drops the Authorization
 * header on a redirect to another origin.
 *
 * @throws (the promise rejects) What `fetch` rejects with; or a {@link BackendError}:
 *   `foreign_origin`, `authorization_present`, `no_cors` (not sent);
 *   `not_identified`; `elevation_over`, `elevation_refused`, `elevation_unavailable`.
 */
export declare const fetchWithAuth: Fetch

/** The same function, in the shape of `httpClient` of `@wix/essentials`. */
export declare const httpClient: { fetchWithAuth: Fetch }

/**
 * The context of the current request: for web methods, which receive arguments only.
 *
 * @throws {BackendError} `not_identified`: called outside a handler, or after its
 *   response was sent.
 */
export declare function getContext(): Context

export interface Context {
  /** The verified caller. */
  readonly identity: Identity
  readonly request: Request
  /** The elevated calls of this request so far. */
  readonly elevated: readonly Elevation[]
  /** The further arguments that the framework passed to the handler. */
  readonly rest: readonly unknown[]
}

export interface Elevation {
  /** The name of the elevated function. */
  what: string
  /** The caller. */
  who: Identity
  when: Date
}

/**
 * Throws unless the caller has this ID: for functions that take an ID from the page.
 *
 * @throws {BackendError} 403 `not_owner`.
 */
export declare function requireOwner(identity: Identity, ownerId: string | undefined | null): void

export type Identity = VisitorIdentity | MemberIdentity | UserIdentity | AppIdentity | AdminIdentity

export interface TokenIdentity {
  /** The OAuth app that the token was issued to. */
  clientId: string
  siteId?: string
  instanceId?: string
  accountId?: string
  /** When the token expires: Unix time in seconds. */
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

/** A caller that sent the backend's API key. */
export interface AdminIdentity {
  type: 'admin'
  siteId?: string
}

/** An error that is sent to the page: throw it from a web method, with a code of your own. */
export declare class WebMethodError extends Error {
  /**
   * @param options.status the HTTP status, from 400 to 599
   * @defaultValue `options.status`: `400`
   */
  constructor(code: string, message: string, options?: { status?: number | undefined; cause?: unknown })
  readonly name: 'WebMethodError'
  readonly code: string
  readonly status: number
}

/** An error raised by this library. */
export declare class BackendError extends Error {
  private constructor()
  readonly name: 'BackendError'
  readonly code: BackendErrorCode
  /** The HTTP status of {@link toResponse}. */
  readonly status: number
  /** What caused the error; it never contains a token. */
  readonly cause?: unknown
  /** The error as a response, with the challenge of RFC 6750 §3 if it is about the token. */
  toResponse(): Response
}

export type BackendErrorCode =
  /** An option or an argument cannot be used; the message names it. */
  | 'invalid_options'
  /** 401: there is no Authorization header (RFC 6750 §3.1: a challenge without an error). */
  | 'token_missing'
  /** 401: the token is malformed, expired or inactive. */
  | 'token_invalid'
  /** 401: the token is of another app or another site. */
  | 'token_foreign'
  /** 403: the caller does not have the permission, which the message names (RFC 6750 §3.1 `insufficient_scope`). */
  | 'permission_denied'
  /** 403: thrown by {@link requireOwner}. */
  | 'not_owner'
  /** 503: token-info is unavailable. */
  | 'identity_unavailable'
  /** 404: there is no such web method. */
  | 'not_found'
  /** 405: the method must be POST. */
  | 'method_not_allowed'
  /** 413: the arguments exceed `limits.body`, or a webhook `maxBody`. */
  | 'too_large'
  /** 415: the Content-Type is not `application/json`. */
  | 'unsupported_media_type'
  /** 400: the body is not a JSON array, is nested too deeply, or has a key that changes a prototype. */
  | 'invalid_arguments'
  /** 500: called outside a handler, or after its response was sent. */
  | 'not_identified'
  /** 500: the elevated function, or the handler around it, has ended. */
  | 'elevation_over'
  /** 500: `asApp` was called in a request, or by code that a request left running. */
  | 'has_caller'
  /** 500: the app secret or API key is missing or was rejected. */
  | 'elevation_refused'
  /** 503: an app token cannot be obtained right now. */
  | 'elevation_unavailable'
  /** 500: the response contained a token, secret or key of the app, and was not sent. */
  | 'token_in_answer'
  /** 502: Wix refused to issue tokens for the member. */
  | 'tokens_refused'
  /** 503: Wix cannot issue tokens right now. */
  | 'tokens_unavailable'
  /** 403: the webhook is not signed by Wix for this app and site, or it is too old. */
  | 'webhook_refused'
  /** 409: the webhook is being handled already. */
  | 'webhook_running'
  /** Not sent: the origin is not allowed to receive this token. */
  | 'foreign_origin'
  /** Not sent: the request already has an Authorization header. */
  | 'authorization_present'
  /** Not sent: mode "no-cors" would drop the header silently. */
  | 'no_cors'
  /** 500: any other error. */
  | 'internal'

/** A token response (RFC 6749 §5.1). */
export interface MemberTokens {
  access_token: string
  refresh_token?: string
  /** Seconds from now. */
  expires_in?: number
}

export type BackendEvent =
  /** A request was answered. */
  | { type: 'answered'; what: string; status: number; identity?: Identity; when: Date }
  /**
   * A request was refused; `code` says why, and of a webhook `reason`. The code of one that
   * was handled before is `webhook_repeated`; its status is 200.
   */
  | { type: 'refused'; what: string; status: number; code: string; reason?: string; identity?: Identity; when: Date }
  /** A function of a request runs as the app. */
  | ({ type: 'elevated' } & Elevation)
  /** A function without a caller runs as the app, on the site of that instance if one was named. */
  | { type: 'app'; what: string; instanceId?: string; when: Date }
  /**
   * A handler threw an unexpected error, and the caller received `internal`; or the
   * stream of a response failed, after `answered`.
   */
  | { type: 'failed'; what: string; error: unknown; when: Date }
