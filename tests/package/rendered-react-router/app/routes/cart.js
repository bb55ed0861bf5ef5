import { cartOf, sessionContext } from "../sessions.server.js";

export async function loader({ context }) {
  const session = context.get(sessionContext);
  return Response.json({ state: session.state, items: await cartOf(session) });
}
