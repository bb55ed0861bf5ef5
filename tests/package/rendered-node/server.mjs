// A site that Node renders: what a person writes without a framework. srvx makes a Request of what node:http has, and
// sends the Response.
import { readFile } from "node:fs/promises";

import { createSessions } from "fetch-with-auth/server";
import { serve } from "srvx/node";

import { HOSTILE_RESPONSES } from "./hostile.mjs";
import { itemsIn } from "./rendered/cart.js";

const { PORT, WIX_CLIENT_ID: clientId, WIX_ORIGIN: apiOrigin, COOKIE } = process.env;
const sealed = COOKIE === "sealed" && { cookie: { format: "sealed" }, secrets: "a secret of this test: thirty-two letters" };
const sessions = createSessions({ clientId, apiOrigin, ...sealed });

serve({ hostname: "127.0.0.1", port: PORT, silent: true, gracefulShutdown: false, fetch: respond });

async function respond(request) {
  const { pathname } = new URL(request.url);
  const [, route] = /^\/session\/(\w+)$/.exec(pathname) ?? [];
  if (Object.hasOwn(sessions.routes, route)) return sessions.routes[route](request);
  const file = FILES.exec(pathname)?.[0];
  if (file) return new Response(await readFile(`.${file}`), { headers: { "content-type": "text/javascript" } });
  const page = PAGES[pathname] ?? HOSTILE[pathname]?.(request);
  if (!page) return new Response("Not found", { status: 404 });
  const session = await sessions.begin(request);
  return session.finish(await page(session));
}

const cartOf = async ({ state, stale, fetchWithAuth }) => state === "empty" || state === "expired" || stale ? "" : itemsIn(fetchWithAuth, apiOrigin);
const html = (text, headers) => new Response(`<!doctype html><meta charset="utf-8"><title>Shop</title>${text}`, { headers: { "content-type": "text/html", ...headers } });

const PAGES = {
  "/": async (session) => html(`
<main id="config" data-client-id="${clientId}" data-api-origin="${apiOrigin}" data-cookie="${COOKIE}">
  <p>The server: <output id="server-state">${session.state}</output>, <output id="server-cart">${await cartOf(session)}</output></p>
  <p>The page: <output id="page-state"></output>, <output id="page-cart"></output></p>
  <button id="add">Add</button>
  <a id="login" href="/session/login?returnTo=/">Log in</a>
  <form id="logout" method="post" action="/session/logout"><button>Log out</button></form>
  <a id="about" href="/about">About</a>
</main>
<script type="importmap">{ "imports": { "fetch-with-auth": "/node_modules/fetch-with-auth/dist/index.js" } }</script>
<script type="module" src="/main.js"></script>`),
  "/about": ({ state }) => html(`<p>About a shop, for a <output id="server-state">${state}</output></p>`),
  "/public": () => html("<p>The same for everybody</p>", { "cache-control": "public, max-age=60" }),
  "/api/cart": async (session) => Response.json({ state: session.state, items: await cartOf(session) }),
};

// Responses by which caches might give the cookie of one person to another.
const HOSTILE = Object.fromEntries(HOSTILE_RESPONSES.map(([name, headers, kind]) => [`/hostile/${name}`, (request) => () => hostile(request, headers, kind)]));

function hostile(request, headers, kind) {
  if (headers.etag && request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  if (kind !== "streamed") return new Response("the same for everybody", { status: Number(kind ?? 200), headers });
  const pieces = ["the same ", "for ", "everybody"].map((text) => new TextEncoder().encode(text));
  return new Response(ReadableStream.from(pieces), { headers });
}

const FILES = /^\/(main|follow-tabs|rendered\/(page|cart)|node_modules\/fetch-with-auth\/dist\/[\w-]+)\.js$/;
