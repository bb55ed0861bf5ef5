import { itemsIn } from "../../rendered/cart.js";

export function config() {
  if (!process.env.PORT) throw new Error("The environment of the server was read while the project was built");
  return { clientId: process.env.WIX_CLIENT_ID, apiOrigin: process.env.WIX_ORIGIN };
}

export const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, process.env.WIX_ORIGIN);
