// An API key in the place of a secret.
import { equal } from "../assert.js";
import { key, test } from "./backend.js";

const body = (...given) => ({ body: JSON.stringify(given) });
const keyed = ({ settings, options }) => [settings, { ...options, appSecret: null }];

test("With an API key elevated calls carry it, and the site that it is for", async ({ backend }) => {
  const own = key();
  const mine = await backend(...keyed(own));
  const token = await mine.token("member");
  equal((await mine.call("/api/shop/restock", token, body("vase"))).json.result, { own: 403, app: 200, elevated: 1 });
  equal((await mine.call("/api/shop/atSite", token)).json.result, own.options.siteId);
  equal([await mine.changes(), await mine.grant("client_credentials")], [["API_KEY"], 0]);
});

test("Beside a secret the app's token goes out, and no site with it", async ({ backend }) => {
  const own = key();
  const mine = await backend(own.settings, own.options);
  const token = await mine.token("member");
  equal((await mine.call("/api/shop/restock", token, body("vase"))).json.result.app, 200);
  equal((await mine.call("/api/shop/atSite", token)).json.result, null);
  equal(await mine.changes(), ["APP"]);
});

test("A caller with the key is an admin, known without a request, and acts by it", async ({ backend }) => {
  const own = key();
  const mine = await backend(...keyed(own));
  equal((await mine.call("/api/shop/admin", own.apiKey)).json.result, { type: "admin", siteId: own.options.siteId });
  equal((await mine.call("/endpoint/admin", `Bearer ${own.apiKey}`)).json, { type: "admin", siteId: own.options.siteId });
  equal((await mine.call("/api/shop/later", own.apiKey, body("vase"))).code, "permission_denied", "what is for members");
  equal((await mine.asked()).filter(({ pathname }) => pathname === "/oauth2/token-info"), []);
});

test("A key that Wix refuses is the call's own 403, sent once", async ({ backend }) => {
  const own = key();
  const mine = await backend(own.settings, { ...own.options, apiKey: "another", appSecret: null });
  equal((await mine.call("/api/shop/restock", await mine.token("member"), body("vase"))).json.result.app, 403);
  equal(await mine.changes(), []);
});
