// The Wix API of these tests: it issues tokens, and returns what data, members, ecom and redirects read from
// it. Every request is kept with its Authorization.

export const WIX = /^https:\/\/(www|edge)\.wixapis\.com$/;

export function wixApi() {
  const api = { sent: [], minted: 0, refreshed: 0, refreshStatus: 200, headers: {}, wait: undefined };

  api.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname } = new URL(request.url);
    const body = await request.clone().text();
    const call = { origin, pathname, method: request.method, headers: Object.fromEntries(request.headers), authorization: request.headers.get("authorization"), body };
    api.sent.push(call);
    if (pathname === "/oauth2/token") return grant(api, new URLSearchParams(body));
    await api.wait?.(call);
    return Response.json(RESULTS[pathname]?.(call) ?? { ...call }, { headers: api.headers });
  };
  /** The requests other than for a token. */
  api.calls = () => api.sent.filter(({ pathname }) => pathname !== "/oauth2/token");
  api.authorizations = () => api.calls().map(({ authorization }) => authorization);
  return api;
}

async function grant(api, form) {
  const token = (name) => ({ access_token: `OauthNG.JWS.${name}-0123456789abcdef`, refresh_token: `JWS.refresh-${name}`, expires_in: 14400, token_type: "Bearer" });
  if (form.get("grant_type") === "anonymous") return Response.json(token(`visitor-${++api.minted}`));
  api.refreshed++;
  await new Promise((done) => setTimeout(done, 20));
  if (api.refreshStatus !== 200) return new Response("", { status: api.refreshStatus });
  return Response.json(token(`refreshed-${api.refreshed}`));
}

const RESULTS = {
  "/wix-data/v2/items/query": ({ authorization }) => ({ dataItems: [{ id: "1", data: { _id: "1", slug: "a", authorization } }], pagingMetadata: { count: 1, total: 2, hasNext: true, cursors: { next: "next" } } }),
  "/wix-data/v2/items/1": ({ authorization }) => ({ dataItem: { id: "1", data: { _id: "1", authorization } } }),
  "/members/v1/members/query": () => ({ members: [{ id: "m" }], metadata: { count: 1, offset: 0, total: 1 } }),
  "/members/v1/members/my": ({ authorization }) => ({ member: { id: "m", loginEmail: authorization } }),
  "/ecom/v1/carts/current": ({ authorization }) => ({ cart: { id: "c", buyerNote: authorization, lineItems: [] } }),
  "/_api/redirects-api/v1/redirect-session": ({ authorization }) => ({ redirectSession: { id: "r", fullUrl: `https://wix.example/${authorization}` } }),
};
