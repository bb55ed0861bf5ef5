import { createBackend } from "fetch-with-auth/backend";

export const backend = createBackend({ appId: process.env.CLIENT_ID, apiOrigin: process.env.API });
