// SvelteKit with adapter-node: a hook and a route.
import { rendered } from "./rendered/flow.mjs";

// A server behind a proxy learns by this header that the site is on plain http here.
const env = { HOST: "127.0.0.1", PROTOCOL_HEADER: "x-forwarded-proto" };

rendered("SvelteKit", { build: ["vite", "build", "--logLevel", "error"], start: ["node", "build/index.js"], env });
