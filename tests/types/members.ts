// Members: what each way to log in wants and answers.
import "fetch-with-auth/members";
import { configure, handleRedirect, login } from "fetch-with-auth";
import type { Auth, LoginFailure, LoginResult, SessionChange } from "fetch-with-auth";

// Every state is distinguished by one member.
export function next(result: LoginResult): string {
  switch (result.loginState) {
    case "SUCCESS":
    case "REDIRECTING":
      return "wait";
    case "EMAIL_VERIFICATION_REQUIRED":
      return "ask for the code";
    case "OWNER_APPROVAL_REQUIRED":
    case "STATUS_CHECK":
    case "REQUIRE_MFA":
    case "MFA_CHALLENGE":
    case "REQUIRE_FIRST_FACTOR":
    case "REQUIRE_MISSING_FIELDS":
      return "come back later";
    case "UNKNOWN":
      return result.state;
    case "FAILURE": {
      const failure: LoginFailure = result;
      const seconds: number | undefined = failure.retryAfter;
      return seconds ? `${failure.message} (${seconds} s)` : failure.message;
    }
    default: {
      const nothingElse: never = result;
      return nothingElse;
    }
  }
}

export async function all(auth: Auth): Promise<void> {
  await auth.loginWithRedirect({ redirectUri: "/callback", idp: "google", responseMode: "fragment" });
  await auth.loginWithRedirect({ redirectUri: new URL("https://shop.example/cb"), idp: { connectionId: "id" }, navigate: (url) => console.log(url) });
  const back: string | undefined = (await auth.handleRedirect())?.returnTo;
  const result: LoginResult = await auth.login({ email: "a@b.example", password: "p", continueWith: "redirect", redirectUri: "/callback" });
  await auth.register({ email: "a@b.example", password: "p", profile: { nickname: "a" }, captchaTokens: { recaptchaToken: "t" } });
  await auth.verifyEmail({ code: "123456" });
  await auth.resendVerification();
  await auth.sendPasswordResetEmail({ email: "a@b.example", redirectUri: "/reset" });
  await auth.resetPassword({ recoveryToken: "t", password: "p" });
  const known: boolean = await auth.loginSilently();
  await auth.logout();
  await auth.logout({ returnTo: "/", forgetVisitor: true });
  await auth.newVisitor();
  await auth.signInWithTokens({ access_token: "a", refresh_token: "r", expires_in: 14400 });
  await auth.signInWithTokens({ accessToken: { value: "a", expiresAt: 1 }, refreshToken: { value: "r", role: "member" } });
  const active: boolean = (await auth.getTokenInfo()).active;
  await auth.syncToWixPages();
  await auth.redirectToWixPage({ ecomCheckout: { checkoutId: "id" }, callbacks: { postFlowUrl: "https://shop.example/" } });
  auth.onSessionChange((change: SessionChange) => console.log(change.state, change.reason));
  console.log(back, next(result), known, active);

  // @ts-expect-error a redirect URI is needed
  await auth.loginWithRedirect({});
  // @ts-expect-error an identity provider is a name or a connection
  await auth.loginWithRedirect({ redirectUri: "/callback", idp: "github" });
  // @ts-expect-error a visitor's tokens are no member's
  await auth.signInWithTokens({ accessToken: { value: "a" }, refreshToken: { value: "r", role: "visitor" } });
  // @ts-expect-error the response mode of frames is no caller's business
  await auth.loginWithRedirect({ redirectUri: "/callback", responseMode: "web_message" });
}

export const external: Auth = configure({ accessToken: async () => "token" });
export const direct: Promise<LoginResult> = login({ email: "a@b.example", password: "p" });
export const handled: Promise<{ returnTo: string } | undefined> = handleRedirect("https://shop.example/cb?code=1&state=2");
