// The part that loads on demand: how it loads, and what is said where it cannot.
import { equal, ok, refused, until } from "../assert.js";
import { test } from "../runner.js";
import { client, createAuth } from "../world.js";
import { CALLBACK, person } from "./person.js";

let copies = 0;

/** A copy of the part that nobody has loaded yet, over an Auth of the page. */
async function unloaded(mine) {
  const { begin } = await import(`/fetch-with-auth/dist/members.js?copy=part-${++copies}`);
  let inside;
  createAuth(mine.options(), (of) => (inside = of));
  return begin(inside);
}

function patched(t, changes) {
  const own = {};
  for (const name of Object.keys(changes)) own[name] = WebAssembly[name];
  const restore = () => Object.assign(WebAssembly, own);
  t.after(restore);
  Object.assign(WebAssembly, changes);
  return restore;
}

const small = (Own) => {
  const Limited = function (...given) {
    throw new RangeError(`WebAssembly.${Own.name} is disallowed on the main thread, if the buffer size is larger than 4KB.`);
  };
  Limited.prototype = Own.prototype;
  return Limited;
};

test("Where the main thread may compile and instantiate nothing at once, as in Chromium up to 114, what loads on demand works", async (t) => {
  const mine = await person();
  const part = await unloaded(mine);
  patched(t, { Module: small(WebAssembly.Module), Instance: small(WebAssembly.Instance) });
  equal((await part.getTokenInfo()).subjectType, "VISITOR");
  await part.signInWithTokens(await mine.token());
  equal((await part.getTokenInfo()).subjectType, "MEMBER");
});

// How a browser says that there is no WebAssembly for this page.
const FORBIDDEN = {
  "a CSP without wasm-unsafe-eval": { compile: () => Promise.reject(new WebAssembly.CompileError("refused by the policy")) },
  "a compile that throws at once": { compile: () => { throw new EvalError("refused by the policy"); } },
  "an instance that is refused": { instantiate: () => Promise.reject(new RangeError("out of memory")) },
  "an instance that does not link": { instantiate: () => Promise.reject(new WebAssembly.LinkError("no such import")) },
};

for (const [what, changes] of Object.entries(FORBIDDEN)) {
  test(`A load that fails is load_failed with its cause and what to check, and the next call tries again: ${what}`, async (t) => {
    const mine = await client();
    const part = await unloaded(mine);
    const restore = patched(t, changes);
    const CALLS = {
      getTokenInfo: () => part.getTokenInfo(),
      login: () => part.login({ email: "a@b.example", password: "x" }),
      handleRedirect: () => part.handleRedirect(`${location.origin}/?code=x&state=${"A".repeat(43)}`),
      signInWithTokens: () => part.signInWithTokens({ access_token: "x" }),
    };
    for (const [name, call] of Object.entries(CALLS)) {
      const { message, cause } = await refused(call(), "load_failed", name);
      ok(message.includes("wasm-unsafe-eval") && message.includes("Lockdown Mode") && message.includes("Chromium 98, Firefox 97, Safari 15.4") && message.includes(cause.message), `${name}: ${message}`);
    }
    equal(await mine.grants(), { anonymous: 0, refresh: 0 });
    restore();
    equal((await part.getTokenInfo()).subjectType, "VISITOR");
  });
}

test("Without WebAssembly, as in Lockdown Mode, what loads on demand says load_failed, and what to check", async (t) => {
  const mine = await client();
  const part = await unloaded(mine);
  const own = Object.getOwnPropertyDescriptor(globalThis, "WebAssembly");
  const restore = () => Object.defineProperty(globalThis, "WebAssembly", own);
  t.after(restore);
  delete globalThis.WebAssembly;
  const { message, cause } = await refused(part.getTokenInfo(), "load_failed");
  equal([cause.name, message.includes("wasm-unsafe-eval")], ["ReferenceError", true]);
  restore();
  equal((await part.getTokenInfo()).subjectType, "VISITOR");
});

test("Calls that come at once load it once", async (t) => {
  const mine = await client();
  const part = await unloaded(mine);
  const calls = [];
  const { compile, instantiate } = WebAssembly;
  patched(t, { compile: (...given) => (calls.push("compile"), compile(...given)), instantiate: (...given) => (calls.push("instantiate"), instantiate(...given)) });
  await Promise.all([part.getTokenInfo(), part.getTokenInfo(), part.syncToWixPages().catch(() => {})]);
  equal(calls.sort(), ["compile", "instantiate"]);
});

