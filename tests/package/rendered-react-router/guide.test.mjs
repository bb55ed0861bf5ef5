import { readFileSync } from "node:fs";

import { guide } from "./rendered/guide.mjs";

// The Wix API is the stand-in, on the server and in the page.
const CONFIG = `
import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

const wix = { name: "wix", enforce: "pre", transform: (code) => code.replaceAll("https://www.wixapis.com", process.env.API) };

export default defineConfig({ plugins: [wix, reactRouter()], ssr: { noExternal: ["fetch-with-auth"] } });
`;

guide("React Router", {
  files: { "vite.config.js": CONFIG, "app/root.jsx": readFileSync("app/root.jsx", "utf8"), "package.json": readFileSync("package.json", "utf8") },
  build: ["react-router", "build"],
  start: ["react-router-serve", "build/server/index.js"],
  env: { HOST: "127.0.0.1", NODE_ENV: "production" },
});
