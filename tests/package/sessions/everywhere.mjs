// The sessions of a server in whatever runtime starts this: prints how it went.
import { createSessions } from "fetch-with-auth/server";

import { client } from "./shop.js";
import { Browser, SHOP, Wix, whoIs } from "./wix.mjs";

const [api] = process.argv.slice(2);
const FORMATS = [{}, { cookie: { format: "sealed" }, secrets: "s".repeat(32) }];

const same = (found, expected, what) => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
};

// A token endpoint that rotates, with either cookie: parallel requests at expiry.
for (const options of FORMATS) {
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

// The four routes, with the login page of the stand-in and this runtime's own requests and responses.
process.env.API = api;
const { Person, openShop, subjectOf } = await import("./person.mjs");
for (const options of FORMATS) {
  const shop = await openShop(options);
  const person = new Person(shop);
  const seen = async () => [(await person.load()).state, await subjectOf((await person.load()).session)];
  const before = await seen();
  same(before[0], "visitor", "before the login");
  const back = await person.logIn("ann", { query: "returnTo=/account" });
  same([back.status, back.headers.get("location")], [303, "/account"], "the callback");
  same(await seen(), ["member", `MEMBER ${shop.ids.ann}`], "after the login");
  const token = await person.at("token", { method: "POST", headers: { "sec-fetch-site": "same-origin" } });
  same([token.status, (await token.json()).state], [200, "member"], "the token of the page");
  const left = await person.logout({ query: "returnTo=/bye" });
  same(await person.visit(left.headers.get("location")), `${SHOP}/bye?wixMemberLoggedIn=false`, "the logout");
  same(await seen(), before, "after the logout");
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
