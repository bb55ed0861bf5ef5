// Nothing that opens a session is heard anywhere but where it has to go.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { app, echo, fresh } from "../world.js";
import { CALLBACK, begin, callback, land, leaving, parameters, person } from "./person.js";
import { wire } from "./wire.js";

test("No token, code, verifier, state or password is heard in a console, a channel, a lock, a message, an address, a title or an error (row 33)", async (t) => {
  const time = clock(t);
  const heard = overheard(t);
  const mine = await person({ rotation: "rotate" });
  const tapped = wire();
  const page = await fresh();
  const auth = page.createAuth(mine.options({ fetch: tapped, frameTimeout: 8 }));
  auth.onSessionChange((change) => heard("a session listener", change));
  auth.onWarning((warning) => heard("a warning listener", warning));
  const outcomeOf = async (what, promise) => heard(what, await promise.catch(said));

  // Everything that a member may do, and what may go wrong with it.
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  const given = parameters(await callback(mine, auth));
  history.replaceState(null, "", `?suite=members&${given}`);
  await outcomeOf("handleRedirect()", auth.handleRedirect());
  await outcomeOf("handleRedirect()", auth.handleRedirect(`${CALLBACK}?${given}`));
  await outcomeOf("handleRedirect()", (await fresh()).createAuth(mine.options()).handleRedirect(`${CALLBACK}?${given}`));
  await outcomeOf("login()", auth.login(mine.who));
  await outcomeOf("login()", auth.login({ ...mine.who, password: `${mine.password}-wrong` }));
  await outcomeOf("login()", auth.login({ ...mine.who, continueWith: "popup" }));
  for (const webMessage of ["blocked", { error: "access_denied" }]) {
    await mine.set({ webMessage });
    await outcomeOf("login()", mine.auth({ fetch: tapped, frameTimeout: 0.4 }).login(mine.who));
  }
  await mine.set({ webMessage: "flat" });
  for (const fault of [{ kind: "wix_error" }, { kind: "html" }, { kind: "truncated" }, { kind: "invalid_grant" }]) {
    for (const name of ["authorization_code", "redirect-session", "login"]) {
      await mine.set({ faults: { authorization_code: null, "redirect-session": null, login: null, [name]: { ...fault, times: 3 } } });
      await outcomeOf(`login() while ${name} fails`, auth.login(mine.who));
    }
  }
  await mine.set({ faults: { authorization_code: null, "redirect-session": null, login: null } });
  await outcomeOf("getTokenInfo()", auth.getTokenInfo());
  await outcomeOf("signInWithTokens()", auth.signInWithTokens(await mine.token()));
  await outcomeOf("signInWithTokens()", auth.signInWithTokens({ access_token: `${"x".repeat(30)}\n` }));
  time.forward(5 * HOUR);
  const call = auth.fetchWithAuth(echo(app));
  heard("a lock's name", await navigator.locks.query());
  await call;
  await outcomeOf("syncToWixPages()", auth.syncToWixPages());
  heard("session()", await auth.session());
  await land(await begin(auth, { prompt: "none" }));
  await outcomeOf("logout()", leaving((navigate) => auth.logout({ returnTo: CALLBACK, navigate })).then(() => "left"));

  heard("the page's address", [location.href, document.title, document.cookie, document.referrer, window.name]);
  heard("the document", document.documentElement.outerHTML);
  heard("history.state", history.state);
  heard("web storage", [{ ...localStorage }, { ...sessionStorage }]);
  heard("the instance", [Object.entries(auth), Object.entries(page), JSON.stringify(auth)]);
  heard("the global object", Object.keys(globalThis).filter((name) => typeof globalThis[name] === "string").map((name) => globalThis[name]));

  const secrets = found(tapped, mine);
  ok(secrets.size >= 20, `secrets to look for, got ${secrets.size}`);
  for (const secret of secrets) {
    for (const [where, what] of heard.all) ok(!what.includes(secret), `nothing secret in ${where}: ${what.slice(0, 200)}`);
  }
});

test("Nothing of a login is left behind in storage once it is over, but the session itself (row 33)", async () => {
  const mine = await person();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped, frameTimeout: 8 });
  await auth.handleRedirect(await callback(mine, auth));
  await auth.login(mine.who);
  const { stored } = await import("../vault.js");
  const left = [await stored(`${mine.id} logins`), await stored(`${mine.id} verification`), await stored(mine.id), JSON.stringify([{ ...localStorage }, { ...sessionStorage }])].join("\n");
  const secrets = [mine.password, ...tapped.tokens("authorization_code").flatMap(({ code, code_verifier }) => [code, code_verifier]), ...tapped.asked().map(({ state }) => state)];
  for (const secret of secrets) equal(left.includes(secret), false, "left behind");
});

/** Whatever opens something: tokens, codes, verifiers, states, session tokens, and the password. */
function found(tapped, { password }) {
  const secrets = new Set([password]);
  for (const { answer } of tapped.log) for (const [token] of (answer ?? "").matchAll(/JWS\.[\w-]+/g)) secrets.add(token.slice(4));
  for (const { code, code_verifier } of tapped.tokens("authorization_code")) secrets.add(code_verifier).add(code);
  for (const { state, sessionToken } of tapped.asked()) {
    secrets.add(state);
    if (sessionToken) secrets.add(sessionToken);
  }
  // What was cut short in its middle may be any word.
  return new Set([...secrets].filter(({ length }) => length > 16));
}

/** Listens at every place where a page's secrets are usually lost. */
function overheard(t) {
  const all = [];
  const heard = (where, what) => all.push([where, typeof what === "string" ? what : JSON.stringify(what) ?? String(what)]);
  heard.all = all;
  const tapInto = (object, name, where, of = (args) => args) => {
    const own = object[name];
    object[name] = function (...args) {
      for (const arg of of(args)) heard(where, arg instanceof Error ? said(arg) : arg);
      return own.apply(this, args);
    };
    t.after(() => (object[name] = own));
  };
  for (const name of ["log", "info", "warn", "error", "debug", "trace", "dir", "table", "assert"]) tapInto(console, name, `console.${name}`);
  tapInto(BroadcastChannel.prototype, "postMessage", "a BroadcastChannel");
  tapInto(MessagePort.prototype, "postMessage", "a MessagePort");
  tapInto(globalThis, "postMessage", "postMessage");
  tapInto(History.prototype, "pushState", "history.pushState");
  // This very test puts an answer into the page's address; what takes it out again is looked at.
  tapInto(History.prototype, "replaceState", "history.replaceState", (args) => args.filter((it) => !String(it).includes("code=")));
  tapInto(navigator.locks.constructor.prototype, "request", "a lock request");
  tapInto(performance, "mark", "performance.mark");
  return heard;
}

function said(error) {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? String(error);
  return [error.name, error.message, error.code, JSON.stringify(error.cause) ?? "", error.cause instanceof Error ? said(error.cause) : "", JSON.stringify(error)].join(" ");
}
