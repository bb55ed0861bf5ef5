// The cart of a session, as a server and a page ask the Wix API for it.

/** How many items are in it. */
export async function itemsIn(fetchWithAuth, apiOrigin) {
  const response = await fetchWithAuth(`${apiOrigin}/ecom/v1/carts/current`);
  // Who has added nothing yet has no cart.
  if (response.status === 404) return 0;
  if (!response.ok) throw new Error(`the cart: ${response.status}`);
  return count(await response.json());
}

/** Adds one item; how many there are then. */
export async function addItem(fetchWithAuth, apiOrigin) {
  const response = await fetchWithAuth(`${apiOrigin}/ecom/v1/carts/current/add-to-cart`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ lineItems: [{ quantity: 1, catalogReference: { appId: STORES, catalogItemId: "cup" } }] }),
  });
  if (!response.ok) throw new Error(`the cart: ${response.status}`);
  return count(await response.json());
}

const count = ({ cart }) => cart.lineItems.reduce((sum, { quantity }) => sum + quantity, 0);

// The app ID of Wix Stores.
const STORES = "215238eb-22a5-4c36-9e7b-e7c08025e04e";
