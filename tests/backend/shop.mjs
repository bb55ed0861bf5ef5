// Web methods: one for each permission, and those that try what they must not.
import { Permissions, WebMethodError, elevate, fetchWithAuth, getContext, requireOwner, webMethod } from "fetch-with-auth/backend";

import { increment, pause, subject } from "./calls.mjs";

const own = () => getContext().identity;

const refuse = () => {
  throw new Error("a getter");
};

const UNPRINTABLE = {
  "an object without a prototype": () => Object.create(null),
  "a symbol": () => Symbol("a symbol"),
  "what converts to nothing": () => JSON.parse('{"toString":1,"valueOf":1}'),
  "an error without a stack": () => Object.defineProperty(new Error("broken"), "stack", { get: refuse }),
  "an error with a cause that is none": () => new Error("broken", { cause: Object.create(null) }),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

export const shop = (api) => ({
  anyone: webMethod(Permissions.Anyone, () => own()),
  member: webMethod(Permissions.SiteMember, () => own()),
  admin: webMethod(Permissions.Admin, () => own()),
  even: webMethod(async ({ type }) => type !== "visitor", () => own()),
  nearly: webMethod(() => "yes", () => own()),
  unsure: webMethod(() => {
    throw new Error("a secret of the server's");
  }, () => own()),

  echo: webMethod(Permissions.Anyone, (...given) => given),
  dates: webMethod(Permissions.Anyone, (date) => ({ is: date instanceof Date, next: new Date(date.getTime() + 1000) })),
  size: webMethod(Permissions.Anyone, (text) => text.length),
  nothing: webMethod(Permissions.Anyone, () => {}),
  none: webMethod(Permissions.Anyone, () => null),
  byDefault: webMethod(Permissions.Anyone, (first = "first", second = "second") => [first, second]),
  soldOut: webMethod(Permissions.Anyone, () => {
    throw new WebMethodError("sold_out", "There is none left.", { status: 409 });
  }),
  breaks: webMethod(Permissions.Anyone, () => {
    throw new Error("a secret of the server's");
  }),
  /** Throws what cannot be printed. */
  throws: webMethod(Permissions.Anyone, (what) => {
    throw UNPRINTABLE[what]();
  }),
  circular: webMethod(Permissions.Anyone, () => {
    const circle = {};
    return Object.assign(circle, { circle });
  }),
  mine: webMethod(Permissions.Anyone, (owner) => {
    requireOwner(own(), owner);
    return "yours";
  }),
  pollute: webMethod(Permissions.Anyone, (given) => {
    Object.assign({}, given);
    return { polluted: {}.polluted ?? null, keys: Object.keys(given ?? {}) };
  }),

  restock: webMethod(Permissions.SiteMember, async (id) => {
    const own = await increment(api, id);
    const app = await elevate(increment)(api, id);
    return { own, app, elevated: getContext().elevated.length };
  }),
  restockMany: webMethod(Permissions.SiteMember, (id, times) => Promise.all(Array.from({ length: times }, () => elevate(increment)(api, id)))),
  /** As a query that is sent when it is awaited. */
  restockLazily: webMethod(Permissions.SiteMember, (id) => elevate(() => ({ then: (done, failed) => increment(api, id).then(done, failed) }))()),
  /** The status of something, asked for as the app. */
  asApp: webMethod(Permissions.Anyone, async (path) => (await elevate(fetchWithAuth)(api + path)).status),
  /** As which site the app calls. */
  atSite: webMethod(Permissions.Anyone, async () => (await (await elevate(fetchWithAuth)(`${api}/echo`)).json()).headers["wix-site-id"] ?? null),
  /** As the caller and as the app, many times interleaved. */
  whoami: webMethod(Permissions.Anyone, async (pauses) => {
    const identity = own();
    const asked = pauses.map(async (milliseconds, index) => {
      await pause(milliseconds);
      const elevated = index % 2 === 1;
      const ask = elevated ? elevate(subject) : subject;
      return { elevated, subject: await ask(api) };
    });
    return { asked: await Promise.all(asked), before: identity, after: own() };
  }),
  /** What an elevated function leaves behind: none of it may act as the app. */
  later: webMethod(Permissions.SiteMember, async (id) => {
    const code = (error) => error.code;
    let timer, call, closure;
    await elevate(async () => {
      timer = new Promise((done) => setTimeout(() => done(increment(api, id).catch(code)), 30));
      call = pause(20).then(() => increment(api, id)).catch(code);
      closure = () => increment(api, id);
    })();
    return { closure: await closure(), call: await call, timer: await timer };
  }),
  /** Gives back what Wix answered to an elevated call: its echo has the token. */
  leaks: webMethod(Permissions.Anyone, async () => (await elevate(fetchWithAuth)(`${api}/echo`)).json()),
  complains: webMethod(Permissions.Anyone, async () => {
    throw new WebMethodError("wix_said", await (await elevate(fetchWithAuth)(`${api}/echo`)).text());
  }),
  /** Sends what is elevated somewhere else. */
  abroad: webMethod(Permissions.Anyone, async (url, init) => {
    try {
      return (await elevate(fetchWithAuth)(url, init)).status;
    } catch (error) {
      return error.code;
    }
  }),

  notMarked: () => "nobody may call this",
  constant: 42,
});
