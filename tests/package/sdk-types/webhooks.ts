// What a webhook's handler receives stands where a client of the SDK takes an event and returns one.
import { AppStrategy, EventDefinition, createClient } from "@wix/sdk";
import { createBackend } from "fetch-with-auth/backend";
import type { DomainEvent, WebhookEvent } from "fetch-with-auth/backend";

const publicKey = "-----BEGIN PUBLIC KEY-----";
const onOrderCanceled = EventDefinition("wix.ecom.v1.order_canceled", true)<{ data: { order: { id: string } } }>();
const client = createClient({ auth: AppStrategy({ appId: "app", publicKey }), modules: { orders: { onOrderCanceled } } });
void client.orders.onOrderCanceled(({ data }) => console.log(data.order.id));
const backend = createBackend({ appId: "app", instanceId: "instance", publicKey });
export const receive = backend.webhook((event) => client.webhooks.executeHandlers(event));

type Processed = Awaited<ReturnType<typeof client.webhooks.process>>;
export const given = (event: WebhookEvent): Processed => event;
export const taken = (event: Processed): WebhookEvent => event;
export const typed = (event: WebhookEvent<{ a: DomainEvent; b: string }>): Processed => event;
