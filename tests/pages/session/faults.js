// What can go wrong with a token request without ending a session: everything but invalid_grant.

const status = (status, body, more = {}) => ({
  kind: "status", status, contentType: "application/json", body: typeof body === "string" ? body : JSON.stringify(body), ...more,
});

export const RFC_CODES = ["invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

const refused = (fault) => ({ fault, code: "token_request_refused" });
const unavailable = (fault, settings) => ({ fault, settings, code: "token_endpoint_unavailable" });
const invalid = (fault) => ({ fault, code: "invalid_token_response" });

export const FAULTS = {
  ...Object.fromEntries(RFC_CODES.map((error) => [error, refused(status(400, { error }))])),
  "401 invalid_client": refused(status(401, { error: "invalid_client" })),
  "an error code nobody knows": refused(status(400, { error: "made_up" })),
  "400 in Wix form": refused({ kind: "wix_error" }),
  "400 with an HTML body": refused(status(400, "<!doctype html><title>no</title>", { contentType: "text/html" })),
  "400 with nothing": refused(status(400, "")),
  "400 with an error that is no string": refused(status(400, { error: { invalid_grant: true } })),
  "403 with invalid_grant in a text": refused(status(403, "invalid_grant")),
  "408": unavailable(status(408, {})),
  "429": unavailable(status(429, {})),
  "500": unavailable(status(500, {})),
  "503 in HTML": unavailable(status(503, "<!doctype html><title>no</title>", { contentType: "text/html" })),
  "503 with invalid_grant": unavailable(status(503, { error: "invalid_grant" })),
  "502 from a proxy": unavailable({ kind: "html" }),
  "the network cut": unavailable({ kind: "cut" }),
  "an answer kept back by CORS": unavailable({ kind: "no_cors" }),
  "200 with HTML": invalid(status(200, "<!doctype html><title>welcome</title>", { contentType: "text/html" })),
  "200 with nothing": invalid(status(200, "")),
  "200 with JSON null": invalid(status(200, "null")),
  "200 with an array": invalid(status(200, "[]")),
  "200 without an access token": invalid(status(200, { token_type: "Bearer", expires_in: 14400, refresh_token: "JWS.none" })),
  "200 with an empty access token": invalid(status(200, { access_token: "", token_type: "Bearer", expires_in: 14400 })),
  "200 with an access token that is no header": invalid(status(200, { access_token: "a\r\nx: y", token_type: "Bearer", expires_in: 14400 })),
  "200 with an object for an access token": invalid(status(200, { access_token: {}, token_type: "Bearer", expires_in: 14400 })),
  "200 with an unknown token type": invalid(status(200, { access_token: "a", token_type: "mac", expires_in: 14400 })),
  "204": invalid(status(204, "")),
};

// Processed or not, its answer ends in its middle; which of the two codes that is, the engine decides.
export const TRUNCATED = { kind: "truncated" };
