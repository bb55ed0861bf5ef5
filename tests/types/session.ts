// Whom the page acts as: states and expiry, and never a token.
import type { Auth, AuthWarning, SessionInfo } from "fetch-with-auth";

function sentence(info: SessionInfo): string {
  switch (info.state) {
    case "empty":
      return "nobody yet";
    case "visitor":
      return "a visitor";
    case "member":
      return "a member";
    case "expired":
      return "a member who must sign in again";
    case "external":
      return "the person of somebody else's token";
    default: {
      const nothingElse: never = info.state;
      return nothingElse;
    }
  }
}

export async function use(auth: Auth): Promise<string> {
  const info: SessionInfo = await auth.session();
  const seconds: number | undefined = info.expiresAt;

  const stop: () => void = auth.onSessionChange((change) => {
    const event: SessionInfo = change;
    console.log(sentence(event));
  });
  stop();

  const stopWarnings: () => void = auth.onWarning((warning) => {
    const event: AuthWarning = warning;
    if (event.code === "scope_differs") {
      const scope: string = event.scope;
      console.log(scope);
      return;
    }
    const code: "storage_unavailable" = event.code;
    const cause: unknown = event.cause;
    console.log(code, cause);
  });
  stopWarnings();

  const done: void = await auth.signOut();

  // @ts-expect-error tokens go in, never out
  info.accessToken;
  // @ts-expect-error nor from the instance
  auth.tokens;
  // @ts-expect-error a listener is needed
  auth.onSessionChange();

  return `${seconds} ${done}`;
}
