import { sessions } from "./sessions.js";

export async function onRequest({ request, url, locals }, next) {
  // They set the cookie themselves.
  if (url.pathname.startsWith("/session/")) return next();
  const session = await sessions.begin(request);
  locals.session = session;
  return session.finish(await next());
}
