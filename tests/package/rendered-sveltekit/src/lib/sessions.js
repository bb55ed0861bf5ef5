import { createSessions } from "fetch-with-auth/server";

import { itemsIn } from "../../rendered/cart.js";

export const config = () => ({ clientId: process.env.WIX_CLIENT_ID, apiOrigin: process.env.WIX_ORIGIN });

// With the first request: SvelteKit loads modules while it builds, without this environment.
let created;
export const sessions = () => created ??= createSessions(config());

export const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, process.env.WIX_ORIGIN);
