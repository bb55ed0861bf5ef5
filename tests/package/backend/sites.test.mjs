// Whose members and users a backend lets in: those of the sites that it names.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Permissions, createBackend, getContext, webMethod } from "fetch-with-auth/backend";

/** Token-info takes a token for what it says: a kind of subject, a site and an instance. */
const fetch = async (url, { body }) => {
  const [subjectType, siteId, instanceId] = JSON.parse(body).token.split(".");
  return Response.json({ active: true, subjectType, subjectId: "somebody", siteId, instanceId, clientId: "app", exp: 4e9 });
};
const open = (options) => createBackend({ appId: "app", fetch, ...options });
const ask = async (endpoint, token, path = "/") => {
  const answer = await endpoint(new Request(`https://shop.example${path}`, {
    method: "POST", body: "[]", headers: { "content-type": "application/json", authorization: token },
  }));
  return answer.ok ? answer.status : (await answer.json()).error.code;
};
const SITES = [/^`sites` must be /, "instanceId", "siteId", '"any"', "function"];
const saysWhy = (error) => {
  assert.equal(error.code, "invalid_options");
  for (const word of SITES) assert.match(error.message, new RegExp(word));
  return true;
};
const OWN = { "SiteMember": Permissions.SiteMember, "Admin": Permissions.Admin, "a function": () => true };

for (const [name, permission] of Object.entries(OWN)) {
  test(`A backend without sites refuses the permission at once, and says why: ${name}`, () => {
    const backend = open();
    assert.throws(() => backend.api(permission, () => new Response()), saysWhy);
    const shop = { open: webMethod(Permissions.Anyone, () => {}), close: webMethod(permission, () => {}) };
    assert.throws(() => backend.handle({ shop }), (error) => saysWhy(error) && error.message.includes("shop.close"));
    assert.throws(() => backend.handle({ shop }, { base: "" }), saysWhy);
  });
}

test("A backend without sites does not say who calls", async () => {
  const request = new Request("https://shop.example/", { headers: { authorization: "MEMBER.other.other" } });
  await assert.rejects(open().identify(request), saysWhy);
});

test("Permissions.Anyone needs no sites", async () => {
  const backend = open();
  const endpoint = backend.api(Permissions.Anyone, () => new Response());
  const serve = backend.handle({ shop: { anyone: webMethod(Permissions.Anyone, () => getContext().identity.siteId) } });
  for (const token of ["VISITOR.a.b", "MEMBER.c.d"]) {
    assert.equal(await ask(endpoint, token), 200);
    assert.equal(await ask(serve, token, "/api/shop/anyone"), 200);
  }
});

//  [options, tokens that are taken, tokens that are not]
const TABLE = {
  "the site": [{ siteId: "here" }, ["here.app1"], ["there.app1", "here2.app1", ".app1", "HERE.app1"]],
  "the instance": [{ instanceId: "app1" }, ["here.app1", "there.app1"], ["here.app2", "here.", "here"]],
  "both": [{ siteId: "here", instanceId: "app1" }, ["here.app1"], ["here.app2", "there.app1"]],
  "any site": [{ sites: "any" }, ["here.app1", "there.app2", "."], []],
  "any, beside one that is named": [{ sites: "any", siteId: "here" }, ["here.app1"], ["there.app1"]],
  "a function": [{ sites: ({ siteId }) => siteId == "here" || siteId == "near" }, ["here.a", "near.b"], ["there.c", "."]],
  "a function that has to ask": [{ sites: async ({ siteId }) => siteId == "here" }, ["here.a"], ["there.a"]],
  "a function beside a site that is named": [{ siteId: "here", sites: ({ instanceId }) => instanceId == "a" }, ["here.a"], ["here.b", "there.a"]],
  "a function that says nearly true": [{ sites: () => "true" }, [], ["here.a"]],
  "a function that says nearly true later": [{ sites: async () => 1 }, [], ["here.a"]],
};

for (const [what, [options, taken, refused]] of Object.entries(TABLE)) {
  test(`Members and users of these sites are let in, and nobody of another: ${what}`, async () => {
    const backend = open(options);
    const member = backend.api(Permissions.SiteMember, () => new Response());
    const admin = backend.handle({ shop: { close: webMethod(Permissions.Admin, () => 1) } });
    const own = backend.api(() => true, () => new Response());
    for (const round of [1, 2]) {
      for (const [sites, expected] of [[taken, 200], [refused, "token_foreign"]]) {
        for (const site of sites) {
          assert.equal(await ask(member, `MEMBER.${site}`), expected, `${site} ${round}`);
          assert.equal(await ask(admin, `USER.${site}`, "/api/shop/close"), expected, `${site} ${round}`);
          assert.equal(await ask(own, `VISITOR.${site}`), expected, `${site} ${round}`);
        }
      }
    }
  });
}

test("A function of the identity is asked on every request, as nobody, and what it throws lets nobody in", async () => {
  let sites;
  const endpoint = open({ sites: (identity) => sites(identity), log() {} }).api(Permissions.SiteMember, () => new Response());
  sites = () => true;
  assert.equal(await ask(endpoint, "MEMBER.a.b"), 200);
  sites = () => false;
  assert.equal(await ask(endpoint, "MEMBER.a.b"), "token_foreign");
  for (const broken of [() => { throw new Error("a secret"); }, async () => { throw new Error("a secret"); }, () => getContext()]) {
    sites = broken;
    assert.equal(await ask(endpoint, "MEMBER.a.b"), "internal");
  }
  sites = (identity) => {
    assert.throws(() => { "use strict"; identity.siteId = "other"; }, TypeError);
    assert.throws(getContext, { code: "not_identified" });
    return true;
  };
  assert.equal(await ask(endpoint, "MEMBER.a.b"), 200);
});

test("The backend's own API key is of its own site, which no function is asked about", async () => {
  const backend = open({ apiKey: "key", siteId: "here", sites: () => false });
  assert.equal(await ask(backend.api(Permissions.Admin, () => new Response()), "key"), 200);
});

for (const sites of ["all", "Any", "", true, null, ["here"], {}, 5]) {
  test(`What is no choice of sites is refused at once: ${JSON.stringify(sites)}`, () => {
    assert.throws(() => open({ sites }), { code: "invalid_options", message: /^`sites` must be / });
  });
}

for (const [name, value] of [["siteId", ""], ["siteId", " "], ["instanceId", ""], ["instanceId", null]]) {
  test(`An empty setting is none, and not any site: ${name} ${JSON.stringify(value)}`, () => {
    assert.throws(() => open({ [name]: value }), { code: "invalid_options", message: new RegExp(`^\`${name}\` must be `) });
  });
}
