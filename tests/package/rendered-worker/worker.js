// A site that a Worker renders, without a framework.
import { waitUntil } from "cloudflare:workers";
import { createSessions } from "fetch-with-auth/server";

import script from "./built/page.js";
import { itemsIn } from "./rendered/cart.js";

let sessions;

export default {
  async fetch(request, { WIX_CLIENT_ID: clientId, WIX_ORIGIN: apiOrigin }) {
    // What parallel requests share is in it: one for all of them.
    sessions ??= createSessions({ clientId, apiOrigin, waitUntil });
    const { pathname } = new URL(request.url);
    const [, route] = /^\/session\/(\w+)$/.exec(pathname) ?? [];
    if (Object.hasOwn(sessions.routes, route)) return sessions.routes[route](request);
    if (pathname === "/page.js") return new Response(script, { headers: { "content-type": "text/javascript" } });
    const page = PAGES[pathname];
    if (!page) return new Response("Not found", { status: 404 });
    const session = await sessions.begin(request);
    return session.finish(await page(session, { clientId, apiOrigin }));
  },
};

const cartOf = async ({ state, stale, fetchWithAuth }, { apiOrigin }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, apiOrigin);
const html = (text) => new Response(`<!doctype html><meta charset="utf-8"><title>Shop</title>${text}`, { headers: { "content-type": "text/html" } });

const PAGES = {
  "/": async (session, config) => html(`
<main id="config" data-client-id="${config.clientId}" data-api-origin="${config.apiOrigin}">
  <p>The server: <output id="server-state">${session.state}</output>, <output id="server-cart">${await cartOf(session, config)}</output></p>
  <p>The page: <output id="page-state"></output>, <output id="page-cart"></output></p>
  <button id="add">Add</button>
  <a id="login" href="/session/login?returnTo=/">Log in</a>
  <form id="logout" method="post" action="/session/logout"><button>Log out</button></form>
  <a id="about" href="/about">About</a>
</main>
<script type="module" src="/page.js"></script>`),
  "/about": ({ state }) => html(`<p>About a shop, for a <output id="server-state">${state}</output></p>`),
  "/public": () => new Response("The same for everybody", { headers: { "cache-control": "public, max-age=60" } }),
  "/api/cart": async (session, config) => Response.json({ state: session.state, items: await cartOf(session, config) }),
};
