"use client";

// The first family of public tutorials: a client in a React context, whose refresh token is in a cookie that scripts
// read, and a login form of the site's own.
import { members } from "@wix/members";
import { createClient, LoginState, OAuthStrategy } from "@wix/sdk";
import Cookies from "js-cookie";
import { createContext, useContext, useEffect, useState } from "react";
import type { FormEvent, ReactNode } from "react";

const refreshToken = JSON.parse(Cookies.get("refreshToken") || "{}");

const wixClient = createClient({
  modules: { members },
  auth: OAuthStrategy({
    clientId: process.env.NEXT_PUBLIC_WIX_CLIENT_ID!,
    tokens: { refreshToken, accessToken: { value: "", expiresAt: 0 } },
  }),
});

export type WixClient = typeof wixClient;

export const WixClientContext = createContext<WixClient>(wixClient);

export const WixClientContextProvider = ({ children }: { children: ReactNode }) => (
  <WixClientContext.Provider value={wixClient}>{children}</WixClientContext.Provider>
);

export const useWixClient = (): WixClient => useContext(WixClientContext);

export function Navbar({ push }: { push: (url: string) => void }) {
  const client = useWixClient();
  const [email, setEmail] = useState("");
  const isLoggedIn = client.auth.loggedIn();

  useEffect(() => {
    client.members.getCurrentMember({ fieldsets: ["FULL"] }).then(
      ({ member }) => setEmail(member?.loginEmail ?? ""),
      () => setEmail("a visitor"),
    );
  }, [client]);

  const handleLogout = async () => {
    Cookies.remove("refreshToken");
    const { logoutUrl } = await client.auth.logout(window.location.href);
    push(logoutUrl);
  };

  return (
    <nav>
      <output>{email}</output>
      {isLoggedIn && <button onClick={handleLogout}>Logout</button>}
    </nav>
  );
}

enum MODE { LOGIN, REGISTER, RESET_PASSWORD, EMAIL_VERIFICATION }

export function LoginPage({ push }: { push: (url: string) => void }) {
  const client = useWixClient();
  const [mode, setMode] = useState(MODE.LOGIN);
  const [error, setError] = useState("");
  const [message, setMessage] = useState("");

  const handleSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password, username, emailCode] = ["email", "password", "username", "code"].map((name) => String(form.get(name) ?? "")) as [string, string, string, string];
    setError("");
    try {
      let response;
      switch (mode) {
        case MODE.LOGIN:
          response = await client.auth.login({ email, password });
          break;
        case MODE.REGISTER:
          response = await client.auth.register({ email, password, profile: { nickname: username } });
          break;
        case MODE.RESET_PASSWORD:
          response = await client.auth.sendPasswordResetEmail(email, window.location.href);
          setMessage("Password reset email sent.");
          break;
        case MODE.EMAIL_VERIFICATION:
          response = await client.auth.processVerification({ verificationCode: emailCode });
          break;
      }
      switch (response?.loginState) {
        case LoginState.SUCCESS: {
          const tokens = await client.auth.getMemberTokensForDirectLogin(response.data.sessionToken!);
          Cookies.set("refreshToken", JSON.stringify(tokens.refreshToken), { expires: 2 });
          client.auth.setTokens(tokens);
          push("/");
          break;
        }
        case LoginState.FAILURE:
          if (response.errorCode === "invalidEmail" || response.errorCode === "invalidPassword") setError("Invalid email or password!");
          else if (response.errorCode === "emailAlreadyExists") setError("Email already exists!");
          else if (response.errorCode === "resetPassword") setError("You need to reset your password!");
          else setError("Something went wrong!");
          break;
        case LoginState.EMAIL_VERIFICATION_REQUIRED:
          setMode(MODE.EMAIL_VERIFICATION);
          break;
        case LoginState.OWNER_APPROVAL_REQUIRED:
          setMessage("Your account is pending approval");
          break;
      }
    } catch (failure) {
      console.log(failure);
      setError("Something went wrong!");
    }
  };

  return (
    <form onSubmit={handleSubmit}>
      <input name="email" /><input name="password" type="password" /><input name="username" /><input name="code" />
      <button>{MODE[mode]}</button>
      <button type="button" id="register" onClick={() => setMode(MODE.REGISTER)}>Create an account</button>
      <p id="error">{error}</p>
      <p id="message">{message}</p>
    </form>
  );
}
