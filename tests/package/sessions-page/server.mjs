// A plain Node server that renders a page with the session of its visitor.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

import { createSessions } from "fetch-with-auth/server";

import { client } from "./shop.js";

const [api, port] = [process.env.API, Number(process.argv[2])];
const clientId = await client(api);
// The browser of this test says that it is headless, as bots do.
const mint = ({ url, headers }) => new URL(url).pathname === "/" && headers.get("sec-fetch-dest") === "document";
const sessions = createSessions({ clientId, apiOrigin: api, mint });

/** Whom the server signs as: no token is in the page. */
async function digestOf(session) {
  const { headers } = await (await session.fetchWithAuth(`${api}/echo`)).json();
  return createHash("sha256").update(headers.authorization).digest("hex");
}

const page = (session) => `<!doctype html>
<meta charset="utf-8">
<title>A page that a server rendered</title>
<p id="result">…</p>
<script type="application/json" id="session">${JSON.stringify(session)}</script>
<script type="module" src="/main.js"></script>
`;

async function respond(request) {
  const { pathname } = new URL(request.url);
  if (!["/", "/who"].includes(pathname)) return file(pathname);
  const session = await sessions.begin(request);
  // What renders has the forwarded headers only.
  const inner = await sessions.read(session.forward);
  const { state } = inner;
  const digest = await digestOf(inner);
  const response = pathname === "/who" ? Response.json({ digest }) : new Response(page({ clientId, state, digest }), { headers: { "content-type": "text/html" } });
  return session.finish(response);
}

async function file(pathname) {
  if (!/^\/(main|show|node_modules\/fetch-with-auth\/dist\/[\w-]+)\.js$/.test(pathname)) return new Response("", { status: 404 });
  return new Response(await readFile(`.${pathname}`), { headers: { "content-type": "text/javascript" } });
}

createServer(async ({ method, url, headers }, out) => {
  const response = await respond(new Request(`http://127.0.0.1:${port}${url}`, { method, headers })).catch((error) => {
    console.error(error);
    return new Response("", { status: 500 });
  });
  for (const [name, value] of response.headers) if (name !== "set-cookie") out.setHeader(name, value);
  out.setHeader("set-cookie", response.headers.getSetCookie());
  out.statusCode = response.status;
  out.end(Buffer.from(await response.arrayBuffer()));
}).listen(port, "127.0.0.1");
