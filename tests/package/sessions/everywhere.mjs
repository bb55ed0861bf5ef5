// The sessions of a server in whatever runtime starts this: prints how it went.
import { createSessions } from "fetch-with-auth/server";

import { client } from "./shop.js";
import { Browser, Wix, whoIs } from "./wix.mjs";

const [api] = process.argv.slice(2);

const same = (found, expected, what) => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
};

// A token endpoint that rotates, with either cookie: parallel requests at expiry.
for (const options of [{}, { cookie: { format: "sealed" }, secrets: "s".repeat(32) }]) {
  const wix = new Wix(options);
  const browser = new Browser(wix, { wixSession: wix.cookie("ann", -5, "member") });
  const cookie = browser.header();
  const pages = await Promise.all(Array.from({ length: 100 }, () => browser.load({ cookie })));
  for (const { session } of pages) same([session.state, await whoIs(session)], ["member", "ann"], "a parallel request");
  same([wix.requests.length, new Set(browser.setCookies.map((set) => set.split(";")[0])).size], [1, options.secrets ? 2 : 1], "renewals and cookies");
  same((await wix.sessions.read(browser.header())).state, "member", "what is read");
  const response = await browser.load({ response: () => new Response("", { headers: { "cache-control": "public" } }) });
  same(response.finished.headers.getSetCookie(), [], "a public response");
}

// The stand-in for Wix, by this runtime's own fetch.
const clientId = await client(api);
const shop = { sessions: createSessions({ clientId, apiOrigin: api }) };
const browser = new Browser(shop);
let signed = 0;
for (let page = 0; page < 3; page++) {
  const { session } = await browser.load();
  const { headers } = await (await session.fetchWithAuth(`${api}/echo`)).json();
  if (headers.authorization === browser.content.tokens.accessToken.value) signed += 1;
}
const seen = await (await fetch(`${api}/_control/clients/${clientId}`)).json();
console.log(`${signed} signed calls, ${seen.tokenRequests.anonymous} token request`);
