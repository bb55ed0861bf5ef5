import { WebMethodError, fetchWithAuth } from "fetch-with-auth/backend";
import { settings } from "./settings.js";

/**
 * The inventory of Wix Stores. Each of these asks as the person it is called as:
 * the caller, or the app within `elevate`. Wix lets everybody look, and only the
 * app change anything, so calling one of the others plainly is refused there too.
 */
export async function readStock() {
  const { inventoryItems } = await jsonOf(await ask("query", {}));
  return Object.fromEntries(inventoryItems.map(({ productId, quantity }) => [productId, quantity]));
}

/** All of the lines, or none of them. */
export async function takeFromStock(lines) {
  const response = await ask("decrement", { decrementData: lines.map(({ id, quantity }) => ({ productId: id, decrementBy: quantity })) });
  if (response.status === 409) throw new WebMethodError("sold_out", "There is not so much of it left.", { status: 409 });
  if (!response.ok) throw unreachable();
}

export async function addToStock(productId, incrementBy) {
  const response = await ask("increment", { incrementData: [{ productId, incrementBy }] });
  if (!response.ok) throw unreachable();
}

const ask = (what, body) => fetchWithAuth(`${settings.api}/stores/v2/inventoryItems/${what}`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** What another server said to the caller. */
export async function jsonOf(response) {
  if (response.ok) return response.json();
  // The caller's token has just ended there. In this answer the page's fetchWithAuth
  // reads that, gets another token and asks once more.
  if (response.status === 401) throw new Response(null, { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
  throw unreachable();
}

const unreachable = () => new WebMethodError("unreachable", "The shop’s backend gets no response from Wix just now. Please try again in a moment.", { status: 503 });
