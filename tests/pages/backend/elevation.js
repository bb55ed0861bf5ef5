// The app's own token: one request for it, and no storm when it cannot be had.
import { equal, until } from "../assert.js";
import { beside, test } from "./backend.js";

const body = (...given) => ({ body: JSON.stringify(given) });
const secret = "client_credentials";

test("Where nothing is elevated the app's token is not asked for", async ({ backend }) => {
  const mine = await backend();
  for (const who of ["visitor", "member"]) {
    equal((await mine.call("/api/shop/anyone", await mine.token(who))).status, 200);
    equal((await mine.call("/endpoint/anyone", await mine.token(who))).status, 200);
  }
  equal((await mine.call("/api/shop/restock", await mine.token("visitor"), body("vase"))).code, "permission_denied");
  equal(await mine.grant(secret), 0);
});

test("Many elevations, in one request and in many, ask for the app's token once", async ({ backend }) => {
  const mine = await backend();
  const { json } = await mine.call("/api/shop/restockMany", await mine.token("member"), body("vase", 20));
  equal(json.result, Array(20).fill(200));
  const people = await Promise.all(Array.from({ length: 10 }, () => mine.token("member")));
  const results = await mine.together(people.map((token) => ({ path: "/api/shop/restockMany", token, body: ["vase", 3] })));
  equal(results.map(({ json }) => json.result), Array(10).fill([200, 200, 200]));
  equal([await mine.grant(secret), (await mine.changes()).length], [1, 50]);
});

test("The first of many in one moment ask once", async ({ backend }) => {
  const mine = await backend();
  const people = await Promise.all(Array.from({ length: 20 }, () => mine.token("member")));
  const results = await mine.together(people.map((token) => ({ path: "/api/shop/restock", token, body: ["vase"] })));
  equal([results.map(({ json }) => json.result.app), await mine.grant(secret)], [Array(20).fill(200), 1]);
});

test("Who waits for the app's token that another has asked for has it, also when the other goes away", async ({ backend }) => {
  const mine = await backend({ pauseGrants: true });
  const token = await mine.token("member");
  const controller = new AbortController();
  const call = (init) => mine.call("/endpoint/restock", token, { body: "vase", ...init });
  const first = call({ signal: controller.signal }).catch(({ name }) => name);
  await until(async () => (await mine.grant(secret)) === 1, "the request for a token");
  const second = call();
  controller.abort();
  equal(await first, "AbortError");
  const third = call();
  await mine.set({ pauseGrants: false });
  equal([(await second).json, (await third).json], [{ status: 200 }, { status: 200 }]);
});

test("A secret that is refused is nothing to tell the caller: 500, a word in the log, and no second request for it", async ({ backend }) => {
  const mine = await backend({}, { appSecret: "wrong" });
  const token = await mine.token("member");
  for (const [path, init] of [["/api/shop/restock", body("vase")], ["/endpoint/restock", { body: "vase" }], ["/api/shop/restockMany", body("vase", 9)]]) {
    const { status, json } = await mine.call(path, token, init);
    equal([status, json], [500, { error: { code: "internal", message: "Internal error." } }], path);
  }
  equal([await mine.failures(), await mine.grant(secret), await mine.changes()], [Array(3).fill("elevation_refused"), 1, []]);
});

test("Neither a secret nor a key: the same", async ({ backend }) => {
  const mine = await backend({}, { appSecret: null });
  const { status, code } = await mine.call("/api/shop/restock", await mine.token("member"), body("vase"));
  equal([status, code, await mine.failures(), await mine.grant(secret)], [500, "internal", ["elevation_refused"], 0]);
});

test("The instance is named where there is one", async ({ backend }) => {
  const instanceId = crypto.randomUUID();
  const mine = await backend({ instanceId, instanceRequired: true }, { instanceId });
  equal((await mine.call("/api/shop/restock", await mine.token("member"), body("vase"))).json.result.app, 200);
});

const FAULTS = { 503: { kind: "status" }, 429: { kind: "status", status: 429 }, "502 from a proxy": { kind: "html" }, "the connection cut": { kind: "cut" }, "HTML with 200": { kind: "html", status: 200 } };

for (const [what, fault] of Object.entries(FAULTS)) {
  beside(`A token endpoint that cannot answer just now: 503, no storm, and it is asked again: ${what} (row 30)`, async ({ backend }) => {
    const mine = await backend({ faults: { [secret]: fault } });
    const token = await mine.token("member");
    const { status, code, challenge } = await mine.call("/api/shop/restockMany", token, body("vase", 10));
    equal([status, code, challenge, await mine.grant(secret)], [503, "elevation_unavailable", null, 1]);
    await mine.set({ faults: { [secret]: null } });
    await until(async () => (await mine.call("/endpoint/restock", token, { body: "vase" })).json.status === 200, "the token", 5000);
    equal([await mine.grant(secret), await mine.changes()], [2, ["APP"]]);
  });
}

beside("The app's token that Wix lets die early is renewed once, and the call is sent once more: not at once after it was issued, but soon", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  const call = async () => (await mine.call("/endpoint/restock", token, { body: "vase" })).json.status;
  equal(await call(), 200);
  await mine.revokeAccess();
  const results = [];
  await until(async () => results.push(await call()) && results.at(-1) === 200, "the call", 8000);
  const sent = (await mine.asked()).filter(({ pathname }) => pathname.endsWith("/increment")).length;
  equal([await mine.grant(secret), await mine.changes(), [...new Set(results)], sent], [2, ["APP", "APP"], [401, 200], 1 + results.length + 1]);
});

for (const [what, query] of Object.entries({ "with a challenge": "", "without one": "&silent" })) {
  beside(`A 401 is such a refusal in every runtime, ${what}`, async ({ backend }) => {
    const mine = await backend();
    const token = await mine.token("visitor");
    const call = async () => (await mine.call("/api/shop/asApp", token, body(`/echo?auth=required${query}`))).json.result;
    equal(await call(), 200);
    await mine.revokeAccess();
    await until(async () => (await call()) === 200, "the call", 8000);
    equal(await mine.grant(secret), 2);
  });
}

test("A token that Wix refuses although it is new is not asked for again at once: no storm", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("visitor");
  const path = `/echo?status=401&challenge=${encodeURIComponent('Bearer error="invalid_token"')}`;
  const results = await mine.together(Array(20).fill({ path: "/api/shop/asApp", token, body: [path] }));
  equal([results.map(({ json }) => json.result), await mine.grant(secret)], [Array(20).fill(401), 1]);
});

test("403 is sent once", async ({ backend }) => {
  const mine = await backend();
  const path = `/echo?status=403&challenge=${encodeURIComponent('Bearer error="insufficient_scope"')}`;
  equal((await mine.call("/api/shop/asApp", await mine.token("visitor"), body(path))).json, { result: 403 });
  equal([await mine.grant(secret), (await mine.asked()).filter(({ pathname }) => pathname === "/echo").length], [1, 1]);
});
