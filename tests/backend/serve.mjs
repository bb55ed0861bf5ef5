// serve.mjs API: serves the fixture in this very runtime, on a free port of
// loopback; prints the origin as one line of JSON.
import process from "node:process";
import { serve } from "srvx";

import { fixture } from "./fixture.mjs";

const server = serve({ fetch: fixture(process.argv[2]), hostname: "127.0.0.1", port: 0, silent: true });
await server.ready();
console.log(JSON.stringify({ origin: new URL(server.url).origin }));
