import { sessions } from "../sessions.server.js";

const respond = ({ params: { action }, request }) =>
  Object.hasOwn(sessions.routes, action) ? sessions.routes[action](request) : new Response("Not found", { status: 404 });

export { respond as loader, respond as action };
