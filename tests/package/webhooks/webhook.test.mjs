// Webhooks of Wix: which are handled, as whom, and what is answered.
import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";

import { elevate, fetchWithAuth, getContext } from "fetch-with-auth/backend";

import { CANCELED, IDENTITY, INSTANCE, SIGNERS, base64url, claims, domainEvent, jwt, keys, otherKeys, pem, post, publicKey, seconds } from "./sign.mjs";
import { API, API_KEY, APP_SECRET, appToken, codeOf, memberToken, open, settled } from "./wix.mjs";

const HOUR = 3600;
const REFUSED = [403, { error: { code: "webhook_refused", message: "The webhook is not accepted." } }];
const call = async (url = `${API}/x`) => (await (await fetchWithAuth(url)).json()).authorization;

/** A backend with a webhook that keeps what its handler received. */
function hook({ handler = () => {}, options, ...backendOptions } = {}) {
  const mine = open({ publicKey, ...backendOptions });
  const handled = [];
  const receive = mine.backend.webhook((event, ...rest) => {
    handled.push(event);
    return handler(event, ...rest);
  }, options);
  const send = async (body, init) => {
    const response = await receive(post(body, init));
    return [response.status, await response.json()];
  };
  return { ...mine, handled, receive, send, reasons: () => mine.events.map(({ reason }) => reason).filter(Boolean) };
}

const OK = [200, {}];

test("A webhook that Wix has signed is handled, with what Wix nests in it parsed", async () => {
  const mine = hook();
  const payload = domainEvent();
  assert.deepEqual(await mine.send(jwt(claims({}, { payload }))), OK);
  assert.deepEqual(mine.handled, [{ eventType: CANCELED, instanceId: INSTANCE, payload, identity: IDENTITY }]);
  assert.ok(Object.isFrozen(mine.handled[0]));
  assert.deepEqual(mine.events.map(({ type, what, status }) => [type, what, status]), [["app", "(a function)", undefined], ["answered", "webhook", 200]]);
});

/** JWTs that are as good as the first: each is signed by Wix for this app. */
const ACCEPTED = {
  "with a key ID that nobody knows": () => jwt(claims(), { header: { alg: "RS256", kid: "nobody's" } }),
  "without a key ID": () => jwt(claims(), { header: { alg: "RS256", typ: "JWT" } }),
  "of the issuer and for the app": () => jwt(claims({ iss: "wix.com", aud: "app" })),
  "for several apps": () => jwt(claims({ aud: ["other", "app"] })),
  "valid since a second": () => jwt(claims({ nbf: seconds() - 1 })),
  "whose clock is 50 seconds ahead": () => jwt(claims({ iat: seconds() + 50, nbf: seconds() + 50 })),
  "expired 50 seconds ago": () => jwt(claims({ exp: seconds() - 50 })),
  "that is sent for the last time": () => jwt(claims({ iat: seconds() - 47 * HOUR - 11 * 60 })),
  "with a line break at its end": () => `${jwt()}\n`,
  "whose key is named in its header": () => jwt(claims(), { header: { alg: "RS256", jwk: keys.publicKey.export({ format: "jwk" }) } }),
  "without an identity": () => jwt(claims({}, { identity: undefined })),
  "of a legacy event": () => jwt(claims({}, { eventType: "AppInstalled", payload: { appId: "app" }, identity: undefined })),
  "whose payload is null": () => jwt(claims({}, { payload: null })),
};

for (const [what, make] of Object.entries(ACCEPTED)) {
  test(`Handled: a JWT ${what}`, async () => {
    const mine = hook();
    assert.deepEqual([await mine.send(make()), mine.handled.length], [OK, 1]);
  });
}

const attackerJwk = otherKeys.publicKey.export({ format: "jwk" });
const forged = (header) => jwt(claims(), { header: { alg: "RS256", ...header }, sign: SIGNERS.other });
const unsigned = (alg, signature = "") => `${base64url({ alg })}.${base64url(claims())}.${signature}`;
const changed = (change) => {
  const [header, , signature] = jwt().split(".");
  return `${header}.${base64url(claims(change))}.${signature}`;
};
const hmac = (secret) => jwt(claims(), { header: { alg: "HS256" }, sign: SIGNERS.hmac(secret) });
const data = (value) => jwt({ ...claims(), data: typeof value === "string" ? value : JSON.stringify(value) });
const event = { eventType: CANCELED, instanceId: INSTANCE, data: "{}" };

