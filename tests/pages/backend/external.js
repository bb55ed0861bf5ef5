// A member that the server knows: its tokens, handed to the page.
import { equal, ok, refused } from "../assert.js";
import { account } from "../members/person.js";
import { app, control, visitor } from "../world.js";
import { key, test } from "./backend.js";

async function shop(backend, options = {}) {
  const own = key();
  const mine = await backend(own.settings, { ...own.options, ...options });
  const email = `${crypto.randomUUID()}@people.example`;
  const { memberId } = await control("POST", `/clients/${mine.id}/members`, { email });
  const auth = mine.auth();
  const ask = (path, body) => auth.fetchWithAuth(`${mine.base}/endpoint/${path}`, { method: "POST", body });
  return Object.assign(mine, { email, memberId, page: auth, ask, WAYS: { tokens: memberId, session: email } });
}

const put = (auth, id, quantity) =>
  auth.fetchWithAuth(`${app}/api/cart`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ id, quantity }) });

for (const way of ["tokens", "session"]) {
  test(`The visitor who calls becomes the member that the server knows, and their cart comes along: ${way}`, async ({ backend }) => {
    const mine = await shop(backend);
    const { page } = mine;
    equal((await put(page, "vase", 2)).status, 200);
    const first = await visitor(page);
    const tokens = await (await mine.ask(way, mine.WAYS[way])).json();
    equal([Object.keys(tokens).sort(), typeof tokens.expires_in], [["access_token", "expires_in", "refresh_token"], "number"]);
    await page.signInWithTokens(tokens);
    const { email } = await account(page, app);
    const { items } = await (await page.fetchWithAuth(`${app}/api/cart`)).json();
    equal([(await page.session()).state, email, items.map(({ id, quantity }) => [id, quantity])], ["member", mine.email, [["vase", 2]]]);
    equal((await mine.shop(page).member()).memberId, mine.memberId);
    await page.signOut();
    equal(await visitor(page), first);
  });

  test(`A key that Wix refuses: 502 tokens_refused, and the page is who it was: ${way}`, async ({ backend }) => {
    const mine = await shop(backend, { apiKey: "another" });
    const answer = await mine.ask(way, mine.WAYS[way]);
    equal([answer.status, (await answer.json()).error.code], [502, "tokens_refused"]);
    equal((await mine.page.session()).state, "visitor");
  });

  test(`Without a key: nothing is sent, and the caller hears internal: ${way}`, async ({ backend }) => {
    const mine = await shop(backend, { apiKey: null });
    equal((await mine.ask(way, mine.WAYS[way])).status, 500);
    equal([await mine.failures(), await mine.grant("authorized_client")], [["invalid_options"], 0]);
  });

  test(`Wix out of reach: 503 tokens_unavailable: ${way}`, async ({ backend }) => {
    const mine = await shop(backend);
    for (const fault of [{ kind: "status" }, { kind: "cut" }, { kind: "html" }]) {
      await mine.set({ faults: { authorized_client: fault, "sign-on": fault } });
      const answer = await mine.ask(way, mine.WAYS[way]);
      equal([answer.status, (await answer.json()).error.code], [503, "tokens_unavailable"], JSON.stringify(fault));
    }
  });
}

test("A member who calls becomes another by a visitor of their own", async ({ backend }) => {
  const mine = await shop(backend);
  await mine.page.signInWithTokens(await mine.mint("member"));
  const tokens = await (await mine.ask("tokens", mine.memberId)).json();
  await mine.page.signInWithTokens(tokens);
  equal([(await account(mine.page, app)).email, await mine.grant("anonymous")], [mine.email, 1]);
});

test("Somebody whom the site does not know: refused by id, and made by e-mail address", async ({ backend }) => {
  const mine = await shop(backend);
  equal((await mine.ask("tokens", crypto.randomUUID())).status, 502);
  const email = `${crypto.randomUUID()}@people.example`;
  await mine.page.signInWithTokens(await (await mine.ask("session", email)).json());
  equal((await account(mine.page, app)).email, email);
});

test("Outside a handler a new visitor becomes the member", async ({ backend }) => {
  const mine = await shop(backend);
  const results = await mine.outside(mine.memberId, mine.email);
  for (const way of ["tokens", "session"]) {
    await mine.page.signInWithTokens(results[way]);
    equal((await account(mine.page, app)).email, mine.email, way);
  }
  equal(await mine.grant("anonymous"), 2);
});

const NOBODY = {
  "an empty token": { kind: "status", status: 200, contentType: "application/json", body: { access_token: "", expires_in: 14400 } },
  "no token": { kind: "status", status: 200, contentType: "application/json", body: {} },
  "no answer": { kind: "cut" },
};

for (const [what, fault] of Object.entries(NOBODY)) {
  test(`Where there is no visitor the key is not sent alone: ${what} (§8.5 #33)`, async ({ backend }) => {
    const mine = await shop(backend);
    await mine.set({ faults: { anonymous: fault } });
    const results = await mine.outside(mine.memberId, mine.email);
    ok([results.tokens, results.session].every((code) => /^tokens_(refused|unavailable)$/.test(code)), `refused, got ${results.tokens} and ${results.session}`);
    equal((await mine.asked()).filter(({ authorization }) => authorization), []);
  });
}

test("What is no member is refused before anything is sent", async ({ backend }) => {
  const mine = await shop(backend);
  const results = await mine.outside("", null);
  equal([results.tokens, results.session, (await mine.asked()).length], ["invalid_options", "invalid_options", 0]);
  await refused(mine.page.signInWithTokens({ access_token: "" }), "invalid_options");
});
