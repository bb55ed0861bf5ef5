import { freePorts } from "./ports.js";

// Other tests run on this machine, too. Workers read this file as well, and find what was free.
process.env.PORT ??= await freePorts(4);
const wixPort = Number(process.env.PORT);
const pagePort = wixPort + 3;

export default {
  testDir: ".",
  use: {
    baseURL: `http://localhost:${pagePort}`,
    wixPort,
    launchOptions: { executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] },
  },
  webServer: [
    { command: `node_modules/.bin/fetch-with-auth-dev --port ${wixPort}`, cwd: "..", url: `http://localhost:${wixPort}/` },
    {
      command: `node_modules/.bin/vite shop --host localhost --strictPort --port ${pagePort}`,
      cwd: "..",
      env: { VITE_WIX_API_ORIGIN: `http://localhost:${wixPort}` },
      url: `http://localhost:${pagePort}/`,
    },
  ],
  workers: 1,
  reporter: "line",
};
