import { UserManager, WebStorageStateStore } from "oidc-client-ts";
import { api, report, withToken } from "./report.js";

const users = new UserManager({
  authority: api,
  client_id: "cold",
  redirect_uri: location.origin,
  scope: "cart",
  metadata: { issuer: api, token_endpoint: `${api}/oauth2/token` },
  userStore: new WebStorageStateStore({ store: localStorage }),
});

report(async (url) => {
  const user =
    (await users.getUser()) ??
    (await users.signinResourceOwnerCredentials({ username: "guest", password: "guest", skipUserInfo: true }));
  return withToken(user.access_token)(url);
});
