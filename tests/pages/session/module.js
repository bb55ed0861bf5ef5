// The WebAssembly module: loaded on first use, replaced when it failed.
import { equal, ok, refused, until } from "../assert.js";
import { test } from "../runner.js";
import { app, client, echo, fresh } from "../world.js";

const LOADERS = ["instantiate", "compile", "instantiateStreaming", "compileStreaming"];

test("Importing the module compiles nothing and asks for nothing", async (t) => {
  const calls = watchLoading(t);
  const own = globalThis.fetch;
  t.after(() => (globalThis.fetch = own));
  globalThis.fetch = (...args) => (calls.push("fetch"), own(...args));
  const { createAuth } = await fresh();
  createAuth({ clientId: "11111111-2222-4333-8444-555555555555" });
  equal(calls, []);
});

test("The module is loaded once, for any number of first calls and instances", async (t) => {
  const calls = watchLoading(t);
  const { createAuth } = await fresh();
  const [one, two] = [await client(), await client()];
  const auths = [createAuth(one.options()), createAuth(two.options())];
  await Promise.all([...auths, ...auths].map((auth) => auth.fetchWithAuth(echo())));
  ok(calls.length >= 1 && calls.length <= 2, `loaded once, got ${calls}`);
});

test("A load that fails says what to check, and the next call tries again", async (t) => {
  const own = Object.fromEntries(LOADERS.map((name) => [name, WebAssembly[name]]));
  const restore = () => Object.assign(WebAssembly, own);
  t.after(restore);
  const mine = await client();
  const auth = (await fresh()).createAuth(mine.options());
  for (const name of LOADERS) WebAssembly[name] = () => Promise.reject(new WebAssembly.CompileError("refused by the policy"));
  for (const round of [1, 2]) {
    const error = await refused(auth.fetchWithAuth(echo()), "load_failed", `call ${round}`);
    ok(error.message.includes("wasm-unsafe-eval"), `names the directive: ${error.message}`);
    ok(error.cause instanceof WebAssembly.CompileError, "its cause");
  }
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
  restore();
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("A panic at any step of a first call is a refusal, never a hang, and the next call works", async (t) => {
  const trap = await trapped(t);
  let reached = true;
  for (let step = 1; reached; step += 1) {
    const mine = await client();
    const auth = (await fresh()).createAuth(mine.options());
    trap.at(step);
    const outcome = await auth.fetchWithAuth(echo()).then(({ status }) => status, (error) => error);
    reached = trap.sprung();
    trap.at(0);
    if (reached && outcome !== 200) ok(["internal", "load_failed"].includes(outcome?.code), `a code of ours at step ${step}, got ${outcome}`);
    equal((await auth.fetchWithAuth(echo())).status, 200, `the call after step ${step}`);
    ok(step < 500, "an end");
    if (step === 1) ok(reached, "the trap was met at all");
  }
});

test("A panic that is an error of another realm is internal, too", async (t) => {
  const frame = document.createElement("iframe");
  t.after(() => frame.remove());
  document.body.append(frame);
  const trap = await trapped(t, frame.contentWindow.WebAssembly.RuntimeError);
  const mine = await client();
  const auth = (await fresh()).createAuth(mine.options());
  trap.at(5);
  await refused(auth.fetchWithAuth(echo()), "internal");
  trap.at(0);
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("A panic in one call leaves the others of the page alive", async (t) => {
  const trap = await trapped(t);
  const mine = await client({ pauseGrants: true });
  const auth = (await fresh()).createAuth(mine.options());
  const calls = Array.from({ length: 5 }, () => auth.fetchWithAuth(echo()).then(({ status }) => status, ({ code }) => code));
  await until(async () => (await mine.grants()).anonymous > 0, "the token request");
  trap.at(1);
  await mine.set({ pauseGrants: false });
  const outcomes = await Promise.all(calls);
  ok(trap.sprung(), "the trap was met");
  trap.at(0);
  for (const outcome of outcomes) ok([200, "internal"].includes(outcome), `each ends, got ${outcome}`);
  equal((await auth.fetchWithAuth(echo())).status, 200, "the next call");
  equal((await auth.session()).state, "visitor");
});

test("A panic in what nobody waits for is heard by nobody, and the next call works", async (t) => {
  const trap = await trapped(t);
  const mine = await client();
  const auth = (await fresh()).createAuth(mine.options());
  await auth.fetchWithAuth(echo());
  trap.at(1);
  // As when a page comes back into view: whatever was known may be old.
  document.dispatchEvent(new Event("visibilitychange"));
  ok(trap.sprung(), "the trap was met");
  trap.at(0);
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("A panic loses no session", async (t) => {
  const trap = await trapped(t);
  const mine = await client();
  const auth = (await fresh()).createAuth(mine.options());
  await auth.fetchWithAuth(echo());
  await mine.revokeAccess();
  for (const step of [1, 2, 3, 5, 8]) {
    trap.at(step);
    await auth.fetchWithAuth(echo(app, "?auth=required")).catch(() => {});
    trap.at(0);
  }
  await auth.fetchWithAuth(echo());
  equal((await mine.seen()).visitors, 1);
});

function watchLoading(t) {
  const calls = [];
  for (const name of LOADERS) {
    const own = WebAssembly[name];
    WebAssembly[name] = (...args) => (calls.push(name), own.apply(WebAssembly, args));
    t.after(() => (WebAssembly[name] = own));
  }
  return calls;
}

/** Makes the n-th call into the module from now on fail as a Rust panic does: `unreachable`. */
async function trapped(t, RuntimeError = WebAssembly.RuntimeError) {
  let countdown = 0;
  let sprung = false;
  const { instantiate, Instance } = WebAssembly;
  t.after(() => Object.assign(WebAssembly, { instantiate, Instance }));

  const guarded = (act) => (...args) => {
    if (countdown > 0 && --countdown === 0) {
      sprung = true;
      throw new RuntimeError("unreachable");
    }
    return act(...args);
  };
  const wired = (instance) => {
    const exports = Object.fromEntries(
      Object.entries(instance.exports).map(([name, value]) => [name, typeof value === "function" ? guarded(value) : value]),
    );
    return new Proxy(instance, { get: (target, name) => (name === "exports" ? exports : target[name]) });
  };
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    return made instanceof Instance ? wired(made) : { module: made.module, instance: wired(made.instance) };
  };
  WebAssembly.Instance = function (...args) { return wired(new Instance(...args)); };
  WebAssembly.Instance.prototype = Instance.prototype;

  return { at: (step) => ((countdown = step), (sprung = false)), sprung: () => sprung };
}
