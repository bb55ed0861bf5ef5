// fetchWithAuth of the backend half: what is validated is sent, as the caller and, within elevate, as the app.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Permissions, createBackend, elevate, fetchWithAuth, httpClient } from "fetch-with-auth/backend";
import { TRICKS, api, heard, own, turns } from "./world.mjs";

const options = { appId: "app", instanceId: "instance", siteId: "site", apiOrigin: api };
const BACKENDS = {
  "as the caller": [{ appSecret: "secret" }, (act) => act],
  "as the app": [{ appSecret: "secret" }, elevate],
  "by the API key": [{ apiKey: "key" }, elevate],
};

/** What `act` answers within a handler. */
async function within([more, wrap], act, request = new Request("http://app.example/")) {
  let outcome;
  const backend = createBackend({ ...options, ...more, log() {} });
  const handler = backend.api(Permissions.Anyone, async () => {
    outcome = await wrap(act)();
    return new Response();
  });
  const signed = new Request(request, { headers: { authorization: "OauthNG.JWS.caller" } });
  const { status } = await handler(signed);
  assert.equal(status, 200);
  return outcome;
}

for (const [who, backend] of Object.entries(BACKENDS)) {
  for (const [what, make] of Object.entries(TRICKS)) {
    test(`No token goes to a foreign origin, ${who}: ${what}`, async () => {
      heard.foreign.length = 0;
      const outcome = await within(backend, () => fetchWithAuth(...make()).then(({ url }) => new URL(url).origin, (error) => error.code ?? error.name));
      assert.ok([api, "foreign_origin", "TypeError"].includes(outcome), outcome);
      assert.equal(heard.foreign.length, 0);
    });
  }

  test(`Names of headers are spelled on the wire as fetch spells them, ${who}`, async () => {
    for (const headers of [{ "X-UPPER": "1", "Wix-Site-Id": "other" }, [["X-UPPER", "1"], ["x-upper", "2"]], new Headers({ "X-UPPER": "1" })]) {
      const names = ({ names }) => names.filter((name) => !["authorization", "wix-site-id"].includes(name)).sort();
      const saw = await within(backend, async () => (await fetchWithAuth(`${api}/echo`, { headers })).json());
      assert.deepEqual(names(saw), names(await (await fetch(`${api}/echo`, { headers })).json()));
      assert.ok(saw.headers.authorization, "signed");
      if (who === "by the API key") assert.equal(saw.headers["wix-site-id"], headers["Wix-Site-Id"] ?? "site");
    }
    const saw = await within(backend, async () => (await fetchWithAuth(`${api}/echo`)).json());
    assert.ok(saw.headers.authorization, "signed without an init");
  });
}

/** A redirect that is given as "error" and is another. */
const LED = {
  "of a Request": () => [own(new Request(`${api}/echo`, { redirect: "follow" }), { redirect: "error" })],
  "of an init whose text changes": () => [`${api}/echo`, { redirect: turns("error", "follow") }],
  "of an init whose text changes twice": () => [`${api}/echo`, { redirect: turns("error", "error", "follow") }],
  "of an init that is a Request": () => [`${api}/echo`, new Request(api, { redirect: "follow" })],
  "of an init of a class": () => [`${api}/echo`, new (class {
    #redirect = "follow";
    get redirect() {
      return this.#redirect;
    }
  })()],
  "of an init that changes": () => {
    let turn = 0;
    return [`${api}/echo`, { get redirect() { return turn++ ? "follow" : "error"; } }];
  },
};

for (const [what, make] of Object.entries(LED)) {
  test(`What the app sends is led nowhere: a redirect ${what}`, async () => {
    const modes = [];
    const spied = (input, init) => {
      if (!String(input?.url ?? input).includes("/oauth2/")) modes.push(new Request(input, init).redirect);
      return fetch(input, init);
    };
    await within([{ appSecret: "secret", fetch: spied }, elevate], () => fetchWithAuth(...make()));
    assert.ok(["manual", "error"].includes(modes[0]), modes[0]);
  });
}

test("The name and the length are those of fetch", () => {
  for (const call of [fetchWithAuth, httpClient.fetchWithAuth]) assert.deepEqual([call.name, call.length], [fetch.name, fetch.length]);
});

test("The audience of a backend names origins in full, as a page's does", () => {
  for (const origin of ["https://*.shop.example", "https://.shop.example"]) {
    assert.throws(() => createBackend({ ...options, audience: [origin] }), ({ code, message }) => code === "invalid_options" && message.includes(origin));
  }
});
