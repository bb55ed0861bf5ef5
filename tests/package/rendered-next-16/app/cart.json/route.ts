import { sessions } from "../../lib/sessions";

// Its path has a dot: the proxy does not run.
export async function GET() {
  const { state, stale } = await sessions.session();
  return Response.json({ state, stale });
}
