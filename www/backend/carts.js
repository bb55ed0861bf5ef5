import { fetchWithAuth } from "fetch-with-auth/backend";
import { settings } from "./settings.js";
import { jsonOf } from "./stores.js";

/** The caller's cart. Whose that is reads the carts' server in the token; nothing here says it. */
export const readCart = async () => (await jsonOf(await fetchWithAuth(CART))).items;

/** Takes so many out, and leaves what was added meanwhile. */
export const takeOut = async ({ id, quantity }) => jsonOf(await fetchWithAuth(CART, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ id, quantity: -quantity }),
}));

const CART = `${settings.app}/api/cart`;
