// fetchWithAuth can stand wherever fetch stands.
import { configure, createAuth, fetchWithAuth, httpClient } from "fetch-with-auth";
import type { Auth } from "fetch-with-auth";

const f: typeof fetch = fetchWithAuth;
const same: typeof fetchWithAuth = fetch;
const ofClient: typeof fetch = httpClient.fetchWithAuth;
const ofInstance: typeof fetch = createAuth({ clientId: "id" }).fetchWithAuth;
const ofDefault: typeof fetch = configure({ clientId: "id" }).fetchWithAuth;

// The shape Wix developers import today.
const client: { fetchWithAuth: typeof fetch } = httpClient;
const alsoAClient: { fetchWithAuth: typeof fetch } = createAuth({ clientId: "id" });

export async function calls(auth: Auth): Promise<unknown> {
  const response: Response = await fetchWithAuth("/api/cart");
  await fetchWithAuth(new URL("https://shop.example/api"));
  await fetchWithAuth(new Request("/api"), { method: "POST", body: new FormData() });
  await auth.fetchWithAuth("/api", {
    headers: [["accept", "application/json"]],
    signal: AbortSignal.timeout(1000),
    keepalive: true,
    cache: "no-store",
  });

  // @ts-expect-error it needs an input, as fetch does
  await fetchWithAuth();
  // @ts-expect-error a number is no input
  await fetchWithAuth(1);
  // @ts-expect-error init is RequestInit and nothing of ours
  await fetchWithAuth("/api", { audience: [] });
  // @ts-expect-error it is a promise, not a response
  const early: Response = fetchWithAuth("/api");

  return [response.status, early];
}

export const all = [f, same, ofClient, ofInstance, ofDefault, client, alsoAClient];
