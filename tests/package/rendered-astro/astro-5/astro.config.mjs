import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  server: { host: "127.0.0.1" },
  devToolbar: { enabled: false },
  security: { allowedDomains: [{ hostname: "127.0.0.1" }] },
});
