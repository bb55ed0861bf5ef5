// node server.js API APP [CLIENT_ID]: the shop's backend, on a free port of
// loopback. It tells the stand-in at API where it is, prints its origin as one
// line of JSON, and ends when its input does: with whoever started it.
import { createBackend } from "fetch-with-auth/backend";
import { serve } from "srvx";
import { hear } from "./activity-log.js";
import { openOrders } from "./orders.js";
import { place } from "./settings.js";
import * as shop from "./shop.web.js";

const backend = createBackend({
  appId: place.clientId,
  appSecret: place.appSecret,
  siteId: place.siteId,
  apiOrigin: place.api,
  // The carts' server may hear who calls, and never the app's own token.
  audience: [place.app],
  log: hear,
});

const orders = openOrders(backend);
const methods = backend.handle({ shop }, { base: "/backend/api" });
const isOrders = ({ url }) => /^\/backend\/orders(\/|$)/.test(new URL(url).pathname);

const server = serve({
  fetch: (request) => (isOrders(request) ? orders(request) : methods(request)),
  hostname: "127.0.0.1",
  port: 0,
  silent: true,
  // Whoever ends it waits for nobody.
  gracefulShutdown: false,
});
await server.ready();
const { origin } = new URL(server.url);
const told = await fetch(`${place.api}/_control/backend`, {
  method: "PUT",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ origin }),
});
if (!told.ok) throw new Error(`the stand-in answered ${told.status}`);
console.log(JSON.stringify({ origin }));
process.stdin.resume().on("end", () => process.exit());
