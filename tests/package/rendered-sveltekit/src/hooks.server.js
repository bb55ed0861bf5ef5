import { sessions } from "#lib/sessions.js";

export async function handle({ event, resolve }) {
  // They set the cookie themselves.
  if (event.url.pathname.startsWith("/session/")) return resolve(event);
  const session = await sessions().begin(event.request);
  event.locals.session = session;
  return session.finish(await resolve(event));
}
