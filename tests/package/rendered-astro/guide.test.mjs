import { guide } from "./rendered/guide.mjs";

// The Wix API is the stand-in, on the server and in the page.
const CONFIG = `
import node from "@astrojs/node";
import { defineConfig } from "astro/config";

const wix = { name: "wix", enforce: "pre", transform: (code) => code.replaceAll("https://www.wixapis.com", process.env.API) };

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  security: { allowedDomains: [{ hostname: "127.0.0.1" }] },
  vite: { plugins: [wix], ssr: { noExternal: ["fetch-with-auth"] } },
});
`;

guide("Astro", {
  files: { "astro.config.mjs": CONFIG, "package.json": '{ "type": "module" }' },
  build: ["astro", "build", "--silent"],
  start: ["node", "dist/server/entry.mjs"],
  env: { HOST: "127.0.0.1" },
});
