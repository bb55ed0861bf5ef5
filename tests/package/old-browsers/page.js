// What a page does with the package, over a Wix of its own.
import { createAuth } from "./node_modules/fetch-with-auth/dist/index.js";

const fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  const answer = {
    "/oauth2/token": { access_token: "a-visitor", refresh_token: "refresh", expires_in: 14400 },
    "/oauth2/token-info": { active: true, subjectType: "VISITOR", subjectId: "visitor", exp: 4e9 },
  }[pathname] ?? { authorization: request.headers.get("authorization") };
  return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
};

const outcomeOf = (promise) => promise.then((value) => ({ value }), ({ code, message }) => ({ code, message }));

const auth = createAuth({ clientId: "client", fetch });
const signed = await outcomeOf(auth.fetchWithAuth("https://www.wixapis.com/x").then((response) => response.json()));
const { state } = await auth.session().catch(({ code }) => ({ state: code }));
const onDemand = await outcomeOf(auth.getTokenInfo().then(({ subjectType }) => subjectType));
let refusesBytes = false;
try {
  new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 0, 0x80, 0x40, 1, 97, ...new Uint8Array(8190)]));
} catch (error) {
  refusesBytes = /4KB/.test(error.message);
}
const version = Number(/Chrome\/(\d+)/.exec(navigator.userAgent)[1]);
await globalThis.fetch("/report", { method: "POST", body: JSON.stringify({ version, signed, state, onDemand, refusesBytes }) });
