import { OAuthStrategy } from "fetch-with-auth/wix-sdk";
import { NextResponse } from "next/server";

import { config as configOf, sessions } from "./lib/sessions.js";

export const middleware = (request) => request.nextUrl.pathname === "/quick-start" ? quickStart(request) : sessions.proxy(request);

// As Wix's quick start has it, with the strategy of this library.
async function quickStart() {
  const { clientId, apiOrigin } = configOf();
  const auth = OAuthStrategy({ clientId, apiOrigin });
  const response = NextResponse.next();
  response.cookies.set("visitor", JSON.stringify(await auth.generateVisitorTokens()));
  return response;
}

export const config = { matcher: "/((?!_next/|public|.*\\..*).*)" };
