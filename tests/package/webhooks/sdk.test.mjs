// Beside Wix's own SDK, unmodified: it accepts what ours accepts, and its handlers run in ours.
import assert from "node:assert/strict";
import { test } from "node:test";

import { AppStrategy, createClient, EventDefinition } from "@wix/sdk";

import { fetchWithAuth } from "fetch-with-auth/backend";

import { CANCELED, INSTANCE, SIGNERS, claims, domainEvent, jwt, post, publicKey, seconds } from "./sign.mjs";
import { API, appToken, open } from "./wix.mjs";

const client = (modules = {}) => createClient({ auth: AppStrategy({ appId: "app", publicKey }), modules });
const received = async (body) => {
  const events = [];
  const { backend } = open({ publicKey });
  const { status } = await backend.webhook((event) => void events.push(event))(post(body));
  return { status, events };
};

const EVENTS = {
  "an action": {},
  "a creation": { eventType: "wix.contacts.v4.contact_created", payload: { ...domainEvent(), actionEvent: undefined, slug: "created", createdEvent: { entity: { id: "1" } } } },
  "an update": { payload: { ...domainEvent(), actionEvent: undefined, slug: "updated", updatedEvent: { currentEntity: { id: "1" } } } },
  "a legacy event without an identity": { eventType: "AppInstalled", payload: { appId: "app", originInstanceId: "" }, identity: undefined },
  "an event of an account": { accountInfo: { accountId: "account", siteId: "site" } },
  "a text that is not ASCII": { payload: { text: "Zoë 🌍 \u2028 \"quoted\" \\" } },
};

for (const [what, event] of Object.entries(EVENTS)) {
  test(`What ours hands to the handler is what webhooks.process of the SDK returns: ${what}`, async () => {
    const sent = jwt(claims({}, event));
    const theirs = await client().webhooks.process(sent);
    const { status, events } = await received(sent);
    assert.equal(status, 200);
    const there = Object.entries(theirs).filter(([, value]) => value !== undefined);
    assert.deepEqual({ ...events[0] }, Object.fromEntries(there));
  });
}

const BAD = {
  "forged": () => jwt(claims(), { sign: SIGNERS.other }),
  "expired": () => jwt(claims({ exp: seconds() - 100 })),
  "HS256 with the public key": () => jwt(claims(), { header: { alg: "HS256" }, sign: SIGNERS.hmac(publicKey) }),
  "no webhook": () => jwt({ ...claims(), data: {} }),
  "text": () => "hello",
};

for (const [what, make] of Object.entries(BAD)) {
  test(`What the SDK refuses, ours refuses: ${what}`, async () => {
    const sent = make();
    await assert.rejects(client().webhooks.process(sent));
    assert.deepEqual(await received(sent), { status: 403, events: [] });
  });
}

test("Handlers that were registered with a client of the SDK run in ours, as the app", async () => {
  const onOrderCanceled = EventDefinition(CANCELED, true)();
  const theirs = client({ orders: { onOrderCanceled } });
  const handled = [];
  theirs.orders.onOrderCanceled(async (envelope) => {
    handled.push(envelope, (await (await fetchWithAuth(`${API}/x`)).json()).authorization);
  });
  const mine = open({ publicKey });
  const receive = mine.backend.webhook((event) => theirs.webhooks.executeHandlers(event));
  const { actionEvent, ...metadata } = domainEvent();
  const sent = jwt(claims({}, { payload: { actionEvent, ...metadata } }));
  assert.equal((await receive(post(sent))).status, 200);
  assert.deepEqual(handled[0].data, actionEvent.body);
  assert.deepEqual([handled[0].metadata.instanceId, handled[0].metadata.id, handled[1]], [INSTANCE, metadata.id, appToken()]);
  assert.equal((await receive(post(jwt(claims({}, { eventType: "unknown" }))))).status, 500, "the SDK throws for an event that nobody handles");
});
