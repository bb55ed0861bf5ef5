// Errors: a closed union of codes, so that a switch can be exhaustive.
import { AuthError, isAuthError } from "fetch-with-auth";
import type { AuthErrorCode } from "fetch-with-auth";

// Closed: string is not assignable to it, and every code is a literal.
type IsClosed = string extends AuthErrorCode ? false : true;
const closed: IsClosed = true;

// These are promised.
const some: AuthErrorCode[] = ["not_configured", "internal"];

// @ts-expect-error no such code
const none: AuthErrorCode = "no_such_code";

export function code(thrown: unknown): AuthErrorCode | undefined {
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

export const all = [closed, some, none];
