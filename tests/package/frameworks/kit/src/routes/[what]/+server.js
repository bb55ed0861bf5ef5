// What handlers of a project on SvelteKit do, by name.
import { error, redirect } from "@sveltejs/kit";
import { Permissions, elevate, fetchWithAuth, getContext } from "fetch-with-auth/backend";
import { API, backend } from "../../../../backend.js";

const tokenOfApp = async () => (await (await elevate(async () => fetchWithAuth(`${API}/x`))()).json()).authorization;

const HANDLERS = {
  who: () => Response.json(getContext().identity.memberId),
  redirect: () => redirect(303, "/there?a=b"),
  gone: () => error(404, "no such thing"),
  teapot: () => error(418, { message: "a teapot" }),
  async later() {
    await new Promise((done) => setTimeout(done, 1));
    redirect(307, "/there");
  },
  secret: async () => redirect(303, `/there?token=${await tokenOfApp()}`),
  quoted: async () => error(400, `It was ${await tokenOfApp()}`),
  broken() {
    throw new Error("a detail of the server");
  },
};

const serve = backend.api(Permissions.SiteMember, (request, { rest: [what] }) => HANDLERS[what]());

export const GET = ({ request, params }) => serve(request, params.what);
