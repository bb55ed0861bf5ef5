import { Auth0Client } from "@auth0/auth0-spa-js";
import { api, report, withToken } from "./report.js";

const client = new Auth0Client({ domain: api, clientId: "cold", cacheLocation: "localstorage" });
report(async (url) => withToken(await client.getTokenSilently())(url));
