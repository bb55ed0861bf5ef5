import { cartOf, sessions } from "../../../lib/sessions.js";

export async function GET() {
  const session = await sessions.session();
  return Response.json({ state: session.state, items: await cartOf(session) });
}
