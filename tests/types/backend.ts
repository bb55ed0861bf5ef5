// The backend half: identities distinguished, permissions, web methods and their stubs.
import { webMethods, WebMethodError as PageError } from "fetch-with-auth";
import type { WebMethods } from "fetch-with-auth";
import {
  BackendError, Permissions, WebMethodError, createBackend, elevate, fetchWithAuth, getContext, httpClient, requireOwner, webMethod,
} from "fetch-with-auth/backend";
import type {
  Backend, BackendErrorCode, BackendEvent, Context, DomainEvent, Identity, MemberTokens, WebhookEvent, WebhookStore,
} from "fetch-with-auth/backend";

const backend: Backend = createBackend({
  appId: "id",
  clientIds: ["page"],
  appSecret: "secret",
  instanceId: "instance",
  apiKey: "key",
  siteId: "site",
  sites: async ({ type }) => type !== "app",
  apiOrigin: new URL("https://www.wixapis.com"),
  audience: ["https://api.shop.example"],
  fetch,
  limits: { body: 1000, depth: 8, callers: 10, lookups: 4 },
  log: (event: BackendEvent) => console.log(event.type),
});
createBackend({ appId: "id", sites: "any" });
// @ts-expect-error no such sites
createBackend({ appId: "id", sites: "all" });
// @ts-expect-error whose tokens it takes has to be said
createBackend({ appSecret: "secret" });

// Every identity is distinguished by one member.
export function idOf(identity: Identity): string | undefined {
  switch (identity.type) {
    case "visitor":
      return identity.visitorId;
    case "member":
      return identity.memberId;
    case "user":
      return identity.userId;
    case "app":
      return identity.appId;
    case "admin":
      return identity.siteId;
    default: {
      const nothingElse: never = identity;
      return nothingElse;
    }
  }
}

// Events too.
export function line(event: BackendEvent): string {
  switch (event.type) {
    case "answered":
      return `${event.what} ${event.status}`;
    case "refused":
      return `${event.what} ${event.code} ${event.identity?.type}`;
    case "elevated":
      return `${event.what} for ${event.who.type} at ${event.when.toISOString()}`;
    case "app":
      return `${event.what} on ${event.instanceId} at ${event.when.toISOString()}`;
    case "failed":
      return String(event.error);
    default: {
      const nothingElse: never = event;
      return nothingElse;
    }
  }
}

async function addFive(id: string, amount = 5): Promise<number> {
  const signed: typeof fetch = fetchWithAuth;
  const same: { fetchWithAuth: typeof fetch } = httpClient;
  return (await signed("https://www.wixapis.com/x", { method: "POST", body: id })).status + amount + Object.keys(same).length;
}

// As a web module exports them.
const shop = {
  restock: webMethod(Permissions.SiteMember, async (id: string, when?: Date) => {
    const context: Context = getContext();
    requireOwner(context.identity, id);
    const status: number = await elevate(addFive)(id);
    // @ts-expect-error elevated, it takes what it took before
    await elevate(addFive)(1);
    if (!when) throw new WebMethodError("too_soon", "Say when.", { status: 409 });
    return { status, when };
  }),
  count: webMethod(({ type }) => type === "member", () => 5, { cache: { tags: ["stock"], ttl: 60 } }),
  limit: 42,
};
// @ts-expect-error no such permission
webMethod("Everyone", () => {});
// @ts-expect-error not a function
webMethod(Permissions.Anyone, 42);

export const handle: (request: Request) => Promise<Response> = backend.handle({ shop }, { base: "/api" });
export const POST: (request: Request, ...rest: unknown[]) => Promise<Response> = backend.api(Permissions.Admin, (request, { identity, rest }) =>
  Response.json({ url: request.url, id: idOf(identity), rest: rest.length }),
);

export async function all(request: Request): Promise<MemberTokens> {
  const identity: Identity = await backend.identify(request);
  if (identity.type === "member") await backend.getMemberTokensForExternalLoginWithSession("a@b.example", { verifyEmail: false });
  return backend.getMemberTokensForExternalLogin("member");
}

export function status(error: unknown): number {
  if (error instanceof BackendError) {
    const code: BackendErrorCode = error.code;
    const answer: Response = error.toResponse();
    return code === "token_missing" ? answer.status : error.status;
  }
  return 500;
}
// @ts-expect-error only the package makes one
new BackendError("internal");

// The page's half: the same functions, each of them a promise, and nothing else.
const stubs: WebMethods<typeof shop> = webMethods<typeof shop>("/api/shop");
export async function page(): Promise<void> {
  const answer: { status: number; when: Date } = await stubs.restock("vase", new Date());
  const five: number = await stubs.count();
  // @ts-expect-error it takes a text
  await stubs.restock(5);
  // @ts-expect-error a constant is no web method
  stubs.limit;
  const any = webMethods("/api/anything", { fetchWithAuth: fetch });
  const unknown: unknown = await any["whatever"]!(1, "two");
  console.log(answer, five, unknown);
}
export const isSoldOut = (error: unknown): boolean => error instanceof PageError && error.code === "sold_out" && error.status === 409;

// A job has the type of what its function returns, awaited.
export const job: Promise<number> = backend.asApp(async () => 5, { instanceId: "instance" });
export const query: Promise<string> = backend.asApp(() => ({ then: Promise.resolve("a").then.bind(Promise.resolve("a")) }));
// @ts-expect-error a function, and not what it returns
backend.asApp(fetchWithAuth("https://www.wixapis.com/x"));
// @ts-expect-error no arguments are passed on
backend.asApp((id: string) => id);

// An event has the payload of its type.
const remembered = new Map<string, number>();
const store: WebhookStore = {
  has: (id) => remembered.has(id),
  add: async (id, expiresAt) => !remembered.has(id) && !!remembered.set(id, expiresAt),
  delete: (id) => remembered.delete(id),
};
interface Orders {
  "wix.ecom.v1.order_canceled": DomainEvent<unknown, { order: { id: string } }>;
  "wix.contacts.v4.contact_created": DomainEvent<{ name: string }>;
}
export const canceled: (request: Request) => Promise<Response> = backend.webhook<Orders>((event, context?: { waitUntil(promise: Promise<unknown>): void }) => {
  if (event.eventType === "wix.ecom.v1.order_canceled") return event.payload.actionEvent?.body.order.id;
  const created: string | undefined = event.payload.createdEvent?.entity.name;
  // @ts-expect-error that of another event
  event.payload.actionEvent?.body.order;
  context?.waitUntil(Promise.resolve(created));
  return event.identity?.identityType === "MEMBER" ? event.identity.memberId : event.instanceId;
}, { maxAge: 3600, maxBody: 1000, verifyCallerClaims: true, store });
backend.webhook((event: WebhookEvent) => console.log(event.eventType, event.payload));
// @ts-expect-error an unknown payload
backend.webhook((event) => event.payload.id);
createBackend({ appId: "id", sites: "any", publicKey: "-----BEGIN PUBLIC KEY-----" });
createBackend({ appId: "id", sites: "any", publicKey: { kty: "RSA", n: "", e: "AQAB" } });
// @ts-expect-error no key
createBackend({ appId: "id", publicKey: 5 });
