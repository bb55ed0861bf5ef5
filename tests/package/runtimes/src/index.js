// What a project serves from wherever it runs: its backend, and calls that it signs itself.
import { Hono } from "hono";
import { createAuth } from "fetch-with-auth";
import { OAuthStrategy } from "fetch-with-auth/wix-sdk";
import { Permissions, createBackend, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";

const API = "https://www.wixapis.com";

/** A Wix of its own. What has a token or a secret in it must follow no redirect. */
async function fetch(input, init) {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/oauth2/") && request.redirect === "follow") return Response.json({ error: "follows" }, { status: 400 });
  const body = await request.text();
  if (pathname === "/oauth2/token-info") {
    const { token } = JSON.parse(body);
    return Response.json({ active: true, subjectType: token === "a-visitor" ? "VISITOR" : "MEMBER", subjectId: token, clientId: "app", siteId: "site", instanceId: "instance", exp: 4e9 });
  }
  if (pathname === "/oauth2/token") {
    const app = body.includes("client_credentials");
    return Response.json({ access_token: app ? "the-app-0123456789" : "a-visitor", refresh_token: "refresh", expires_in: 14400, token_type: "Bearer" });
  }
  return Response.json({ authorization: request.headers.get("authorization") });
}

const backend = createBackend({ appId: "app", appSecret: "app-secret-0123456789", instanceId: "instance", fetch });
const serve = backend.handle({
  shop: {
    who: webMethod(Permissions.SiteMember, () => getContext().identity.memberId),
    elevated: webMethod(Permissions.SiteMember, async () => {
      const response = await elevate(() => fetchWithAuth(`${API}/x`))();
      return (await response.text()).includes("the-app");
    }),
  },
});

const SIGNED = {
  async visitor() {
    const auth = createAuth({ clientId: "client", storage: "memory", fetch });
    return (await auth.fetchWithAuth(`${API}/x`)).json();
  },
  // Of what loads on demand.
  async demand() {
    const auth = createAuth({ clientId: "client", storage: "memory", fetch });
    return (await auth.getTokenInfo()).subjectType;
  },
  async sdk() {
    const strategy = OAuthStrategy({ clientId: "client", fetch });
    return (await strategy.generateVisitorTokens()).accessToken.value;
  },
};

const app = new Hono();
app.post("/api/*", (context) => serve(context.req.raw));
app.get("/signed/:how", async (context) => {
  const result = await SIGNED[context.req.param("how")]().catch((error) => `${error.stack} ${error.cause?.stack}`);
  return context.json(result);
});
export default app;
