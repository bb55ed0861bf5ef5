// node server.js API APP [CLIENT_ID]: the shop's backend, on a free port of
// loopback. It registers with the stand-in at API, prints its origin as one
// line of JSON, and ends when its input does: with the process that started it.
import { createBackend } from "fetch-with-auth/backend";
import { serve } from "srvx";
import { record } from "./activity-log.js";
import { openOrders } from "./orders.js";
import { settings } from "./settings.js";
import * as shop from "./shop.web.js";

const backend = createBackend({
  appId: settings.clientId,
  appSecret: settings.appSecret,
  siteId: settings.siteId,
  apiOrigin: settings.api,
  // The carts' server receives the caller's token, and never the app's.
  audience: [settings.app],
  log: record,
});

const orders = openOrders(backend);
const methods = backend.handle({ shop }, { base: "/backend/api" });
const isOrders = ({ url }) => /^\/backend\/orders(\/|$)/.test(new URL(url).pathname);

const server = serve({
  fetch: (request) => (isOrders(request) ? orders(request) : methods(request)),
  hostname: "127.0.0.1",
  port: 0,
  silent: true,
  // Its end waits for nobody.
  gracefulShutdown: false,
});
await server.ready();
const { origin } = new URL(server.url);
const registered = await fetch(`${settings.api}/_control/backend`, {
  method: "PUT",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ origin }),
});
if (!registered.ok) throw new Error(`the stand-in answered ${registered.status}`);
console.log(JSON.stringify({ origin }));
process.stdin.resume().on("end", () => process.exit());