/** JWTs that are not accepted, each with a part of the reason that the log has. */
const REFUSALS = {
  "signed with another key": [() => forged(), /signature/],
  "with another payload than was signed": [() => changed({ exp: seconds() + 5_000_000 }), /signature/],
  "with another header than was signed": [() => [base64url({ alg: "RS256", x: 1 }), ...jwt().split(".").slice(1)].join("."), /signature/],
  "whose signature is cut off": [() => jwt().slice(0, -10), /signature/],
  "whose signature is changed": [() => jwt().replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === "A" ? "B" : "A"}${rest}`), /signature/],
  "with alg none": [() => unsigned("none"), /not a JWT/],
  "with alg none, and a signature": [() => unsigned("none", "AA"), /alg/],
  "with alg None": [() => unsigned("None", "AA"), /alg/],
  "with alg none, and the signature of another": [() => unsigned("none", jwt().split(".")[2]), /alg/],
  "without an alg": [() => jwt(claims(), { header: { kid: "key" } }), /alg/i],
  "HS256, with the public key as its secret": [() => hmac(publicKey), /alg/],
  "HS256, with the public key as its secret, trimmed": [() => hmac(publicKey.trim()), /alg/],
  "HS256, with the bytes of the public key as its secret": [() => hmac(keys.publicKey.export({ type: "spki", format: "der" })), /alg/],
  "HS256, with an empty secret": [() => hmac(""), /alg/],
  ...Object.fromEntries(["RS384", "RS512", "PS256"].map((alg) => [`${alg}, of the right key`, [() => jwt(claims(), { header: { alg }, sign: SIGNERS[alg] }), /alg/]])),
  "RS256 in name, signed as PS256": [() => jwt(claims(), { sign: SIGNERS.PS256 }), /signature/],
  "whose header has a key of its own": [() => forged({ jwk: attackerJwk }), /signature/],
  "whose header has the ID of a key": [() => forged({ kid: "../../dev/null" }), /signature/],
  "whose header has the address of keys": [() => forged({ jku: "https://evil.example/keys", kid: "1" }), /signature/],
  "whose header has the address of a certificate": [() => forged({ x5u: "https://evil.example/certificate" }), /signature/],
  "whose header has a certificate": [() => forged({ x5c: ["AAAA"] }), /signature/],
  "with an extension that must be understood": [() => jwt(claims(), { header: { alg: "RS256", crit: ["mine"], mine: 1 } }), /mine/],
  "whose payload is not encoded": [() => jwt(claims(), { header: { alg: "RS256", crit: ["b64"], b64: false } }), /b64|signature|encoded/i],
  "that has expired": [() => jwt(claims({ exp: seconds() - 61 })), /exp/],
  "that is older than 49 hours": [() => jwt(claims({ iat: seconds() - 49 * HOUR - 61 })), /iat/],
  "issued in the future": [() => jwt(claims({ iat: seconds() + 65 })), /iat/],
  "not yet valid": [() => jwt(claims({ nbf: seconds() + 65 })), /nbf/],
  "that never expires": [() => jwt(claims({ exp: undefined })), /exp/],
  "that says not when it was issued": [() => jwt(claims({ iat: undefined })), /iat/],
  "that expires at a word": [() => jwt(claims({ exp: "tomorrow" })), /exp/],
  "issued at a word": [() => jwt(claims({ iat: `${seconds()}` })), /iat/],
  "of another issuer": [() => jwt(claims({ iss: "wix.com.evil.example" })), /issuer/],
  "of no issuer": [() => jwt(claims({ iss: null })), /issuer/],
  "for another app": [() => jwt(claims({ aud: "other" })), /another app/],
  "for other apps": [() => jwt(claims({ aud: ["other", "app2"] })), /another app/],
  "for nobody": [() => jwt(claims({ aud: [] })), /another app/],
  "of another site": [() => jwt(claims({}, { instanceId: "other" })), /another site/],
  "of no site": [() => data({ ...event, instanceId: undefined }), /another site/],
  "of an empty site": [() => data({ ...event, instanceId: "" }), /another site/],
  "whose site is no text": [() => data({ ...event, instanceId: [INSTANCE] }), /data/],
  "of a service plugin": [() => jwt({ ...claims(), data: { request: {}, metadata: { instanceId: INSTANCE } } }), /data/],
  "of a service plugin, as a text": [() => data({ request: {}, metadata: { instanceId: INSTANCE } }), /data/],
  "without data": [() => jwt({ ...claims(), data: undefined }), /data/],
  "whose data is not JSON": [() => data("{"), /data/],
  "whose data is null": [() => data("null"), /data/],
  "without an event type": [() => data({ ...event, eventType: undefined }), /data/],
  "whose event type is no text": [() => data({ ...event, eventType: { toString: CANCELED } }), /data/],
  "whose payload is not JSON": [() => data({ ...event, data: "{" }), /data/],
  "without a payload": [() => data({ ...event, data: undefined }), /data/],
  "whose identity is not JSON": [() => data({ ...event, identity: "{" }), /data/],
  "whose claims are a list": [() => jwt([claims()]), /JWT/],
  "whose claims are not JSON": [() => jwt("{"), /JWT|JWS|payload/i],
  "whose header is not JSON": [() => { const input = `${base64url("{")}.${base64url(claims())}`; return `${input}.${SIGNERS.RS256(input)}`; }, /JW/],
};

for (const [what, [make, reason]] of Object.entries(REFUSALS)) {
  test(`Refused, and nothing runs or is sent: a JWT ${what}`, async () => {
    const mine = hook();
    assert.deepEqual(await mine.send(make()), REFUSED);
    assert.deepEqual([mine.handled, mine.sent], [[], []]);
    assert.deepEqual(mine.events.map(({ type, status, code }) => [type, status, code]), [["refused", 403, "webhook_refused"]]);
    assert.match(mine.events[0].reason, reason);
  });
}

const valid = jwt();
const [head, body, signature] = valid.split(".");

/** What is no JWT. */
const GARBAGE = {
  "nothing": "",
  "a blank": " ",
  "text": "hello",
  "JSON": JSON.stringify({ eventType: CANCELED, instanceId: INSTANCE }),
  "a JWT in quotes": JSON.stringify(valid),
  "two JWTs": `${valid}.${valid}`,
  "two JWTs in two lines": `${valid}\n${valid}`,
  "a JWT without a signature": `${head}.${body}`,
  "a JWT without a header": `.${body}.${signature}`,
  "a JWS in JSON": JSON.stringify({ protected: head, payload: body, signature }),
  "a JWS for several in JSON": JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
  "a JWE": `${head}.${body}.${signature}.${body}.${signature}`,
  "a JWT with a space in its signature": `${head}.${body}.${signature.slice(0, 9)} ${signature.slice(9)}`,
  "a JWT in padded base64": `${head}==.${body}.${signature}`,
  "a JWT with a scheme": `Bearer ${valid}`,
  "a form": `jwt=${valid}`,
  "bytes": new Uint8Array(1000).map((_, index) => index),
  "zeros": new Uint8Array(1000),
  "dots": ".".repeat(1000),
  "three letters": "a.b.c",
  "many letters": `${"a".repeat(100_000)}.${"b".repeat(100_000)}.${"c".repeat(100_000)}`,
};

for (const [what, sent] of Object.entries(GARBAGE)) {
  test(`Refused like a forged one, and nothing runs or is sent: ${what}`, async () => {
    const mine = hook();
    assert.deepEqual(await mine.send(sent), REFUSED);
    assert.deepEqual([mine.handled, mine.sent], [[], []]);
  });
}

test("What is refused is answered alike, header by header, whatever it is", async () => {
  const answers = new Set();
  for (const sent of [...Object.values(GARBAGE), ...Object.values(REFUSALS).map(([make]) => make())]) {
    const response = await hook().receive(post(sent));
    answers.add(JSON.stringify([response.status, response.statusText, ...response.headers, await response.text()]));
  }
  assert.equal(answers.size, 1);
});

test("Only a POST is a webhook", async () => {
  const mine = hook();
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
    const response = await mine.receive(new Request("https://shop.example/", { method, ...(["PUT", "DELETE"].includes(method) && { body: jwt() }) }));
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"], method);
  }
  assert.deepEqual(mine.handled, []);
});

test("A body that is too large is read up to the limit, however it says its length, and no further", async () => {
  const mine = hook({ options: { maxBody: 2000 } });
  let read = 0;
  const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array((read += 1000, 1000)).fill(65)) }, { highWaterMark: 0 });
  const streamed = await mine.receive(post(endless(), { duplex: "half" }));
  assert.ok(read <= 4000, `${read}`);
  read = 0;
  const announced = await mine.receive(post(endless(), { duplex: "half", headers: { "content-length": "2001" } }));
  assert.ok(read <= 1000, `${read}`);
  const lying = await mine.receive(post(endless(), { duplex: "half", headers: { "content-length": "10" } }));
  assert.deepEqual([streamed.status, announced.status, lying.status], [413, 413, 413]);
  assert.deepEqual(await streamed.json(), { error: { code: "too_large", message: "The body is too large." } });
  const large = jwt(claims({}, { payload: { text: "x".repeat(700_000) } }));
  assert.deepEqual((await mine.send(large))[0], 413);
  assert.deepEqual(mine.handled, []);
  assert.deepEqual(await hook().send(large), OK, "1,000,000 bytes by default");
});

test("A body that was read before is an error that says so", async () => {
  const mine = hook();
  const request = post(jwt());
  await request.text();
  assert.equal((await mine.receive(request)).status, 500);
  assert.match(mine.events.at(-1).error.message, /mount the handler before/);
});

test("With verifyCallerClaims a JWT without issuer or audience is refused", async () => {
  const mine = hook({ options: { verifyCallerClaims: true } });
  for (const change of [{}, { iss: "wix.com" }, { aud: "app" }, { iss: "wix.com", aud: "other" }]) assert.deepEqual(await mine.send(jwt(claims(change))), REFUSED);
  assert.deepEqual(await mine.send(jwt(claims({ iss: "wix.com", aud: "app" }))), OK);
});

test("A shorter maxAge is kept to", async () => {
  const mine = hook({ options: { maxAge: 300 } });
  assert.deepEqual(await mine.send(jwt(claims({ iat: seconds() - 300 }))), OK);
  assert.deepEqual(await mine.send(jwt(claims({ iat: seconds() - 365 }))), REFUSED);
});

test("An option that is undefined is one that is left out", async () => {
  const none = { maxAge: undefined, maxBody: undefined, verifyCallerClaims: undefined, maxRemembered: undefined, store: undefined };
  const mine = hook({ options: none });
  const sent = jwt(claims({ iat: seconds() - 48 * HOUR }));
  assert.deepEqual([await mine.send(sent), await mine.send(sent), mine.handled.length], [OK, OK, 1]);
  assert.throws(() => open({ publicKey: undefined }).backend.webhook(() => {}), { code: "invalid_options" });
});

/** The same key in every form. */
const KEYS = {
  "PEM": publicKey,
  "PEM with Windows line breaks": publicKey.replaceAll("\n", "\r\n"),
  "PEM with blanks around it": ` \n${publicKey}\n `,
  "PEM with written line breaks, as in an environment variable": publicKey.replaceAll("\n", "\\n"),
  "PEM in base64, as the SDK takes it": btoa(publicKey),
  "a JWK": keys.publicKey.export({ format: "jwk" }),
  "a JWK with what belongs to it": { ...keys.publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "1" },
  "a CryptoKey": await crypto.subtle.importKey("jwk", keys.publicKey.export({ format: "jwk" }), { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["verify"]),
};

for (const [what, key] of Object.entries(KEYS)) {
  test(`The key may be ${what}`, async () => {
    const mine = hook({ publicKey: key });
    assert.deepEqual(await mine.send(jwt()), OK);
    assert.deepEqual(await mine.send(forged()), REFUSED);
  });
}

const ecKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const importKey = (name, hash, usages = ["verify"]) => crypto.subtle.importKey("jwk", keys.publicKey.export({ format: "jwk" }), { name, hash }, false, usages);
const NO_KEYS = {
  "nothing": undefined, "an empty text": "", "a word": "key", "a number": 5, "null": null, "an object": {},
  "a private key": keys.privateKey.export({ type: "pkcs8", format: "pem" }),
  "a private JWK": keys.privateKey.export({ format: "jwk" }),
  "a key of an elliptic curve": ecKeys.publicKey.export({ format: "jwk" }),
  "a secret": { kty: "oct", k: "AAAA" },
  "PKCS #1": keys.publicKey.export({ type: "pkcs1", format: "pem" }),
  "a certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
  "a CryptoKey for PS256": await importKey("RSA-PSS", "SHA-256"),
  "a CryptoKey for RS512": await importKey("RSASSA-PKCS1-v1_5", "SHA-512"),
  "a CryptoKey that may not verify": await importKey("RSASSA-PKCS1-v1_5", "SHA-256", []),
};

for (const [what, key] of Object.entries(NO_KEYS)) {
  test(`No public key, which is said at once and without its content: ${what}`, () => {
    assert.throws(() => open({ publicKey: key }).backend.webhook(() => {}), ({ code, message }) =>
      code === "invalid_options" && message.startsWith("`publicKey` must be the public key") && !/AAAA|MII/.test(message));
  });
}

const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
/** What looks like a key until it is imported. */
const BROKEN_KEYS = {
  "PEM of nothing": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
  "PEM of an elliptic curve": pem(ecKeys.publicKey),
  "of 1024 bits": pem(small.publicKey),
  "a JWK of nothing": { kty: "RSA", n: "", e: "" },
};

for (const [what, key] of Object.entries(BROKEN_KEYS)) {
  test(`A key that cannot be used handles nothing, and the log says it: ${what}`, async () => {
    const mine = hook({ publicKey: key });
    for (const sent of [jwt(), jwt(claims(), { sign: (input) => SIGNERS.RS256(input) })]) {
      assert.deepEqual(await mine.send(sent), [500, { error: { code: "internal", message: "Internal error." } }]);
    }
    assert.deepEqual(mine.handled, []);
    assert.ok(mine.events.every(({ type }) => type === "failed"));
  });
}

const OPTIONS = [{ maxAge: 0 }, { maxAge: 1.5 }, { maxAge: "1h" }, { maxBody: 0 }, { maxBody: Infinity }, { verifyCallerClaims: "yes" }, { maxRemembered: 0 }, { maxRemembered: NaN }, { store: null }, { store: new Set().add }, { store: { has() {}, add() {} } }];
test("What is no option, and no handler, is refused at once", () => {
  const { backend } = open({ publicKey });
  for (const options of OPTIONS) assert.throws(() => backend.webhook(() => {}, options), { code: "invalid_options", message: new RegExp(`\`${Object.keys(options)[0]}\``) });
  for (const handler of [undefined, null, "handler", {}, function* () {}, async function* () {}]) assert.throws(() => backend.webhook(handler), { code: "invalid_options" });
  assert.throws(() => backend.webhook(), { code: "invalid_options" });
});

