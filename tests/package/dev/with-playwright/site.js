// A page, served with the package as a bundler would find it: node site.js PORT WIX-PORT
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

import { connectDev } from "fetch-with-auth-dev";

const [port, wixPort] = process.argv.slice(2);
const { apiOrigin, clientId } = await connectDev({ port: Number(wixPort) });

const PAGE = `<!doctype html>
<title>A shop</title>
<script type="importmap">{ "imports": { "fetch-with-auth": "/package/index.js" } }</script>
<script type="module" src="/page.js"></script>
<p>You are: <output id="state"></output> <output id="email"></output></p>
<button id="who">Who am I?</button> <button id="login">Log in</button> <button id="logout">Log out</button>
<form id="form"><input name="email"><input name="password" type="password"><button>Log in here</button></form>
<p id="problem"></p>`;

createServer(async ({ url }, response) => {
  const path = new URL(url, "http://localhost").pathname;
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  const file = path === "/page.js" ? "with-playwright/page.js" : path.replace(/^\/package\//, "node_modules/fetch-with-auth/dist/");
  const script = await readFile(file, "utf8").catch(() => undefined);
  if (script === undefined) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": "text/javascript" }).end(script.replace("API_ORIGIN", apiOrigin).replace("CLIENT_ID", clientId));
}).listen(port, "localhost");
