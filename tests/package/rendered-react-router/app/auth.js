import { createAuth } from "fetch-with-auth";

export const apiOrigin = import.meta.env.WIX_ORIGIN;

export const auth = createAuth({ clientId: import.meta.env.WIX_CLIENT_ID, apiOrigin, storage: "wix-session-cookie" });
