// A server of the second family, as it is and with one import changed.
import { OAuthStrategy } from "fetch-with-auth/wix-sdk";
import { clientOf } from "../contract.js";
import { logIn } from "../login-page.js";
import { all, same } from "../same.js";
import { shop } from "../shop.js";
import { ANN, standIn } from "../stand-in.js";
import { inRequest } from "./next-headers.mjs";

const [api] = process.argv.slice(2);
const wix = standIn(api);
const ORIGIN = "https://shop.example";

const emailOf = async ({ getLoggedInMember, getWixServerClient }) => (await getLoggedInMember(await getWixServerClient()))?.loginEmail;
const open = async (whose) => {
  const { clientId } = await wix.client();
  process.env.NEXT_PUBLIC_WIX_CLIENT_ID = clientId;
  return { clientId, app: await import(`./${whose}/per-request.mjs?client=${clientId}`) };
};
const loggedIn = async (app) => {
  const jar = new Map();
  await inRequest(jar, () => app.middleware());
  const callback = await logIn(await inRequest(jar, () => app.getLoginUrl(ORIGIN)), ANN);
  same((await inRequest(jar, () => app.GET(new Request(callback)))).status, 302);
  return jar;
};
const aged = (jar) => {
  const tokens = JSON.parse(jar.get("wix_session"));
  jar.set("wix_session", JSON.stringify({ ...tokens, accessToken: { ...tokens.accessToken, expiresAt: 1000 } }));
};

const sentences = {};
for (const whose of ["theirs", "ours"]) {
  sentences[`${whose}: a visitor logs in, is the member in each request, also when the token has expired, and leaves`] = async () => {
    const { clientId, app } = await open(whose);
    const visitor = new Map();
    await inRequest(visitor, () => app.middleware());
    await inRequest(visitor, () => app.middleware());
    same([await inRequest(visitor, () => emailOf(app)), (await wix.seen(clientId)).visitors], [undefined, 1]);
    const jar = await loggedIn(app);
    same(await inRequest(jar, () => emailOf(app)), ANN.email);
    aged(jar);
    await inRequest(jar, () => app.middleware());
    same(await inRequest(jar, () => emailOf(app)), ANN.email);
    // Without the middleware the client itself renews.
    aged(jar);
    same(await inRequest(jar, () => emailOf(app)), ANN.email);
    const url = await inRequest(jar, () => app.getLogoutUrl(ORIGIN));
    same([url.startsWith("http"), jar.has("wix_session")], [true, false]);
  };
  sentences[`${whose}: a request without a cookie acts as a visitor`] = async () => {
    const { clientId, app } = await open(whose);
    const { headers } = await inRequest(new Map(), async () => (await app.getWixServerClient()).auth.getAuthHeaders());
    same([headers.Authorization.length > 10, (await wix.seen(clientId)).visitors], [true, 1]);
  };
  sentences[`${whose}: requests at once are each their own person's`] = async () => {
    const { app } = await open(whose);
    const jars = [await loggedIn(app), new Map(), await loggedIn(app), new Map()];
    await Promise.all(jars.map((jar) => inRequest(jar, () => app.middleware())));
    const found = await Promise.all([...jars, ...jars].map((jar) => inRequest(jar, async () => [await emailOf(app), (await app.getWixServerClient()).auth.getActiveToken() === JSON.parse(jar.get("wix_session")).accessToken.value])));
    const expected = [[ANN.email, true], [undefined, true]];
    same(found, [...expected, ...expected, ...expected, ...expected]);
  };
}
sentences["ours: without a cookie nobody is logged in, where the SDK's strategy throws"] = async () => {
  const results = [];
  for (const whose of ["theirs", "ours"]) {
    const { app } = await open(whose);
    results.push(await inRequest(new Map(), () => emailOf(app)).then((email) => email ?? "nobody", ({ name }) => name));
  }
  same(results, ["TypeError", "nobody"]);
};

await all(sentences);
console.log(await shop(api, ({ clientId }) => clientOf(OAuthStrategy({ clientId })).fetchWithAuth));
