// Who listens to what a backend does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Permissions, WebMethodError, createBackend, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";

const shop = {
  restock: webMethod(Permissions.Anyone, async () => {
    await elevate(async () => {})();
    return "restocked";
  }),
  soldOut: webMethod(Permissions.Anyone, () => {
    throw new WebMethodError("sold_out", "There is none left.");
  }),
  broken: webMethod(Permissions.Anyone, async () => {
    await null;
    throw new Error("broken");
  }),
  close: webMethod(Permissions.Admin, () => {}),
};

test("A log hook acts as nobody, whatever it hears of", async () => {
  const heard = [];
  const backend = createBackend({
    appId: "app",
    sites: "any",
    fetch: async () => Response.json({ active: true, subjectType: "MEMBER", subjectId: "m", exp: 4e9, clientId: "app" }),
    log: ({ type }) => {
      heard.push([type, codeOf(getContext), codeOf(elevate(() => {})), codeOf(() => fetchWithAuth("https://www.wixapis.com/"))]);
    },
  });
  const serve = backend.handle({ shop });
  for (const name of Object.keys(shop)) {
    await serve(new Request(`http://shop.example/api/shop/${name}`, {
      method: "POST", body: "[]", headers: { "content-type": "application/json", authorization: "token" },
    }));
  }
  const codes = await Promise.all(heard.map(async ([type, ...codes]) => [type, ...await Promise.all(codes)]));
  const nobody = Array(3).fill("not_identified");
  assert.deepEqual(codes, [
    ["elevated", ...nobody], ["answered", ...nobody], ["refused", ...nobody], ["failed", ...nobody], ["refused", ...nobody],
  ]);
});

async function codeOf(work) {
  try {
    await work();
  } catch (error) {
    return error.code;
  }
}
