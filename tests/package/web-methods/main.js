import { configure } from "fetch-with-auth";
import { callerOf } from "./callers.web.ts";
import { show } from "./show.js";

show(async (api) => {
  const clientId = CLIENT_ID;
  configure({ clientId, apiOrigin: api });
  const callers = await Promise.all([1, 2, 3].map((n) => callerOf(n)));
  const signed = callers.filter(({ n, type, clientId: of }, index) => n === index + 1 && type === "visitor" && of === clientId);
  const seen = await (await fetch(`${api}/_control/clients/${clientId}`)).json();
  return `${signed.length} signed calls, ${seen.tokenRequests.anonymous} token request`;
});