//  [options of the backend, instances that are handled, instances that are not]
const SITES = {
  "of the instance": [{ instanceId: "a" }, ["a"], ["b", "A", undefined]],
  "any": [{ instanceId: undefined, sites: "any" }, ["a", "b", undefined], []],
  "that a function takes": [{ instanceId: undefined, sites: ({ instanceId }) => instanceId === "a" }, ["a"], ["b", undefined]],
  "that a function takes later": [{ instanceId: undefined, sites: async ({ instanceId }) => instanceId === "a" }, ["a"], ["b", undefined]],
  "of the instance, if a function takes it": [{ instanceId: "a", sites: () => true }, ["a"], ["b"]],
  "of the instance, and the function takes none": [{ instanceId: "a", sites: () => false }, [], ["a"]],
  "that a function nearly takes": [{ instanceId: undefined, sites: () => "true" }, [], ["a"]],
  "by a site that the function asks for, which a webhook does not say": [{ instanceId: undefined, siteId: "site", sites: ({ siteId }) => siteId === "site" }, [], ["a"]],
};

for (const [what, [options, taken, refused]] of Object.entries(SITES)) {
  test(`Webhooks of these sites are handled, and of no other: ${what}`, async () => {
    const mine = hook(options);
    const sent = (instanceId) => mine.send(data({ ...event, instanceId, data: JSON.stringify({ n: Math.random() }) }));
    for (const instanceId of taken) assert.deepEqual(await sent(instanceId), OK, instanceId);
    for (const instanceId of refused) assert.deepEqual(await sent(instanceId), REFUSED, instanceId);
    assert.deepEqual(mine.handled.map(({ instanceId }) => instanceId), taken);
  });
}

