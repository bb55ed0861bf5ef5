import { createSessions } from "fetch-with-auth/next";

import { itemsIn } from "../rendered/cart.js";

export const config = () => {
  const { WIX_CLIENT_ID: clientId, WIX_ORIGIN: apiOrigin, COOKIE: cookie } = process.env;
  return { clientId, apiOrigin, cookie };
};

export const sessions = createSessions(() => {
  const { clientId, apiOrigin, cookie } = config();
  return { clientId, apiOrigin, ...cookie === "sealed" && { cookie: { format: "sealed" }, secrets: "a secret of this test: thirty-two letters" } };
});

export const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, config().apiOrigin);
