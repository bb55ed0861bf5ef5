// Astro with its adapter for Node: a middleware, locals and endpoints.
import { rendered } from "./rendered/flow.mjs";

rendered("Astro", { build: ["astro", "build", "--silent"], start: ["node", "dist/server/entry.mjs"], env: { HOST: "127.0.0.1" } });