test("An event of an account, which is about no site, is handled where any site's are, and the app is that of the backend", async () => {
  const as = [];
  for (const instanceId of [undefined, null, ""]) {
    const mine = hook({ instanceId: undefined, sites: "any", handler: async (its) => as.push([its.instanceId, its.accountInfo.accountId, await call()]) });
    assert.deepEqual(await mine.send(data({ ...event, instanceId, accountInfo: { accountId: "account" } })), OK);
  }
  assert.deepEqual(as, Array(3).fill([undefined, "account", appToken("none")]));
});

test("A function of sites gets the app as whose a webhook would be handled, outside of any request", async () => {
  const seen = [];
  const mine = hook({ instanceId: undefined, sites: async (identity) => (seen.push(identity, await codeOf(getContext)), true) });
  const content = claims();
  await mine.send(jwt(content));
  assert.deepEqual(seen, [{ type: "app", appId: "app", clientId: "app", instanceId: INSTANCE, expiresAt: content.exp }, "not_identified"]);
});

test("A function of sites that throws handles nothing, and what it throws is not sent", async () => {
  for (const sites of [() => { throw new Error("a secret"); }, () => mine.backend.asApp(call)]) {
    var mine = hook({ sites, appSecret: undefined });
    assert.deepEqual(await mine.send(jwt()), [500, { error: { code: "internal", message: "Internal error." } }]);
    assert.deepEqual(mine.handled, []);
  }
  const unavailable = hook({ sites: () => unavailable.backend.asApp(call), fetch: async () => new Response("", { status: 503 }) });
  assert.deepEqual(await unavailable.send(jwt()), [500, { error: { code: "internal", message: "Internal error." } }]);
  assert.equal(unavailable.events.at(-1).error.code, "elevation_unavailable");
});

