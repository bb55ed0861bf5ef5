import { cartOf } from "#lib/shop.js";

export async function GET({ cookies, locals: { session } }) {
  return Response.json({ state: session.state, items: await cartOf(session), theme: cookies.get("theme") });
}
