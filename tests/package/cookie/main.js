import { configure } from "./node_modules/fetch-with-auth/dist/index.js";
import { cookie } from "./node_modules/fetch-with-auth/dist/wix-session-cookie.js";
import { checks } from "./checks.js";
import { shop } from "./shop.js";
import { show } from "./show.js";
import { wixSession } from "./wix-session.js";

// Private names are short in what ships, so these go by their order.
const place = (clientId) => {
  const [, load, exchange] = Object.values(cookie(clientId));
  return { load, exchange };
};

show(async (api) => {
  await checks(place);
  wixSession.clear();
  return shop(api, (options) => {
    const { fetchWithAuth } = configure({ ...options, storage: "wix-session-cookie" });
    return async (url) => {
      const answer = await fetchWithAuth(url);
      const { headers } = await answer.clone().json();
      // The server that rendered the page would act as the same visitor.
      const { clientId, tokens } = wixSession.read();
      if (clientId !== options.clientId || tokens.accessToken.value !== headers.authorization) throw new Error("the cookie has another token");
      if (tokens.refreshToken.role !== "visitor") throw new Error(`the cookie's role is ${tokens.refreshToken.role}`);
      return answer;
    };
  });
});