test("A function of sites acts as nobody, also where a job delivers a webhook", async () => {
  const codes = [];
  const mine = hook({ sites: async () => (codes.push(await codeOf(call)), true) });
  assert.deepEqual(await mine.backend.asApp(() => mine.send(jwt())), OK);
  assert.deepEqual([codes, mine.handled.length], [["not_identified"], 1]);
});

test("A backend that does not say whose webhooks it takes has none, and says why", () => {
  for (const options of [{}, { siteId: "site" }, { siteId: "site", sites: "any" }, { siteId: "site", apiKey: API_KEY }]) {
    assert.throws(() => open({ publicKey, instanceId: undefined, ...options }).backend.webhook(() => {}), { code: "invalid_options", message: /^`instanceId` must be set for webhooks/ });
  }
});

test("A handler acts as the app, on the site of its event", async () => {
  const as = [];
  const mine = hook({ instanceId: undefined, sites: "any", handler: async ({ instanceId }) => as.push([instanceId, await call(), await elevate(call)()]) });
  await Promise.all(["a", "b", "a"].map((instanceId) => mine.send(jwt(claims({}, { instanceId })))));
  assert.deepEqual(as.sort(), ["a", "a", "b"].map((instanceId) => [instanceId, appToken(instanceId), appToken(instanceId)]));
  assert.equal(mine.called("/oauth2/token").length, 2);
  assert.deepEqual(mine.events.filter(({ type }) => type === "app").map(({ instanceId }) => instanceId).sort(), ["a", "a", "b"]);
});

