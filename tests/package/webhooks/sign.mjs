// Webhooks as Wix signs them, by node:crypto, which our own half does not use.
import { createHmac, createSign, constants, generateKeyPairSync, sign as signBytes } from "node:crypto";

export const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const otherKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const pem = (key) => key.export({ type: "spki", format: "pem" });
export const publicKey = pem(keys.publicKey);

export const INSTANCE = "instance";
export const CANCELED = "wix.ecom.v1.order_canceled";

export const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
export const seconds = () => Math.floor(Date.now() / 1000);

let count = 0;
/** The payload of an event, as Wix documents it. */
export const domainEvent = () => ({
  id: `event-${++count}`, entityFqdn: "wix.ecom.v1.order", slug: "canceled", entityId: "order-1",
  actionEvent: { body: { order: { id: "order-1", number: "10001" } } }, eventTime: "2026-11-28T20:00:00.000Z", triggeredByAnonymizeRequest: false,
});

export const IDENTITY = { identityType: "WIX_USER", wixUserId: "user-1" };

/** What is signed: JSON texts in a JSON text, and when. The times are those of a webhook that was seen: 3,600,000 seconds. */
export const claims = (change = {}, { eventType = CANCELED, instanceId = INSTANCE, payload = domainEvent(), identity = IDENTITY, ...further } = {}) => ({
  data: JSON.stringify({ data: JSON.stringify(payload), instanceId, eventType, identity: JSON.stringify(identity), ...further }),
  iat: seconds(), exp: seconds() + 3_600_000, ...change,
});

const rs256 = (key) => (input) => createSign("RSA-SHA256").update(input).sign(key).toString("base64url");

export const SIGNERS = {
  RS256: rs256(keys.privateKey),
  RS384: (input) => createSign("RSA-SHA384").update(input).sign(keys.privateKey).toString("base64url"),
  RS512: (input) => createSign("RSA-SHA512").update(input).sign(keys.privateKey).toString("base64url"),
  PS256: (input) => signBytes("sha256", Buffer.from(input), { key: keys.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }).toString("base64url"),
  other: rs256(otherKeys.privateKey),
  hmac: (secret) => (input) => createHmac("sha256", secret).update(input).digest("base64url"),
};

/** A JWT of these claims. */
export const jwt = (content = claims(), { header = { alg: "RS256", kid: "key" }, sign = SIGNERS.RS256 } = {}) => {
  const input = `${base64url(header)}.${base64url(content)}`;
  return `${input}.${sign(input)}`;
};

export const post = (body, init) => new Request("https://shop.example/webhooks/orders", { method: "POST", body, ...init });
