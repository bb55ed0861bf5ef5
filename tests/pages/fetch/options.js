// The other members of init.
import { alike } from "../alike.js";
import { equal } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, echo, site } from "../world.js";

for (const method of ["GET", "get", "HEAD", "head", "DELETE", "delete", "options", "PUT", "patch", "Query"]) {
  test(`The method ${method} is spelled as fetch spells it`, () => alike((url) => [url, { method }]));
}

for (const credentials of ["omit", "same-origin", "include"]) {
  test(`credentials: ${credentials}`, async (t) => {
    document.cookie = "probe=1; path=/";
    t.after(() => (document.cookie = "probe=; path=/; max-age=0"));
    await alike((url) => [url, { credentials }]);
    await alike((url) => [new Request(url, { credentials })]);
    await alike((url) => [url, { credentials }], { at: app });
  });
}

for (const mode of ["cors", "same-origin"]) {
  test(`mode: ${mode}`, async () => {
    await alike((url) => [url, { mode }]);
    await alike((url) => [url, { mode }], { at: app });
    await alike((url) => [new Request(url, { mode })], { at: app });
  });
}

for (const cache of ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"]) {
  test(`cache: ${cache}`, async () => {
    await alike((url) => [url, { cache, mode: "same-origin" }]);
    await alike((url) => [new Request(url, { cache, mode: "same-origin" })]);
  });
}

for (const redirect of ["follow", "error", "manual"]) {
  test(`redirect: ${redirect}`, async () => {
    const query = (code) => `?redirect=${encodeURIComponent("/echo/target")}&code=${code}`;
    for (const code of [301, 302, 303, 307, 308]) {
      await alike((url) => [url, { redirect }], { query: query(code) });
      await alike((url) => [url, { redirect, method: "POST", body: "text" }], { query: query(code) });
      await alike((url) => [new Request(url, { redirect })], { query: query(code) });
    }
  });
}

for (const referrer of ["", "about:client", "/pages/elsewhere?a#b", "http://elsewhere.example/"]) {
  test(`referrer: ${JSON.stringify(referrer)}`, async () => {
    await alike((url) => [url, { referrer }]);
    await alike((url) => [url, { referrer }], { at: app });
    await alike((url) => [new Request(url), { referrer }]);
  });
}

for (const referrerPolicy of ["", "no-referrer", "origin", "same-origin", "strict-origin", "unsafe-url"]) {
  test(`referrerPolicy: ${JSON.stringify(referrerPolicy)}`, async () => {
    await alike((url) => [url, { referrerPolicy }]);
    await alike((url) => [url, { referrerPolicy }], { at: app });
  });
}

test("A Request keeps its own referrer when no init is given", async () => {
  const own = { referrer: "/pages/elsewhere", referrerPolicy: "unsafe-url" };
  const { saw } = await alike((url) => [new Request(url, own)], { at: app });
  equal(saw.headers.referer, `${site}/pages/elsewhere`, "the referrer on the wire");
  await alike((url) => [new Request(url, own), { referrerPolicy: "origin" }], { at: app });
  await alike((url) => [new Request(url, own), {}], { at: app });
});

test("integrity: the right digest passes, a wrong one does not", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const url = "/pages/index.html";
  const digest = await crypto.subtle.digest("SHA-256", await (await fetch(url)).arrayBuffer());
  const right = `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  const wrong = `sha256-${btoa("0".repeat(32))}`;
  for (const integrity of [right, wrong]) {
    for (const args of [[url, { integrity }], [new Request(url, { integrity })]]) {
      const call = (f) => f(...args).then(({ status }) => status, ({ name }) => name);
      equal(await call(fetchWithAuth), await call(fetch), `integrity ${integrity}`);
    }
  }
});

const RECEIVED = {
  keepalive: { keepalive: true },
  "no keepalive": { keepalive: false },
  integrity: { integrity: "sha256-AAAA" },
  "mode, credentials and cache": { mode: "same-origin", credentials: "omit", cache: "reload" },
  redirect: { redirect: "error" },
  referrer: { referrer: "/pages/elsewhere", referrerPolicy: "origin" },
};

for (const [what, init] of Object.entries(RECEIVED)) {
  test(`options.fetch is given the caller's ${what} (row 23)`, async () => {
    let got;
    const take = (input, init) => (got = members(input instanceof Request && !init ? input : new Request(input, init)));
    const { fetchWithAuth } = (await client()).auth({ fetch: spy(async (...args) => (take(...args), new Response())) });
    for (const args of [["/echo", init], [new Request("/echo", init)], [new Request("/echo"), init]]) {
      await fetchWithAuth(...args);
      const expected = members(new Request(...args));
      // Firefox drops keepalive when it makes a Request of a Request, in fetch as well: either will do.
      if (got.keepalive === init.keepalive) expected.keepalive = got.keepalive;
      equal(got, expected, what);
    }
  });
}

const members = (request) => Object.fromEntries(MEMBERS.map((name) => [name, request[name]]));

test("Every member of init that the Fetch standard knows is read when fetch reads it, priority and duplex among them", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const reading = async (call) => {
    const read = new Set();
    const init = {};
    for (const name of STANDARD) {
      const get = () => (read.add(name), name === "priority" ? "low" : undefined);
      Object.defineProperty(init, name, { get, enumerable: true });
    }
    const answer = call(echo(), init);
    const atOnce = STANDARD.filter((name) => read.has(name));
    await answer;
    return atOnce;
  };
  const ours = await reading(fetchWithAuth);
  equal((await reading(fetch)).filter((name) => !ours.includes(name)), [], "members that were not read at the moment of the call");
});

// https://fetch.spec.whatwg.org/#requestinit
const STANDARD = ["method", "headers", "body", "referrer", "referrerPolicy", "mode", "credentials", "cache", "redirect", "integrity", "keepalive", "signal", "duplex", "priority", "window"];
const MEMBERS = ["method", "url", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "integrity", "keepalive", "duplex"];
