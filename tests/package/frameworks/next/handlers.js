// What handlers of a project on Next do, by name.
import { forbidden, notFound, permanentRedirect, redirect, unauthorized } from "next/navigation";
import { createAuth } from "fetch-with-auth";
import { elevate, fetchWithAuth, getContext } from "fetch-with-auth/backend";
import { API, fetch } from "../backend.js";

const tokenOfApp = async () => (await (await elevate(async () => fetchWithAuth(`${API}/x`))()).json()).authorization;

export const HANDLERS = {
  who: () => Response.json(getContext().identity.memberId),
  called: async () => fetchWithAuth(`${API}/x`),
  async signed() {
    const fetch = async () => Response.json({ authorization: "Bearer" });
    const auth = createAuth({ accessToken: () => "a-token", fetch });
    return auth.fetchWithAuth(`${API}/x`);
  },
  visitor: async () => createAuth({ clientId: "client", storage: "memory", fetch }).fetchWithAuth(`${API}/x`),
  // Of what loads on demand.
  async demand() {
    const { subjectType } = await createAuth({ clientId: "client", storage: "memory", fetch }).getTokenInfo();
    return Response.json(subjectType);
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
