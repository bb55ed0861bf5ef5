import { createSessions } from "fetch-with-auth/server";

import { itemsIn } from "../rendered/cart.js";

const { WIX_CLIENT_ID: clientId, WIX_ORIGIN: apiOrigin } = process.env;

export const config = { clientId, apiOrigin };
export const sessions = createSessions(config);
export const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, apiOrigin);
