// Options: what is taken, and what the compiler already refuses.
import { configure, createAuth } from "fetch-with-auth";
import type { Auth, AuthOptions, TokenStorage } from "fetch-with-auth";

export const least: AuthOptions = { clientId: "id" };

export const most: AuthOptions = {
  clientId: "id",
  audience: ["https://api.example", new URL("https://other.example")],
  storage: "session",
  apiOrigin: "https://www.wixapis.com",
  fetch: globalThis.fetch,
  leeway: 30,
};

const entries = new Map<string, string>();

const synchronous: TokenStorage = {
  getItem: (key) => entries.get(key) ?? null,
  setItem: (key, value) => {
    entries.set(key, value);
  },
  removeItem: (key) => {
    entries.delete(key);
  },
};

const asynchronous: TokenStorage = {
  getItem: async (key) => entries.get(key) ?? null,
  setItem: async (key, value) => {
    entries.set(key, value);
  },
  removeItem: async (key) => {
    entries.delete(key);
  },
};

// As the browser's own are declared; a worker has none.
declare const localStorage: {
  readonly length: number;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  [name: string]: unknown;
};

const origins = ["https://api.example", new URL("https://other.example")] as const;

export const instances: Auth[] = [
  createAuth({ clientId: "id", storage: "browser" }),
  createAuth({ clientId: "id", storage: "session" }),
  createAuth({ clientId: "id", storage: "memory" }),
  createAuth({ clientId: "id", storage: synchronous }),
  createAuth({ clientId: "id", storage: asynchronous }),
  createAuth({ clientId: "id", storage: localStorage }),
  createAuth({ clientId: "id", storage: { getItem: () => null, setItem: () => {} } }),
  createAuth({ clientId: "id", audience: origins, apiOrigin: new URL("http://127.0.0.1:1") }),
  configure(least),
];

// @ts-expect-error a client ID is needed
createAuth({});
// @ts-expect-error options are needed
createAuth();
// @ts-expect-error no such storage
createAuth({ clientId: "id", storage: "cookie" });
// @ts-expect-error a storage without setItem
createAuth({ clientId: "id", storage: { getItem: () => null } });
// @ts-expect-error the audience is a list
createAuth({ clientId: "id", audience: "https://api.example" });
// @ts-expect-error leeway is a number of seconds
createAuth({ clientId: "id", leeway: "60" });
// @ts-expect-error not an option
createAuth({ clientId: "id", clientID: "id" });
