// What handlers of a project on Next do, by name.
import { forbidden, notFound, permanentRedirect, redirect, unauthorized } from "next/navigation";
import { createAuth } from "fetch-with-auth";
import { elevate, fetchWithAuth, getContext } from "fetch-with-auth/backend";
import { API } from "../backend.js";

const tokenOfApp = async () => (await (await elevate(async () => fetchWithAuth(`${API}/x`))()).json()).authorization;

export const HANDLERS = {
  who: () => Response.json(getContext().identity.memberId),
  called: async () => fetchWithAuth(`${API}/x`),
  async signed() {
    const fetch = async () => Response.json({ authorization: "Bearer" });
    const auth = createAuth({ accessToken: () => "a-token", fetch });
    return auth.fetchWithAuth(`${API}/x`);
  },
  async visitor() {
    const auth = createAuth({ clientId: "client", storage: "memory", fetch: async (input, init) => {
      const request = new Request(input, init);
      return request.url.endsWith("/oauth2/token")
        ? Response.json({ access_token: "visitor-token", refresh_token: "refresh", expires_in: 14400 })
        : Response.json({ authorization: request.headers.get("authorization") });
    } });
    return auth.fetchWithAuth(`${API}/x`);
  },
  redirect: () => redirect("/there?a=b;c"),
  permanent: () => permanentRedirect("/there"),
  gone: () => notFound(),
  forbidden: () => forbidden(),
  unauthorized: () => unauthorized(),
  later: async () => {
    await new Promise((done) => setTimeout(done, 1));
    redirect("/there");
  },
  secret: async () => redirect(`/there?token=${await tokenOfApp()}`),
  broken: () => {
    throw new Error("a detail of the server");
  },
};