test("What a handler has left running acts as the app no more, unless it is a job", async () => {
  let late, job;
  const mine = hook({
    handler: () => {
      late = codeOf(async () => (await settled(), await settled(), call()));
      job = settled().then(() => settled()).then(() => mine.backend.asApp(call));
    },
  });
  assert.deepEqual(await mine.send(jwt()), OK);
  assert.deepEqual([await late, await job], ["elevation_over", appToken()]);
});

test("Nothing that a handler sends goes elsewhere than to Wix", async () => {
  const codes = [];
  const mine = hook({ audience: ["https://shop.example"], handler: async () => codes.push(await codeOf(() => call("https://shop.example/x"))) });
  await mine.send(jwt());
  assert.deepEqual([codes, mine.sent], [["foreign_origin"], []]);
});

test("A handler has no context, and gets what the framework passed on", async () => {
  const got = [];
  const mine = hook({ handler: async (_, ...rest) => got.push(...rest, await codeOf(getContext)) });
  await mine.receive(post(jwt()), "env", "ctx");
  assert.deepEqual(got, ["env", "ctx", "not_identified"]);
});

test("Within a request of a backend no webhook is handled", async () => {
  const mine = hook();
  const ask = mine.backend.api("Anyone", async () => new Response((await mine.receive(post(jwt()))).status));
  const response = await ask(new Request("https://shop.example/", { headers: { authorization: memberToken() } }));
  assert.deepEqual([await response.text(), mine.handled], ["500", []]);
});