test("A module that failed is internal, not load_failed, and the next call has another", async (t) => {
  const mine = await client();
  const part = await unloaded(mine);
  const { instantiate } = WebAssembly;
  let fails = true;
  patched(t, {
    instantiate: async (...given) => {
      const { exports } = await instantiate(...given);
      const act = exports[Object.keys(exports).find((name) => typeof exports[name] === "function")];
      ok(act, "an export");
      return { exports: new Proxy({}, { get: (_, name) => typeof exports[name] === "function" ? (...args) => {
        if (fails && args.length > 0) throw new WebAssembly.RuntimeError("unreachable");
        return exports[name](...args);
      } : exports[name] }) };
    },
  });
  await refused(part.getTokenInfo(), "internal");
  fails = false;
  equal((await part.getTokenInfo()).subjectType, "VISITOR");
});

/** A service worker of this script; undefined where an engine has none of this type. */
async function serviceWorker(t, script, scope, type) {
  // From a page without Trusted Types, which would have to bless the script's URL.
  const frame = Object.assign(document.createElement("iframe"), { src: CALLBACK });
  t.after(() => frame.remove());
  await new Promise((loaded) => {
    frame.onload = loaded;
    document.body.append(frame);
  });
  let registration;
  try {
    registration = await frame.contentWindow.navigator.serviceWorker.register(script, { type, scope });
  } catch (error) {
    // An engine's own word for it; a script that fails would be another error.
    if (/module|type/i.test(error.message) && !/evaluat/i.test(error.message)) return undefined;
    throw error;
  }
  t.after(() => registration.unregister());
  await until(() => registration.active?.state === "activated", "the service worker to be active");
  return registration;
}

/** What a service worker of this script says; undefined where an engine has none that are modules. */
async function inServiceWorker(t, script, message) {
  const registration = await serviceWorker(t, script, `/pages/members/${crypto.randomUUID()}/`, "module");
  if (!registration) return undefined;
  const { port1, port2 } = new MessageChannel();
  const results = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  registration.active.postMessage(message, [port2]);
  return results;
}

test("In a service worker what loads on demand works once it was imported by its own entry, and else says how", async (t) => {
  const mine = await person();
  const message = { options: mine.options(), tokens: await mine.token() };
  const bare = await inServiceWorker(t, "/pages/members/service-worker.js", message);
  if (!bare) return;
  for (const { code, message, cause } of [bare.visitor, bare.member]) {
    equal([code, message.includes("fetch-with-auth/members"), /import/.test(cause)], ["load_failed", true, true], message);
  }
  const { visitor, member, state } = await inServiceWorker(t, "/pages/members/service-worker-with-members.js", message);
  equal([visitor.value?.subjectType, member.code, state], ["VISITOR", undefined, "member"], JSON.stringify([visitor, member]));
});

/** A page for which the first requests for the part that loads on demand fail. */
async function pageThatFails(t, failures) {
  const scope = `/pages/members/${crypto.randomUUID()}/`;
  await serviceWorker(t, `/pages/members/failing-worker.js?failures=${failures}`, scope, "classic");
  const frame = Object.assign(document.createElement("iframe"), { src: scope });
  t.after(() => frame.remove());
  document.body.append(frame);
  await until(() => frame.contentWindow.createAuth, "the page to load");
  return frame.contentWindow;
}

test("A load of the part that fails for a moment is made again: at once where the engine says what failed, else by the next call", async (t) => {
  const mine = await client();
  const page = await pageThatFails(t, 1);
  const says = await import("./missing.js").catch(({ message }) => message.includes("/missing.js"));
  // Chromium asks for it again when the next call comes, and Firefox never for the same URL; WebKit names none.
  const results = [];
  for (let call = 0; call < 2; call++) results.push(await page.createAuth(mine.options()).getTokenInfo().then(({ subjectType }) => subjectType, ({ code }) => code));
  equal(results, [says ? "VISITOR" : "load_failed", "VISITOR"]);
});

test("A load of the part that goes on failing is load_failed, and a later call has it, once", async (t) => {
  const mine = await client();
  const page = await pageThatFails(t, 4);
  const auth = page.createAuth(mine.options());
  const results = [];
  for (let call = 0; call < 6; call++) results.push(await auth.getTokenInfo().then(({ subjectType }) => subjectType, ({ code }) => code));
  equal([results[0], results.at(-1)], ["load_failed", "VISITOR"], results.join());
  const calls = await Promise.all([auth.getTokenInfo(), auth.getTokenInfo(), page.createAuth(mine.options()).getTokenInfo()]);
  equal(calls.map(({ subjectType }) => subjectType), ["VISITOR", "VISITOR", "VISITOR"]);
  const loaded = page.performance.getEntriesByType("resource").filter(({ name, responseStatus }) => name.includes("/dist/members.js") && responseStatus !== 503);
  ok(loaded.length <= 5, `${loaded.length} loads`);
});
