// Errors: a closed union of codes, so that a switch can be exhaustive.
import { AuthError, isAuthError } from "fetch-with-auth";
import type { AuthErrorCode, TokenEndpointFailure } from "fetch-with-auth";

// All of them, and no others: one that is added, dropped or renamed is seen here.
export function advice(code: AuthErrorCode): string {
  switch (code) {
    case "not_configured":
    case "invalid_options":
    case "foreign_origin":
    case "authorization_present":
    case "no_cors":
    case "no_page":
    case "frame_silent":
    case "origin_not_allowed":
    case "host_silent":
    case "host_failed":
      return "mend the page";
    case "sign_in_required":
    case "signed_out":
    case "login_refused":
    case "state_mismatch":
      return "ask the member";
    case "token_request_refused":
    case "invalid_token_response":
    case "api_refused":
      return "ask Wix";
    case "token_endpoint_unavailable":
    case "api_unavailable":
    case "lock_timeout":
    case "storage_unavailable":
    case "sign_out_not_stored":
    case "load_failed":
    case "internal":
      return "try again";
    default: {
      const nothingElse: never = code;
      return nothingElse;
    }
  }
}

// @ts-expect-error no such code
advice("no_such_code");
// @ts-expect-error not any string
advice("internal" as string);

export function read(thrown: unknown): AuthErrorCode | undefined {
  if (isAuthError(thrown)) {
    const error: Error = thrown;
    const name: "AuthError" = thrown.name;
    const cause: unknown = thrown.cause;
    console.log(error.message, name, cause);
    return thrown.code;
  }
  if (thrown instanceof AuthError) return thrown.code;
  // @ts-expect-error it is still unknown
  return thrown.code;
}

export function of(failure: TokenEndpointFailure): (number | string | undefined)[] {
  // @ts-expect-error never a token
  failure.access_token;
  return [failure.status, failure.error, failure.requestId, failure.retryAfter];
}

// @ts-expect-error only the package makes one
new AuthError();
