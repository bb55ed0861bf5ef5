// The recipes of docs/webhooks.md, as they stand there.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, test } from "node:test";

import { CANCELED, SIGNERS, claims, domainEvent, jwt, post, publicKey } from "./sign.mjs";

const text = await readFile("node_modules/fetch-with-auth/docs/webhooks.md", "utf8");
const recipes = [...text.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g)].map(([, name, code]) => [name, code]);
await mkdir("recipes", { recursive: true });
for (const [name, code] of recipes) await writeFile(`recipes/${name}`, code);

Object.assign(process.env, { APP_ID: "app", APP_SECRET: "secret", INSTANCE_ID: "instance", PUBLIC_KEY: publicKey });
const sent = [];
let status = 200;
const [wasFetch, wasLog] = [globalThis.fetch, console.log];
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (request.url === "https://www.wixapis.com/oauth2/token") return Response.json({ access_token: "app-token", expires_in: 14400 });
  sent.push([request.url, request.headers.get("authorization")]);
  return Response.json({ order: { number: "10001" } }, { status });
};
const lines = [];
console.log = (...words) => lines.push(words.join(" "));
after(() => {
  Object.assign(globalThis, { fetch: wasFetch });
  Object.assign(console, { log: wasLog });
});

const recipe = (name) => import(`./recipes/${name}`);
const ORDER = ["https://www.wixapis.com/ecom/v1/orders/order-1", "app-token"];
const taken = (list) => list.splice(0);

test("The document has these recipes", () => {
  assert.deepEqual(recipes.map(([name]) => name), ["backend.js", "orders.js", "sdk-orders.js", "later.js"]);
});

test("An endpoint handles an event once, as the app, and again only if it failed", async () => {
  const { POST } = await recipe("orders.js");
  const event = jwt(claims({}, { eventType: CANCELED, payload: domainEvent() }));
  const error = console.error;
  console.error = () => {};
  status = 503;
  assert.equal((await POST(post(event))).status, 500);
  status = 200;
  console.error = error;
  taken(sent);
  for (const body of [event, event, jwt(claims({}, { eventType: "another" }))]) assert.equal((await POST(post(body))).status, 200);
  assert.equal((await POST(post(jwt(claims(), { sign: SIGNERS.other })))).status, 403);
  assert.deepEqual([taken(sent), taken(lines)], [[ORDER], ["canceled 10001"]]);
});

test("Handlers of the SDK's client handle it", async () => {
  const { POST } = await recipe("sdk-orders.js");
  assert.equal((await POST(post(jwt(claims({}, { eventType: CANCELED, payload: domainEvent() }))))).status, 200);
  assert.deepEqual(taken(lines), ["canceled 10001"]);
});

test("Work that takes longer is done in a job", async () => {
  const { POST, work } = await recipe("later.js");
  for (let count = 0; count < 2; count++) assert.equal((await POST(post(jwt()))).status, 200);
  assert.deepEqual(taken(sent), []);
  await work();
  assert.deepEqual(taken(sent), [ORDER, ORDER]);
});
