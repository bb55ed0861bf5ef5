// The backend of the page, which tells the caller who it is.
import { Permissions, createBackend } from "fetch-with-auth/backend";

const backend = createBackend({ appId: process.env.WIX_CLIENT_ID, apiOrigin: process.env.WIX_ORIGIN });

export default fromWebHandler(backend.api(Permissions.Anyone, (request, { identity }) => new Response(identity.type)));
