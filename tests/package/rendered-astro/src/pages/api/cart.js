import { cartOf } from "../../shop.js";

export const GET = async ({ locals: { session } }) => Response.json({ state: session.state, items: await cartOf(session) });
