// The backend's module fails, and another instance of it goes on.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

/** Whether the module is called next at the end of the stack. */
let armed = false;
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(...given) {
    const { exports } = new Instance(...given);
    const { backend_onTokenInfo: onTokenInfo } = exports;
    const backend_onTokenInfo = (...call) => (armed ? atTheEndOfTheStack(() => onTokenInfo(...call)) : onTokenInfo(...call));
    this.exports = { ...exports, backend_onTokenInfo };
  }
};
const { Permissions, webMethod } = await import("fetch-with-auth/backend");
const { open, request, tokenOf } = await import("./shop.mjs");

/** Does it at each level of a full stack, from its end on, until it does not overflow any more. */
function atTheEndOfTheStack(work) {
  armed = false;
  let overflow;
  let fits = false;
  const dive = () => {
    try {
      dive();
    } catch {}
    if (fits) return;
    try {
      work();
      fits = true;
    } catch (error) {
      if (error instanceof RangeError) overflow = error;
      else fits = true;
    }
  };
  dive();
  throw overflow;
}

test("A stack that overflows within the module does not break the requests after it", async () => {
  const { backend, events } = open();
  const serve = backend.handle({ shop: { method: webMethod(Permissions.Anyone, () => "served") } });
  const status = async (name) => (await serve(request("/api/shop/method", { token: tokenOf("member", name) }))).status;
  assert.equal(await status("ann"), 200);
  armed = true;
  assert.equal(await status("bob"), 500);
  assert.equal(events.at(-1).error.name, "RangeError");
  assert.deepEqual([await status("ann"), await status("bob")], [200, 200]);
});

for (const error of ["RuntimeError", "RangeError", "TypeError", "Error"]) {
  test(`After any exception another instance is in its place, and what was registered for the first is not freed in it: ${error}`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "abandoned.mjs", error]);
    const { failed, after, foreign, own, alive } = JSON.parse(stdout);
    assert.deepEqual({ failed, after, foreign, own, alive }, { failed: 500, after: 200, foreign: [], own: true, alive: 200 });
  });
}
