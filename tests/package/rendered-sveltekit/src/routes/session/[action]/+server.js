import { sessions } from "#lib/sessions.js";

export function fallback({ params: { action }, request }) {
  const { routes } = sessions();
  return Object.hasOwn(routes, action) ? routes[action](request) : new Response("Not found", { status: 404 });
}
