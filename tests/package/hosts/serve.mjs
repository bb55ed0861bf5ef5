// serve.mjs PORT: a page of a Wix site, and on another origin the app whose widgets and dashboard page are in it.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";

import { clientId, start } from "./backend.mjs";
import { RECIPES, bundle } from "./recipes.mjs";

const here = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const script = async (text) => ["text/javascript", await bundle(text)];

const WIDGETS = ["greeting-widget.js", "points-widget.js", "embedded.js", "restock-page.js"];
const app = { "/dashboard.html": ["text/html", '<!doctype html><script type="module" src="/dashboard.js"></script>'], "/dashboard.js": await script(here("dashboard.js")) };
// Nothing stands for import.meta: they are served where they say they are.
for (const name of WIDGETS) app[`/${name}`] = await script(RECIPES.get(name));
const { origin } = await start(app);

const config = JSON.stringify({ clientId, app: origin });
const site = {
  "/": ["text/html", `<!doctype html><title></title><p id="result"></p><script>window.wix = ${config}</script><script type="module" src="/site.js"></script>`],
  "/site.js": await script(here("site.js")),
};
createServer(({ url }, response) => {
  const [type, text] = site[url.split("?")[0]] ?? ["text/plain", ""];
  response.writeHead(text ? 200 : 404, { "content-type": type }).end(text);
}).listen(process.argv[2], "127.0.0.1");
