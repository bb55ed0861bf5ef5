import { cartOf, config } from "#lib/sessions.js";

export const load = async ({ locals }) => ({ ...config(), state: locals.session.state, cart: await cartOf(locals.session) });
