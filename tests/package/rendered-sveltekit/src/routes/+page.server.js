import { cartOf, config } from "#lib/shop.js";

export const load = async ({ locals }) => ({ ...config(), state: locals.session.state, cart: await cartOf(locals.session) });
