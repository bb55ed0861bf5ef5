import { configure } from "./node_modules/fetch-with-auth/dist/index.js";
import { show } from "./show.js";

// The server signed a call while it rendered this page; then the page signs one, and the server one more for the page's
// own request. All three are the same visitor's, with one token that was requested once.
show(async (api) => {
  const { clientId, state, digest } = JSON.parse(document.querySelector("#session").textContent);
  if (state !== "visitor") throw new Error(`the first paint knows of ${state}`);
  const auth = configure({ clientId, apiOrigin: api, storage: "wix-session-cookie" });
  const { headers } = await (await auth.fetchWithAuth(`${api}/echo`)).json();
  const before = document.cookie;
  const own = await (await fetch("/who")).json();
  if (document.cookie !== before) throw new Error("the server replaced a cookie that had not changed");
  const digests = [digest, await digestOf(headers.authorization), own.digest];
  const seen = await (await fetch(`${api}/_control/clients/${clientId}`)).json();
  return `${digests.filter((other) => other === digest).length} signed calls, ${seen.tokenRequests.anonymous} token request`;
});

async function digestOf(token) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
