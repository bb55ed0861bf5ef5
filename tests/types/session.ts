// Whom the page acts as: states and expiry, and never a token.
import type { Auth, AuthSettings, AuthWarning, SessionInfo, TokenRequest } from "fetch-with-auth";

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

  const stopTokenRequests: () => void = auth.onTokenRequest((request) => {
    const event: TokenRequest = request;
    const grant: "anonymous" | "refresh_token" | "external" = event.grant;
    const milliseconds: number = event.duration;
    const result: unknown = event.result;
    console.log(grant, milliseconds, result);
  });
  stopTokenRequests();

  const settings: AuthSettings = auth.settings;
  const origins: readonly string[] = [settings.apiOrigin, ...settings.audience];
  const storage: "browser" | "session" | "memory" | "wix-session-cookie" | "custom" = settings.storage;
  console.log(settings.clientId?.length, origins, storage);
  // @ts-expect-error to change it would change nothing
  settings.apiOrigin = "https://www.wixapis.com";

  const done: void = await auth.signOut();

  // @ts-expect-error tokens go in, never out
  info.accessToken;
  // @ts-expect-error nor from the instance
  auth.tokens;
  // @ts-expect-error a listener is needed
  auth.onSessionChange();

  return `${seconds} ${done}`;
}
