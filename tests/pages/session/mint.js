// The visitor grant.
import { equal, ok } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, createAuth, echo, fresh, visitor } from "../world.js";

test("The first call makes a visitor, and later calls are the same visitor", async () => {
  const mine = await client();
  const auth = mine.auth();
  equal(await auth.session(), { state: "empty" });
  const first = await visitor(auth);
  equal(await visitor(auth), first);
  equal([await mine.grants(), (await mine.seen()).visitors], [{ anonymous: 1, refresh: 0 }, 1]);
});

test("Asking for the session asks nobody for a token", async () => {
  const mine = await client();
  const auth = mine.auth();
  await auth.session();
  equal(await mine.grants(), { anonymous: 0, refresh: 0 });
});

test("The session of a visitor says when it ends, in seconds", async () => {
  const auth = (await client()).auth();
  await auth.fetchWithAuth(echo());
  const { state, expiresAt } = await auth.session();
  equal(state, "visitor");
  ok(Math.abs(expiresAt - Date.now() / 1000 - 14_400) < 60, `in four hours, got ${expiresAt}`);
});

test("Fifty parallel first calls: one token request, one visitor (§8.5 #15)", async () => {
  const mine = await client({ grantDelay: 50 });
  const auth = mine.auth();
  const visitors = await Promise.all(Array.from({ length: 50 }, () => visitor(auth)));
  equal(new Set(visitors).size, 1, "visitors that the backend saw");
  equal([await mine.grants(), (await mine.seen()).visitors], [{ anonymous: 1, refresh: 0 }, 1]);
});

test("Parallel first calls of several instances and copies of the module: one visitor (§8.5 #15)", async () => {
  const mine = await client({ grantDelay: 50 });
  const copies = [await fresh(), await fresh()];
  const auths = [mine.auth(), mine.auth(), ...copies.map((copy) => copy.createAuth(mine.options()))];
  const visitors = await Promise.all([...auths, ...auths].map(visitor));
  equal(new Set(visitors).size, 1, "visitors that the backend saw");
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test("A failed mint that many wait for fails them all, and the next call may succeed", async () => {
  const mine = await client({ faults: { anonymous: { kind: "status", status: 400, body: '{"error":"invalid_client"}', contentType: "application/json" } } });
  const auth = mine.auth();
  const codes = await Promise.all(Array.from({ length: 5 }, () => auth.fetchWithAuth(echo()).then(() => "", ({ code }) => code)));
  equal(codes, Array(5).fill("token_request_refused"));
  await mine.set({ faults: { anonymous: null } });
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("A token request is a form POST without credentials, token in the URL, or anything that needs a preflight (row 15)", async () => {
  const mine = await client();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  await mine.revokeAccess();
  await visitor(auth);
  const { tokenRequestLog } = await mine.seen();
  equal(tokenRequestLog.map(({ grant }) => grant), ["anonymous", "refresh_token"]);
  for (const { contentType, authorization, query, preflighted } of tokenRequestLog) {
    equal([contentType.split(";")[0], authorization, query, preflighted], ["application/x-www-form-urlencoded", false, false, false]);
  }
  equal(tokenRequestLog[0].body, { client_id: mine.id, grant_type: "anonymous" });
  equal(tokenRequestLog[1].body, { client_id: mine.id, grant_type: "refresh_token", refresh_token: tokenRequestLog[1].body.refresh_token });
});

test("A token request outlives the page, carries no cookies, and follows no redirect with a token", async (t) => {
  document.cookie = "probe=1; path=/";
  t.after(() => (document.cookie = "probe=; path=/; max-age=0"));
  const sent = spy();
  const mine = await client();
  await mine.auth({ fetch: sent }).fetchWithAuth(echo());
  const [{ input, init }] = sent.tokens();
  const request = new Request(input, init);
  if ("keepalive" in Request.prototype) equal(request.keepalive, true, "keepalive");
  equal([request.method, request.credentials === "include"], ["POST", false]);
});

test("options.fetch is used for everything, token requests included (§8.5 #43)", async (t) => {
  const own = globalThis.fetch;
  t.after(() => (globalThis.fetch = own));
  const sent = spy();
  const auth = (await client()).auth({ fetch: sent });
  globalThis.fetch = () => Promise.reject(new Error("the page's own fetch was asked"));
  equal((await auth.fetchWithAuth(`${app}/api/cart`)).status, 200);
  equal([sent.tokens().length, sent.others().length], [1, 1]);
});

test("Two client IDs share nothing (§8.5 #39)", async () => {
  const [one, two] = [await client(), await client()];
  const visitors = [await visitor(one.auth()), await visitor(two.auth())];
  ok(visitors[0] !== visitors[1], "two visitors");
  await one.auth().signOut();
  equal(await visitor(two.auth()), visitors[1]);
});

test("apiOrigin decides where tokens are asked for, and its default is Wix", async () => {
  const asked = async (options) => {
    const sent = [];
    const refuse = async (input) => {
      sent.push(input instanceof Request ? input.url : String(input));
      return new Response('{"error":"invalid_client"}', { status: 400 });
    };
    await createAuth({ clientId: crypto.randomUUID(), storage: "memory", fetch: refuse, ...options }).fetchWithAuth(echo()).catch(() => {});
    return sent[0];
  };
  equal(await asked({}), "https://www.wixapis.com/oauth2/token");
  equal(await asked({ apiOrigin: "https://api.example/" }), "https://api.example/oauth2/token");
});
