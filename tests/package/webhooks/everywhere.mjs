// Webhooks and jobs in whatever runtime starts this: prints how it went.
import { fetchWithAuth } from "fetch-with-auth/backend";

import { SIGNERS, claims, jwt, keys, post, publicKey } from "./sign.mjs";
import { API, appToken, open } from "./wix.mjs";

const same = (found, expected, what) => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
};
const call = async () => (await (await fetchWithAuth(`${API}/x`)).json()).authorization;

const as = [];
let failures = 1;
const mine = open({ publicKey });
const receive = mine.backend.webhook(async () => {
  if (failures-- > 0) throw new Error("not now");
  as.push(await call());
});
const send = async (body) => (await receive(post(body))).status;

const sent = jwt();
same(await send(sent), 500, "a handler that fails");
same(await send(sent), 200, "sent again");
same(await send(sent), 200, "replayed");
same(await send(jwt(claims({ iss: "wix.com", aud: "app" }))), 200, "another");
const forged = [
  jwt(claims(), { sign: SIGNERS.other }),
  jwt(claims(), { header: { alg: "HS256" }, sign: SIGNERS.hmac(publicKey) }),
  jwt(claims(), { header: { alg: "none" }, sign: () => "AA" }),
  jwt(claims(), { header: { alg: "PS256" }, sign: SIGNERS.PS256 }),
  jwt(claims({ exp: 1 })),
  jwt(claims({ aud: "other" })),
  jwt(claims({}, { instanceId: "other" })),
  "hello",
];
for (const [index, body] of forged.entries()) same(await send(body), 403, `forged ${index}`);
const jwk = open({ publicKey: keys.publicKey.export({ format: "jwk" }) }).backend.webhook(() => {});
same((await jwk(post(jwt()))).status, 200, "a JWK");
as.push(await mine.backend.asApp(call));
same(as, Array(3).fill(appToken()), "as whom");
console.log(`${as.length} signed calls, ${mine.called("/oauth2/token").length} token request`);
