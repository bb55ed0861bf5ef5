// The backend that is the last recipe, on this machine, with a client of the stand-in for an app.
import { serve } from "srvx";

import { load } from "./recipes.mjs";

const { API } = process.env;

export async function control(path, body = {}) {
  const answer = await fetch(`${API}/_control/clients${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export const { clientId } = await control("");

/** A token of a visitor, a member, a Wix user or the app, and whose it is. */
export const caller = (kind) => control(`/${clientId}/${kind}`);

Object.assign(process.env, { APP_ID: clientId, APP_SECRET: "stand-in-app-secret", API_ORIGIN: API });
const { greeting, methods, settings } = await load("backend.js");

/** The path of each call, whether it was signed, and the status of its answer. */
export const seen = [];

// As docs/hosts.md says, for pages of other origins.
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-expose-headers": "WWW-Authenticate",
};

/** Serves it, and these files: by path, each a content type and a text. */
export async function start(files = {}) {
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    silent: true,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: CORS });
      if (files[pathname]) return new Response(files[pathname][1], { headers: { "content-type": files[pathname][0], ...CORS } });
      const isMethod = pathname.startsWith("/api/shop/");
      const isSettings = pathname.endsWith("/settings");
      const response = await (isMethod ? methods : isSettings ? settings : greeting)(request);
      seen.push([pathname, request.headers.has("authorization"), response.status]);
      return new Response(response.body, { status: response.status, headers: { ...Object.fromEntries(response.headers), ...CORS } });
    },
  });
  await server.ready();
  return { origin: new URL(server.url).origin, close: () => server.close(true) };
}
