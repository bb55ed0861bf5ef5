import { oneOf } from "./words.js";

/** What a fault can be of: grants of the token endpoint first, then the other calls that have a name. */
export const GRANTS = ["anonymous", "refresh_token", "authorization_code", "authorized_client", "client_credentials"];
export const CALLS = ["redirect-session", "authorize", "register", "login", "sign-on", "change-password", "validate-email", "verify", "resend", "start", "send-email", "recover", "token-info", "members-my", "inventory-query", "inventory-increment", "inventory-decrement", "data-query", "products-query", "cart", "add-to-cart"];

/** Every request of the token endpoint. */
const TOKEN = "token";

/** All that a fault can be of. */
export const NAMES = [TOKEN, ...GRANTS, ...CALLS];

/** What happens instead of the response. */
export const KINDS = ["status", "invalid_grant", "wix_error", "html", "cut", "hang", "truncated", "no_cors"];

/** The settings that make these requests fail in this way, or, without a fault, no more. */
export function faultSettings(names, fault) {
  const all = [names].flat().flatMap((name) => (name === TOKEN ? GRANTS : oneOf("name of a fault", NAMES, name)));
  const value = fault ? faultOf(fault) : null;
  return { faults: Object.fromEntries(all.map((name) => [name, value])) };
}

function faultOf({ kind, seconds, ...fault }) {
  oneOf("kind of fault", KINDS, kind);
  if (seconds === undefined) return { kind, ...fault };
  if (!Number.isFinite(seconds) || seconds <= 0) throw new TypeError(`seconds must be a positive number, and is ${JSON.stringify(seconds)}`);
  return { kind, ...fault, until: Date.now() + Math.round(seconds * 1000) };
}
