// A client whose access token is dead at the server, while the page still thinks it fresh.
import { client, echo } from "../world.js";

export async function revoked(settings, options) {
  const mine = await client(settings);
  const auth = mine.auth(options);
  await auth.fetchWithAuth(echo());
  await mine.revokeAccess();
  return Object.assign(mine, auth);
}

export const CHALLENGE = 'Bearer realm="x", error="invalid_token", error_description="expired"';
export const challenged = (value) => `?status=401&challenge=${encodeURIComponent(value)}`;

/** What options.fetch answers for calls: 401 with a challenge, then whatever follows. */
export const answers = (...responses) => async () => responses.shift() ?? new Response();
export const refusal = (body = null) => new Response(body, { status: 401, headers: { "WWW-Authenticate": CHALLENGE } });
