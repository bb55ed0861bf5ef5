// What the entries for frameworks have in common.

// @ts-ignore: this package itself, so that the bundler chooses the entry.
import { createSessions } from 'fetch-with-auth/server'

// A function that returns the sessions of a project. They are created when they are first needed:
// frameworks load modules while they build as well, and there the environment of the server is unknown.
export const onDemand = options => {
  let sessions
  return () => sessions ??= createSessions(typeof options == 'function' ? options() : options)
}

// The session of what is rendered while a project is built: there is nobody.
export const nobody = () => createSessions({ clientId: 'build' }).read(null)

// The name of the session's route that a URL leads to, if any, below whatever base path.
/** @param {string} url */
export const routeOf = url => /\/session\/(login|callback|logout|token)\/?$/.exec(new URL(url).pathname)?.[1]
