import { readFileSync } from "node:fs";

import { guide } from "./rendered/guide.mjs";

// The Wix API is the stand-in, on the server and in the page.
const CONFIG = `
import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

const wix = { name: "wix", enforce: "pre", transform: (code) => code.replaceAll("https://www.wixapis.com", process.env.API) };

export default defineConfig({ plugins: [wix, sveltekit({ adapter: adapter() })], ssr: { noExternal: ["fetch-with-auth"] } });
`;

guide("SvelteKit", {
  files: { "vite.config.js": CONFIG, "src/app.html": readFileSync("src/app.html", "utf8"), "package.json": '{ "type": "module" }' },
  build: ["vite", "build", "--logLevel", "error"],
  start: ["node", "build/index.js"],
  env: { HOST: "127.0.0.1", PROTOCOL_HEADER: "x-forwarded-proto" },
});
