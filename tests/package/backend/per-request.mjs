// Serves the same modules anew for each request, as a function of a framework may; prints how much is kept.
import { Permissions, webMethod } from "fetch-with-auth/backend";

import { open, request } from "./shop.mjs";

const { backend } = open({ log: undefined });
const shop = { method: webMethod(Permissions.Anyone, () => 1), other: webMethod(Permissions.Anyone, () => 2) };
const serve = async () => (await backend.handle({ shop: { ...shop } })(request())).status;

const used = () => {
  gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
};
for (let count = 0; count < 1000; count++) await serve();
const before = used();
for (let count = 0; count < 20_000; count++) backend.handle({ shop: { ...shop } });
const status = await serve();
console.log(JSON.stringify({ grown: used() - before, status }));
