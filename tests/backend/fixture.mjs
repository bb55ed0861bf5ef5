// A backend for tests: one `Request -> Response` function, the same in every
// runtime. Each client of the stand-in has a backend of its own below
// /backend/<client ID>, so that tests run side by side.
import {
  Permissions, WebMethodError, createBackend, elevate, fetchWithAuth, getContext, requireOwner, webMethod,
} from "fetch-with-auth/backend";

/** What a test may set of its client's backend, at /backend/<client ID>/_options. */
const options = new Map();
const backends = new Map();

export const fixture = (api) => async (request) => {
  const { pathname } = new URL(request.url);
  const [, , client, part] = pathname.split("/");
  if (part === "_options") {
    options.set(client, await request.json());
    backends.delete(client);
    return Response.json({});
  }
  if (part === "_events") return Response.json(backends.get(client)?.events ?? []);
  if (!backends.has(client)) backends.set(client, open(api, client, options.get(client)));
  const { handle, endpoints } = backends.get(client);
  const endpoint = endpoints[pathname.split("/").slice(4).join("/")];
  return part === "endpoint" && endpoint ? endpoint(request) : handle(request);
};

function open(api, client, given) {
  const events = [];
  const backend = createBackend({
    appId: client, appSecret: "stand-in-app-secret", apiOrigin: api, log: (event) => events.push(JSON.parse(JSON.stringify(event))), ...given,
  });
  return {
    events,
    handle: backend.handle({ shop: shop(api) }, { base: `/backend/${client}/api` }),
    endpoints: endpoints(api, backend),
  };
}

/** One that needs each permission, and those that try what they must not. */
const shop = (api) => ({
  anyone: webMethod(Permissions.Anyone, () => getContext().identity),
  member: webMethod(Permissions.SiteMember, () => getContext().identity),
  admin: webMethod(Permissions.Admin, () => getContext().identity),
  even: webMethod(({ type }) => type !== "visitor", () => getContext().identity),
  echo: webMethod(Permissions.Anyone, (...given) => given),
  dates: webMethod(Permissions.Anyone, (date) => ({ is: date instanceof Date, next: new Date(date.getTime() + 1000) })),
  nothing: webMethod(Permissions.Anyone, () => {}),
  byDefault: webMethod(Permissions.Anyone, (first = "first", second = "second") => [first, second]),
  soldOut: webMethod(Permissions.Anyone, () => {
    throw new WebMethodError("sold_out", "There is none left.", { status: 409 });
  }),
  breaks: webMethod(Permissions.Anyone, () => {
    throw new Error("a secret of the server's");
  }),
  circular: webMethod(Permissions.Anyone, () => {
    const circle = {};
    return Object.assign(circle, { circle });
  }),
  mine: webMethod(Permissions.Anyone, (owner) => {
    requireOwner(getContext().identity, owner);
    return "yours";
  }),
  restock: webMethod(Permissions.SiteMember, async (id) => {
    const own = await increment(api, id);
    const app = await elevate(increment)(api, id);
    return { own, app, elevated: getContext().elevated.length };
  }),
  pollute: webMethod(Permissions.Anyone, (given) => {
    Object.assign({}, given);
    return { polluted: {}.polluted ?? null, keys: Object.keys(given ?? {}) };
  }),
  /** Whom Wix takes us for, as the caller and as the app, many times interleaved. */
  whoami: webMethod(Permissions.Anyone, async (pauses) => {
    const { identity } = getContext();
    const asked = pauses.map(async (pause, index) => {
      await new Promise((done) => setTimeout(done, pause));
      const ask = index % 2 ? elevate(subject) : subject;
      return { elevated: index % 2 === 1, subject: await ask(api) };
    });
    return { identity, own: getContext().identity, asked: await Promise.all(asked) };
  }),
  /** What an elevated function leaves behind: none of it may act as the app. */
  later: webMethod(Permissions.SiteMember, async (id) => {
    const left = { timer: null, call: null, closure: null };
    const timer = {};
    timer.end = new Promise((done) => (timer.done = done));
    let closure;
    await elevate(async () => {
      setTimeout(() => increment(api, id).then((status) => timer.done(status), (error) => timer.done(error.code)), 30);
      left.call = Promise.resolve().then(() => new Promise((done) => setTimeout(done, 20))).then(() => increment(api, id)).catch((error) => error.code);
      closure = () => increment(api, id);
    })();
    left.closure = await closure();
    left.call = await left.call;
    left.timer = await timer.end;
    return left;
  }),
  /** Gives back what Wix answered to an elevated call: its echo has the token. */
  leaks: webMethod(Permissions.Anyone, async () => (await elevate(fetchWithAuth)(`${api}/echo`)).json()),
  /** Sends what is elevated somewhere else. */
  abroad: webMethod(Permissions.Anyone, async (url) => {
    try {
      return (await elevate(fetchWithAuth)(url)).status;
    } catch (error) {
      return error.code;
    }
  }),
  notMarked: () => "nobody may call this",
  constant: 42,
});

const endpoints = (api, backend) => ({
  anyone: backend.api(Permissions.Anyone, (request, { identity }) => Response.json(identity)),
  member: backend.api(Permissions.SiteMember, (request, { identity }) => Response.json(identity)),
  admin: backend.api(Permissions.Admin, (request, { identity }) => Response.json(identity)),
  restock: backend.api(Permissions.SiteMember, async (request) => Response.json({ status: await elevate(increment)(api, await request.text()) })),
  breaks: backend.api(Permissions.Anyone, () => {
    throw new Error("a secret of the server's");
  }),
  leaks: backend.api(Permissions.Anyone, () => elevate(fetchWithAuth)(`${api}/echo`)),
  "leaks-slowly": backend.api(Permissions.Anyone, async () => {
    const text = await (await elevate(fetchWithAuth)(`${api}/echo`)).text();
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    return new Response(new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, (at += 7)));
      },
    }));
  }),
  tokens: backend.api(Permissions.Anyone, async (request) => Response.json(await backend.getMemberTokensForExternalLogin(await request.text()))),
  session: backend.api(Permissions.Anyone, async (request) => Response.json(await backend.getMemberTokensForExternalLoginWithSession(await request.text()))),
});

async function increment(api, productId) {
  const answer = await fetchWithAuth(`${api}/stores/v2/inventoryItems/increment`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ incrementData: [{ productId, incrementBy: 1 }] }),
  });
  return answer.status;
}

/** The token is judged by Wix, so this is what really went out. */
async function subject(api) {
  const { headers } = await (await fetchWithAuth(`${api}/echo?auth=required`)).json();
  const token = headers.authorization;
  const info = await fetch(`${api}/oauth2/token-info`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }),
  });
  const { subjectType, subjectId } = await info.json();
  return { subjectType, subjectId };
}
