import { createContext } from "react-router";
import { createSessions } from "fetch-with-auth/server";

import { itemsIn } from "../rendered/cart.js";

export const sessions = createSessions({ clientId: process.env.WIX_CLIENT_ID, apiOrigin: process.env.WIX_ORIGIN });

export const sessionContext = createContext();

export const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, process.env.WIX_ORIGIN);
