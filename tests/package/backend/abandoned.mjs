// abandoned.mjs ERROR: backends that nobody has any more, before and after the module failed with that error.
// Prints what was freed in which instance: `foreign` are addresses of another one, `own` says whether its own are.
const [name] = process.argv.slice(2);
const kind = WebAssembly[name] ?? globalThis[name];

/** What the module's route does next, instead of what it is for. */
let next;
const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(...given) {
    const { exports } = new Instance(...given);
    const own = { made: new Set(), freed: [] };
    instances.push(own);
    this.exports = {
      ...exports,
      backend_new: (...call) => {
        const made = exports.backend_new(...call);
        // Its address, and what it would have thrown.
        own.made.add(made[0]);
        return made;
      },
      backend_route: (...call) => {
        const fail = next;
        next = undefined;
        fail?.();
        return exports.backend_route(...call);
      },
      __wbg_backend_free: (address, ...call) => {
        own.freed.push(address);
        return exports.__wbg_backend_free(address, ...call);
      },
    };
  }
};
const { Permissions, webMethod } = await import("fetch-with-auth/backend");
const { open, request } = await import("./shop.mjs");

const shop = { method: webMethod(Permissions.Anyone, () => 1) };
const serving = () => open({ log: () => {} }).backend.handle({ shop });
const status = async (serve) => (await serve(request())).status;

/** Lets go of so many backends that have served a request, and waits until they are gone. */
async function abandon(count) {
  const gone = [];
  for (let number = 0; number < count; number++) {
    const serve = serving();
    await status(serve);
    gone.push(new WeakRef(serve));
  }
  return async () => {
    while (gone.some((serve) => serve.deref())) {
      await new Promise((done) => setImmediate(done));
      gc();
    }
    // Their finalizers are tasks that the collection has queued.
    let called = false;
    const registry = new FinalizationRegistry(() => (called = true));
    registry.register({});
    while (!called) {
      await new Promise((done) => setImmediate(done));
      gc();
    }
  };
}

const kept = serving();
await status(kept);
const first = await abandon(9);
next = () => {
  throw new kind("broken");
};
const failed = (await kept(request("/api/shop/method?another"))).status;
const after = await status(kept);
await first();
const foreign = [...instances[1].freed];
const second = await abandon(9);
await second();
const own = instances[1].freed.length >= 8 && instances[1].freed.every((address) => instances[1].made.has(address));
console.log(JSON.stringify({ failed, after, foreign, own, alive: await status(kept) }));
