// The client of a page, as TypeScript sees it: that of the SDK.
import { items } from "@wix/data";
import { currentCart } from "@wix/ecom";
import { redirects } from "@wix/redirects";
import { createClient } from "@wix/sdk";
import { createAuth } from "fetch-with-auth";
import { wixClient } from "fetch-with-auth/wix";

const modules = { items, currentCart, redirects };
const auth = createAuth({ clientId: "client" });

export const wix = wixClient({ modules, auth });
const theirs = createClient({ modules });
// In both directions.
export const asTheirs: typeof theirs = wix;
export const asOurs: typeof wix = theirs;

export async function calls(): Promise<string> {
  const { items: [first] } = await wix.items.query("brands").eq("slug", "a").find();
  const { redirectSession } = await wix.redirects.createRedirectSession({ ecomCheckout: { checkoutId: "c" } });
  const cart = await wix.currentCart.getCurrentCart();
  const response: Response = await wix.fetchWithAuth("https://www.wixapis.com/x");
  wix.enableContext("global");
  return `${first?._id} ${redirectSession?.fullUrl} ${cart.currency} ${response.status}`;
}

export const ofConfigured = wixClient({ modules: { items }, useCDN: false, headers: { "x-shop": "mine" }, apiOrigin: "http://localhost:1" });
export const bare = wixClient({}).fetchWithAuth;

// @ts-expect-error there is no such module
wix.orders;
// @ts-expect-error the fetch is that of the instance
wixClient({ modules, fetch });
// @ts-expect-error no strategy: the instance is what signs
wixClient({ auth: { getAuthHeaders: async () => ({ headers: {} }) } });
