import { fetchWithAuth } from "fetch-with-auth/backend";
import { place } from "./settings.js";
import { answerOf } from "./stores.js";

/** The caller's cart. Whose that is reads the carts' server in the token; nothing here says it. */
export const readCart = async () => (await answerOf(await fetchWithAuth(CART))).items;

/** Takes so many out, and leaves what was added meanwhile. */
export const takeOut = async ({ id, quantity }) => answerOf(await fetchWithAuth(CART, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ id, quantity: -quantity }),
}));

const CART = `${place.app}/api/cart`;
