// A page that signs its calls, and asks for what loads on demand.
import { configure, fetchWithAuth, getTokenInfo } from "fetch-with-auth";
import { shop } from "./shop.js";
import { show } from "./show.js";

show(async (api) => {
  const said = await shop(api, (options) => (configure(options), fetchWithAuth));
  const { subjectType } = await getTokenInfo();
  return `${said}, ${subjectType}`;
});
