import { existsSync, readFileSync } from "node:fs";

import { guide } from "./rendered/guide.mjs";

// That of the project; and the Wix API is the stand-in, on the server and in the page.
const CONFIG = `
import { mergeConfig } from "vite";

import config from "../vite.config.js";

const wix = { name: "wix", enforce: "pre", transform: (code) => code.replaceAll("https://www.wixapis.com", process.env.API) };

export default mergeConfig(config, { plugins: [wix], ssr: { noExternal: ["fetch-with-auth"] } });
`;
// SvelteKit 2 has a configuration of its own.
const OLDER = "svelte.config.js";
const older = existsSync(OLDER) ? { [OLDER]: readFileSync(OLDER, "utf8") } : {};

guide("SvelteKit", {
  files: { "vite.config.js": CONFIG, "src/app.html": readFileSync("src/app.html", "utf8"), "package.json": '{ "type": "module" }', ...older },
  build: ["vite", "build", "--logLevel", "error"],
  start: ["node", "build/index.js"],
  env: { HOST: "127.0.0.1", PROTOCOL_HEADER: "x-forwarded-proto" },
});
