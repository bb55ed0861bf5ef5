// The backend's module fails while token-info is being asked, and is replaced.
import assert from "node:assert/strict";
import { test } from "node:test";

/** What the module's route does next, instead of what it is for. */
let next;
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(...given) {
    const { exports } = new Instance(...given);
    const route = (...call) => {
      const fail = next;
      next = undefined;
      fail?.();
      return exports.backend_route(...call);
    };
    this.exports = { ...exports, backend_route: route };
  }
};
const { Permissions, createBackend, getContext, webMethod } = await import("fetch-with-auth/backend");

const info = (memberId) => Response.json({ active: true, subjectType: "MEMBER", subjectId: memberId, exp: 4e9, clientId: "app" });

test("An answer about one token is never taken for another's, also when the module was replaced meanwhile", async () => {
  const waiting = [];
  const backend = createBackend({
    appId: "app",
    sites: "any",
    fetch: (url, { body }) => new Promise((done) => waiting.push({ token: JSON.parse(body).token, answer: () => done(info(JSON.parse(body).token)) })),
  });
  const serve = backend.handle({ shop: { who: webMethod(Permissions.SiteMember, () => getContext().identity.memberId) } });
  const call = async (token) => {
    const answer = await serve(new Request("http://shop.example/api/shop/who", {
      method: "POST", body: "[]", headers: { "content-type": "application/json", authorization: token },
    }));
    return (await answer.json()).result;
  };
  const settled = () => new Promise((done) => setImmediate(done));

  const ann = call("ann");
  await settled();
  next = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  assert.equal(await (await serve(new Request("http://shop.example/api/shop/gone"))).status, 500);
  const bob = call("bob");
  await settled();
  assert.deepEqual(waiting.map(({ token }) => token), ["ann", "bob"]);
  waiting[0].answer();
  await settled();
  for (const { answer } of waiting.slice(1)) answer();
  await settled();
  for (const { answer } of waiting.slice(2)) answer();
  assert.deepEqual(await Promise.all([ann, bob]), ["ann", "bob"]);
});
