// The second family of public tutorials: a client for each request, whose tokens a middleware has put into a cookie, and
// a login whose callback is a route of the server.
import { members } from "@wix/members";
import { createClient, OAuthStrategy, type OauthData, type Tokens } from "@wix/sdk";
import { cookies } from "next/headers";
import { cache } from "react";

const WIX_SESSION_COOKIE = "wix_session";
const WIX_OAUTH_DATA_COOKIE = "wix_oauthData";

export function getWixClient(tokens: Tokens | undefined) {
  return createClient({
    modules: { members },
    auth: OAuthStrategy({ clientId: process.env.NEXT_PUBLIC_WIX_CLIENT_ID!, tokens }),
  });
}

export type WixClient = ReturnType<typeof getWixClient>;

export const getWixServerClient = cache(async () => {
  let tokens: Tokens | undefined;
  try {
    tokens = JSON.parse((await cookies()).get(WIX_SESSION_COOKIE)?.value || "{}");
  } catch {}
  return getWixClient(tokens);
});

export async function getLoggedInMember(wixClient: WixClient) {
  if (!wixClient.auth.loggedIn()) return null;
  const { member } = await wixClient.members.getCurrentMember({ fieldsets: [members.Set.FULL] });
  return member ?? null;
}

// One client for all requests, which keeps none of their tokens.
const wixClient = getWixClient(undefined);

export async function middleware(): Promise<Tokens> {
  const cookieStore = await cookies();
  const sessionCookie = cookieStore.get(WIX_SESSION_COOKIE);
  let sessionTokens = sessionCookie ? (JSON.parse(sessionCookie.value) as Tokens) : await wixClient.auth.generateVisitorTokens();
  if (sessionTokens.accessToken.expiresAt < Math.floor(Date.now() / 1000)) {
    try {
      sessionTokens = await wixClient.auth.renewToken(sessionTokens.refreshToken);
    } catch {
      sessionTokens = await wixClient.auth.generateVisitorTokens();
    }
  }
  cookieStore.set(WIX_SESSION_COOKIE, JSON.stringify(sessionTokens), { maxAge: 60 * 60 * 24 * 14 });
  return sessionTokens;
}

export async function getLoginUrl(origin: string): Promise<string> {
  const client = await getWixServerClient();
  const oAuthData = client.auth.generateOAuthData(`${origin}/`, origin);
  (await cookies()).set(WIX_OAUTH_DATA_COOKIE, JSON.stringify(oAuthData), { maxAge: 60 * 10 });
  const { authUrl } = await client.auth.getAuthUrl(oAuthData, { responseMode: "query" });
  return authUrl;
}

export async function GET(request: Request): Promise<Response> {
  const cookieStore = await cookies();
  const { searchParams } = new URL(request.url);
  const code = searchParams.get("code");
  const state = searchParams.get("state");
  const oAuthData: OauthData = JSON.parse(cookieStore.get(WIX_OAUTH_DATA_COOKIE)?.value || "{}");
  if (!code || !state || !oAuthData) return new Response("Invalid request", { status: 400 });
  const client = await getWixServerClient();
  const memberTokens = await client.auth.getMemberTokens(code, state, oAuthData);
  cookieStore.set(WIX_SESSION_COOKIE, JSON.stringify(memberTokens), { maxAge: 60 * 60 * 24 * 14 });
  return new Response(null, { status: 302, headers: { location: oAuthData.originalUri || "/" } });
}

export async function getLogoutUrl(origin: string): Promise<string> {
  const client = await getWixServerClient();
  const { logoutUrl } = await client.auth.logout(origin);
  (await cookies()).delete(WIX_SESSION_COOKIE);
  return logoutUrl;
}
