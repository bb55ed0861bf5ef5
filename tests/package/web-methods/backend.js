import { createBackend } from "fetch-with-auth/backend";

export const backend = createBackend({ appId: process.env.CLIENT_ID, sites: "any", apiOrigin: process.env.API });
