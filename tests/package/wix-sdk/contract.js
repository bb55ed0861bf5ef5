// What the SDK's own client does with a strategy, theirs or ours: nothing here may know which one it is.
import { createClient } from "@wix/sdk";
import { members } from "@wix/members";
import { same } from "./same.js";
import { ANN } from "./stand-in.js";

export const clientOf = (auth) => createClient({ auth, modules: { members } });

/** Who a module call acts as: an e-mail address, or "visitor". */
export const actsAs = async (client) => {
  try {
    const { member } = await client.members.getCurrentMember({ fieldsets: ["FULL"] });
    return member.loginEmail;
  } catch (error) {
    if (/member/.test(error.message)) return "visitor";
    throw error;
  }
};

/** A visitor first, with whatever the strategy makes of it. */
export async function asVisitor(auth, wix) {
  const client = clientOf(auth);
  same(client.auth.loggedIn(), false);
  const tokens = await client.auth.generateVisitorTokens();
  same(tokens.refreshToken.role, "visitor");
  client.auth.setTokens(tokens);
  same(await actsAs(client), "visitor");
  const { headers } = await (await client.fetchWithAuth(`${wix.api}/echo`)).json();
  same(headers.authorization, client.auth.getActiveToken());
  same(client.auth.getTokens(), tokens);
  return client;
}

/** The same page, with its own form. */
export async function asMember(client) {
  const wrong = await client.auth.login({ ...ANN, password: "wrong-1" });
  same([wrong.loginState, wrong.errorCode], ["FAILURE", "invalidPassword"]);
  const { loginState, data } = await client.auth.login(ANN);
  same(loginState, "SUCCESS");
  const tokens = await client.auth.getMemberTokensForDirectLogin(data.sessionToken);
  same(tokens.refreshToken.role, "member");
  client.auth.setTokens(tokens);
  await stays(client);
}

/** A member is one after a renewal too. */
export async function stays(client) {
  same(client.auth.loggedIn(), true);
  same(await actsAs(client), ANN.email);
  const { accessToken, refreshToken } = client.auth.getTokens();
  const renewed = await client.auth.renewToken(refreshToken);
  if (renewed.accessToken.value === accessToken.value) throw new Error("it is the old token");
  same(renewed.refreshToken.role, "member");
  client.auth.setTokens(renewed);
  same(await actsAs(client), ANN.email);
}

export async function leaves(client, back) {
  const { logoutUrl } = await client.auth.logout(back);
  same(client.auth.loggedIn(), false);
  same(await actsAs(client), "visitor");
  return logoutUrl;
}
