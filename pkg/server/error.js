// The errors of a server's sessions.

export class SessionError extends Error {
  /** @param {string} code @param {string} [detail] */
  constructor(code, detail) {
    super(detail ?? SENTENCES[code] ?? '')
    this.name = 'SessionError'
    this.code = code
  }
}

const SENTENCES = {
  foreign_origin: 'Not sent: the origin is not in `audience`.',
  authorization_present: 'Not sent: it has its own Authorization header.',
  no_cors: 'Not sent: mode "no-cors" would drop the token.',
  no_session: 'Not sent: this request has no session. The page creates its visitor itself.',
  sign_in_required: 'Not sent: the session of this member has expired.',
  renewal_unavailable: 'Not sent: the access token has expired and could not be renewed right now. The session is kept.',
}
