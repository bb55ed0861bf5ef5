// A backend for tests: one `Request -> Response` function, the same in every
// runtime. Each client of the stand-in has a backend of its own below
// /backend/<client ID>, so that tests run side by side.
import { createBackend } from "fetch-with-auth/backend";

import { endpoints } from "./endpoints.mjs";
import { shop } from "./shop.mjs";
import { strings } from "./strings.mjs";

export const fixture = (api) => {
  /** What a test has set of its client's backend, at /backend/<client ID>/_options. */
  const options = new Map();
  const backends = new Map();
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, , client, part] = pathname.split("/");
    if (part === "_options") {
      options.set(client, await request.json());
      backends.delete(client);
      return Response.json({ runtime: globalThis.navigator?.userAgent });
    }
    if (!backends.has(client)) backends.set(client, open(api, client, options.get(client)));
    const own = backends.get(client);
    return strings[part] ? strings[part](request, own) : own.answer(request);
  };
};

function open(api, client, given) {
  const [events, asked] = [[], []];
  const all = {
    appId: client, appSecret: "stand-in-app-secret", apiOrigin: api, sites: "any",
    log: (event) => events.push(plain(event)),
    fetch: (...call) => {
      asked.push(heard(...call));
      return fetch(...call);
    },
    ...given,
  };
  // JSON has no undefined: what is null is not set.
  const backend = createBackend(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)));
  const base = `/backend/${client}`;
  const handle = backend.handle({ shop: shop(api) }, { base: `${base}/api` });
  const named = endpoints(api, backend);
  const answer = (request) => {
    const endpoint = named[new URL(request.url).pathname.slice(`${base}/endpoint/`.length)];
    return endpoint && request.url.includes(`${base}/endpoint/`) ? endpoint(request) : handle(request);
  };
  return { base, api, backend, events, asked, answer };
}

/** An event with all that an error in it says. */
const plain = (event) =>
  JSON.parse(JSON.stringify(event, (_, value) => {
    if (!(value instanceof Error)) return value;
    const { name, code, message, stack, cause } = value;
    return { name, code, message, stack, cause };
  }));

/** What is sent to Wix: where, as whom, and the token that is asked about. */
function heard(input, init) {
  const request = input instanceof Request ? input : undefined;
  const { pathname } = new URL(request?.url ?? input);
  const headers = new Headers(init?.headers ?? request?.headers);
  const question = pathname === "/oauth2/token-info" ? JSON.parse(init.body).token : undefined;
  return { pathname, authorization: headers.get("authorization"), question };
}
