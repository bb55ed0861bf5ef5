import type { Auth, AuthError, SessionInfo } from './index.js'

/** The session as a component shows it. It never contains a token. */
export interface SessionSnapshot {
  /**
   * As in {@link SessionInfo}. `undefined` until the session is known, if no server
   * knew it. Like there, it is a hint for a user interface.
   */
  readonly state: SessionInfo['state'] | undefined
  /** When the access token expires: Unix time in seconds. */
  readonly expiresAt?: number
  /**
   * Why the session is not known: what {@link Auth.session} rejected with. It is asked
   * again after a second, then later each time, at most a minute, until it is known;
   * then there is no `error` any more. Meanwhile the rest is that of `initial`.
   */
  readonly error?: AuthError
}

export interface SessionOptions {
  /**
   * What `createAuth` or `configure` returned.
   *
   * @defaultValue the default instance, that of the last `configure()`
   */
  auth?: Auth | undefined
  /**
   * The session as your server knows it, for the first rendering on both sides. It
   * counts until the session of this browser is known. Only `state` and `expiresAt`
   * are read.
   *
   * @defaultValue none: `state` is `undefined` at first
   */
  initial?: SessionInfo | null | undefined
}
