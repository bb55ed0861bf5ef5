import { itemsIn } from '../../../lib/cart'
import { sessions } from '../../../lib/sessions'

export async function GET() {
  const session = await sessions.session()
  return Response.json({ state: session.state, items: await itemsIn(session) })
}
