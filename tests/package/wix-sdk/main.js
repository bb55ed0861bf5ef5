// A page that leaves for a login and comes back, once with the SDK's own strategy and once with ours; then what only
// ours can do.
import { LoginState, OAuthStrategy as Theirs, TokenRole } from "@wix/sdk";
import * as ours from "fetch-with-auth/wix-sdk";
import { asMember, asVisitor, clientOf, leaves, stays } from "./contract.js";
import { page } from "./page.js";
import { all, same } from "./same.js";
import { shop } from "./shop.js";
import { show } from "./show.js";
import { standIn } from "./stand-in.js";

const strategies = { theirs: Theirs, ours: ours.OAuthStrategy };

const address = location.href;
const stage = JSON.parse(sessionStorage.getItem("stage"));
if (stage) history.replaceState(null, "", stage.search);

show(async (api) => {
  const wix = standIn(api);
  if (!stage) return begin("theirs", wix);
  await finish(wix);
  if (stage.strategy === "theirs") return begin("ours", wix);
  same([ours.LoginState, ours.TokenRole], [LoginState, TokenRole]);
  await all(page, wix);
  return shop(api, ({ clientId }) => clientOf(ours.OAuthStrategy({ clientId })).fetchWithAuth);
});

async function begin(strategy, wix) {
  const { clientId } = await wix.client();
  const auth = strategies[strategy]({ clientId });
  const client = await asVisitor(auth, wix);
  await asMember(client);
  await leaves(client, location.origin);
  // Wix' own session is still there: the login page has nothing to ask.
  const oauthData = client.auth.generateOAuthData(`${location.origin}/`, location.pathname);
  const { authUrl } = await client.auth.getAuthUrl(oauthData, { prompt: "none", responseMode: "query" });
  sessionStorage.setItem("stage", JSON.stringify({ search: location.search, strategy, clientId, oauthData }));
  location.assign(authUrl);
  return new Promise(() => {});
}

async function finish(wix) {
  const { strategy, clientId, oauthData } = stage;
  const auth = strategies[strategy]({ clientId });
  const client = clientOf(auth);
  const { code, state, error } = client.auth.parseFromUrl(address, "query");
  same(error, undefined);
  const tokens = await client.auth.getMemberTokens(code, state, oauthData);
  same(client.auth.loggedIn(), strategy === "ours", "before the tokens are set,");
  client.auth.setTokens(tokens);
  await stays(client);
  const { codes, visitors } = await wix.seen(clientId);
  same(codes.redeemed, 2);
  // Theirs had to forget its visitor twice: on logout, and with the page.
  same(visitors, strategy === "ours" ? 1 : 2);
}