test("What a handler returns is not sent, and neither is what it throws", async () => {
  const secret = () => Response.json({ secret: APP_SECRET });
  for (const handler of [secret, async () => secret().text()]) assert.deepEqual(await hook({ handler }).send(jwt()), OK);
  for (const thrown of [secret(), new Error("a secret"), Object.assign(new Error("x"), { status: 403 }), undefined, null, "text", new Proxy({}, { get() { throw 1; } })]) {
    for (const handler of [() => { throw thrown; }, async () => { throw thrown; }]) {
      const mine = hook({ handler });
      assert.deepEqual(await mine.send(jwt()), [500, { error: { code: "internal", message: "Internal error." } }]);
      assert.deepEqual(mine.events.map(({ type }) => type), ["app", "failed"]);
    }
  }
});

test("No secret is in what a log hears of a handler that failed", async () => {
  const mine = hook({
    instanceId: undefined, sites: "any",
    handler: async () => {
      const token = await call();
      // The app's last tokens are others.
      for (const instanceId of ["b", "c", "d"]) await mine.backend.asApp(call, { instanceId });
      throw new Error(`${token} ${APP_SECRET}`);
    },
  });
  await mine.send(jwt(claims({}, { instanceId: "a" })));
  const heard = mine.events.find(({ type }) => type === "failed");
  assert.match(heard.error.message, /redacted/);
  assert.doesNotMatch(`${heard.error.message} ${heard.error.stack}`, new RegExp(`${appToken("a")}|${APP_SECRET}`));
});

test("Whatever a request is, the answer is a Response, and the log may throw", async () => {
  const mine = hook({ log() { throw new Error("log"); } });
  const error = console.error;
  console.error = () => {};
  try {
    const hostile = new Proxy({}, { get() { throw new Error("hostile"); } });
    for (const request of [undefined, null, 5, {}, hostile, { method: "POST" }, { method: "POST", headers: new Headers(), body: hostile }]) {
      const response = await mine.receive(request);
      assert.ok(response instanceof Response && response.status >= 400);
    }
    assert.deepEqual(await mine.send(jwt()), OK);
  } finally {
    console.error = error;
  }
});

test("The key that verifies is the one that signs: an independent check of what is signed here", () => {
  assert.deepEqual(createPublicKey(publicKey).export({ format: "jwk" }), keys.publicKey.export({ format: "jwk" }));
});

test("A JWT in which any one character is another one is no other webhook", async () => {
  const mine = hook();
  const sent = jwt(claims({}, { payload: { id: "1" }, identity: undefined }));
  assert.deepEqual(await mine.send(sent), OK);
  const responses = new Map();
  for (let index = 0; index < sent.length; index++) {
    for (const other of ["A", "Q", "."]) {
      if (sent[index] === other) continue;
      const [status] = await mine.send(sent.slice(0, index) + other + sent.slice(index + 1));
      responses.set(status, (responses.get(status) ?? 0) + 1);
    }
  }
  assert.equal(mine.handled.length, 1);
  assert.ok(responses.get(403) > 2 * sent.length && (responses.get(200) ?? 0) <= 2, JSON.stringify([...responses]));
});
