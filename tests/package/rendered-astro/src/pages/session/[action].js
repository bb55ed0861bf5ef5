import { sessions } from "../../sessions.js";

export function ALL({ params: { action }, request }) {
  const { routes } = sessions;
  return Object.hasOwn(routes, action) ? routes[action](request) : new Response("Not found", { status: 404 });
}
