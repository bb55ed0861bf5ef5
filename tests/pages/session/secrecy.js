// A token only ever travels into a request.
import { equal, ok, until } from "../assert.js";
import { test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { app, client, echo, fresh, site } from "../world.js";

test("No token is heard anywhere but in Authorization and in token requests (row 18, row 33)", async (t) => {
  const time = clock(t);
  const { tokens, tap } = tapped();
  const heard = overheard(t);
  const mine = await client({ rotation: "rotate", grantDelay: 50 });
  const page = await fresh();
  const auth = page.createAuth(mine.options({ fetch: tap }));
  auth.onSessionChange((info) => heard("a session listener", info));
  auth.onTokenRequest((info) => heard("a listener of token requests", info));
  auth.onWarning((info) => heard("a warning listener", info));

  // Everything that a page may do: mint, refresh, be refused, fail, sign out.
  const call = auth.fetchWithAuth(echo());
  const locks = navigator.locks?.query().then((all) => heard("a lock's name", all));
  await call;
  await locks;
  time.forward(5 * HOUR);
  const again = auth.fetchWithAuth(echo(app));
  await navigator.locks?.query().then((all) => heard("a lock's name", all));
  await again;
  await mine.revokeAccess();
  await auth.fetchWithAuth(echo(app, "?auth=required"));
  heard("session()", await auth.session());
  for (const bad of [["http://evil.example/"], [echo(), { headers: { authorization: "x" } }], ["http://"]]) {
    await auth.fetchWithAuth(...bad).catch((error) => heard("an error", outcomeOf(error)));
  }
  for (const fault of [{ kind: "status", status: 400, body: '{"error":"invalid_client","error_description":"text"}', contentType: "application/json" }, { kind: "truncated" }, { kind: "cut" }]) {
    await mine.set({ faults: { refresh_token: fault } });
    time.forward(48 * HOUR);
    await auth.fetchWithAuth(echo()).catch((error) => heard("an error", outcomeOf(error)));
  }
  await auth.signOut();

  heard("the page's address", [location.href, document.title, document.cookie, document.referrer, window.name]);
  heard("the document", document.documentElement.outerHTML);
  heard("history.state", history.state);
  heard("an address that was asked for", performance.getEntriesByType("resource").map(({ name }) => name));
  heard("web storage", [{ ...localStorage }, { ...sessionStorage }]);
  heard("the instance", [Object.entries(auth), Object.entries(page), JSON.stringify(auth)]);
  heard("the global object", Object.keys(globalThis).filter((name) => typeof globalThis[name] === "string").map((name) => globalThis[name]));

  ok(tokens.size >= 6, `tokens to look for, got ${tokens.size}`);
  for (const token of tokens) {
    const secret = token.split(".").pop();
    for (const [where, what] of heard.all) {
      for (const part of [secret, secret.slice(0, 8), secret.slice(-8)]) ok(!what.includes(part), `no token in ${where}: ${what.slice(0, 200)}`);
    }
  }
});

test("No token is in the address or the body of a call (row 18)", async () => {
  const auth = (await client()).auth();
  for (const origin of [site, app]) {
    const { url, bodyBase64, headers } = await (await auth.fetchWithAuth(echo(origin), { method: "POST", body: "text" })).json();
    const secret = headers.authorization.split(".").pop();
    const elsewhere = JSON.stringify({ url, body: atob(bodyBase64), headers: { ...headers, authorization: "" } });
    equal(elsewhere.includes(secret), false, "elsewhere in the request");
  }
});

test("The lock and the channel are named after the client, not after its tokens (row 33)", async (t) => {
  const mine = await client({ pauseGrants: true });
  const names = new Set();
  const Own = globalThis.BroadcastChannel;
  t.after(() => (globalThis.BroadcastChannel = Own));
  globalThis.BroadcastChannel = class extends Own {
    constructor(name) {
      super(name);
      names.add(name);
    }
  };
  const auth = (await fresh()).createAuth(mine.options());
  const call = auth.fetchWithAuth(echo());
  const held = await until(async () => {
    const all = await navigator.locks.query();
    return [...all.held, ...all.pending].map(({ name }) => name).find((name) => name.includes(mine.id));
  }, "the lock to be held");
  await mine.set({ pauseGrants: false });
  await call;
  equal([held, [...names]], [`fetch-with-auth:${mine.id}`, [`fetch-with-auth:${mine.id}`]]);
});

/** A fetch that takes note of every token that the endpoint issues. */
function tapped() {
  const tokens = new Set();
  const own = fetch.bind(globalThis);
  const tap = async (input, init) => {
    const response = await own(input, init);
    if (response.url.includes("/oauth2/token")) {
      const text = await response.clone().text();
      for (const [token] of text.matchAll(/(OauthNG\.)?JWS\.[\w-]+/g)) tokens.add(token);
    }
    return response;
  };
  return { tokens, tap };
}

/** Listens at every place where a page's secrets are usually lost. */
function overheard(t) {
  const all = [];
  const heard = (where, what) => all.push([where, typeof what === "string" ? what : JSON.stringify(what) ?? String(what)]);
  heard.all = all;
  const tapInto = (object, name, where) => {
    const own = object[name];
    object[name] = function (...args) {
      for (const arg of args) heard(where, arg instanceof Error ? outcomeOf(arg) : arg);
      return own.apply(this, args);
    };
    t.after(() => (object[name] = own));
  };
  for (const name of ["log", "info", "warn", "error", "debug", "trace", "dir", "table", "assert"]) tapInto(console, name, `console.${name}`);
  tapInto(BroadcastChannel.prototype, "postMessage", "a BroadcastChannel");
  tapInto(MessagePort.prototype, "postMessage", "a MessagePort");
  tapInto(globalThis, "postMessage", "postMessage");
  tapInto(History.prototype, "pushState", "history.pushState");
  tapInto(History.prototype, "replaceState", "history.replaceState");
  tapInto(navigator.locks.constructor.prototype, "request", "a lock request");
  tapInto(performance, "mark", "performance.mark");
  return heard;
}

function outcomeOf(error) {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? String(error);
  return [error.name, error.message, error.stack, error.code, outcomeOf(error.cause ?? null), JSON.stringify(error)].join(" ");
}
