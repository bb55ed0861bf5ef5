// As Wix' pages say it: tokens in a cookie, and a module whose function is called.
import { OAuthStrategy, createClient } from "@wix/sdk";
import { redirects } from "@wix/redirects";
import Cookies from "js-cookie";
import { report } from "./report.js";
import "./wix.js";

const client = createClient({
  modules: { redirects },
  auth: OAuthStrategy({ clientId: "cold", tokens: JSON.parse(Cookies.get("session") ?? null) }),
});
report(async (url) => {
  await client.redirects.createRedirectSession({ auth: { authRequest: {} } });
  Cookies.set("session", JSON.stringify(client.auth.getTokens()));
  return client.fetchWithAuth(url);
});
