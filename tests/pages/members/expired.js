// A member whose session is over: asked to sign in, and never taken for somebody else.
import { equal, refused, until } from "../assert.js";
import { beside, test } from "../runner.js";
import { aged } from "../aged.js";
import { stored } from "../vault.js";
import { app, echo, fresh, visitor } from "../world.js";
import { account, callback, person } from "./person.js";

const call = (auth) => auth.fetchWithAuth(echo(app, "?auth=required"));

/** A member whose refresh token is dead, and the visitor from before. */
async function expired() {
  const mine = await person();
  const auth = mine.auth({ frameTimeout: 8 });
  const first = await visitor(auth);
  const as = await auth.login(mine.who).then(() => visitor(auth));
  await mine.set({ faults: { refresh_token: { kind: "invalid_grant" } } });
  await mine.revokeAccess();
  return { mine, auth, first, as };
}

test("invalid_grant ends a member's session: sign_in_required, reported once in each tab, and nobody is minted behind it (§8.5 #16)", async () => {
  const { mine, auth } = await expired();
  const tabs = [auth, mine.auth(), (await fresh()).createAuth(mine.options())];
  const heard = tabs.map((tab) => {
    const news = [];
    tab.onSessionChange(({ state, reason }) => news.push(`${state} ${reason}`));
    return news;
  });
  for (const tab of tabs) equal((await tab.session()).state, "member");
  const before = await mine.seen();
  for (const round of [1, 2, 3]) {
    for (const [index, tab] of tabs.entries()) await refused(call(tab), "sign_in_required", `call ${round} of tab ${index}`);
    await Promise.all(tabs.map((tab) => refused(call(tab), "sign_in_required", "at once")));
  }
  await until(() => heard.every((news) => news.includes("expired expired")), `the news in each tab, heard ${JSON.stringify(heard)}`, 3000);
  equal(heard.map((news) => news.filter((it) => it.startsWith("expired")).length), [1, 1, 1], "how often it was reported");
  const { tokenRequests, visitors } = await mine.seen();
  equal([tokenRequests.anonymous, tokenRequests.refresh_token, visitors], [before.tokenRequests.anonymous, 1, before.visitors]);
  equal((await auth.session()).state, "expired");
});

beside("That is still so in the next page, without another request", async () => {
  const { mine, auth } = await expired();
  await refused(call(auth), "sign_in_required");
  const next = (await fresh()).createAuth(mine.options());
  equal((await next.session()).state, "expired");
  await refused(next.fetchWithAuth(echo()), "sign_in_required");
  equal((await mine.grants()).refresh, 1);
});

const AGAIN = {
  "by redirect": async (auth, mine) => auth.handleRedirect(await callback(mine, auth)),
  "with a form": (auth, mine) => auth.login(mine.who),
  "silently": (auth) => auth.loginSilently(),
  "with tokens": async (auth, mine) => auth.signInWithTokens(await mine.token()),
};

for (const [what, login] of Object.entries(AGAIN)) {
  beside(`An expired member signs in again, and the visitor of before is still kept: ${what}`, async () => {
    const { mine, auth, first } = await expired();
    await refused(call(auth), "sign_in_required");
    await mine.set({ faults: { refresh_token: null } });
    await login(auth, mine);
    equal([(await auth.session()).state, (await call(auth)).status, typeof (await account(auth, app)).email], ["member", 200, "string"]);
    await auth.signOut();
    equal([await visitor(auth), (await mine.grants()).anonymous], [first, 1]);
  });
}

beside("A login that fails leaves an expired member expired, and the visitor where it was", async () => {
  const { mine, auth, first } = await expired();
  await refused(call(auth), "sign_in_required");
  await mine.set({ faults: { refresh_token: null } });
  equal((await auth.login({ ...mine.who, password: "wrong-password" })).errorCode, "invalidPassword");
  equal((await auth.session()).state, "expired");
  await refused(auth.fetchWithAuth(echo()), "sign_in_required");
  await auth.signOut();
  equal(await visitor(auth), first);
});

// A generator with a seed, so that a failure can be reported and repeated.
function random(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
}

const json = (status, body = {}) => ({ kind: "status", status, contentType: "application/json", body });
const OUTAGES = [
  json(503), json(500), json(502), json(504), json(429), json(408), json(400, { error: "invalid_client" }), json(400, { error: "temporarily_unavailable" }), json(503, { error: "invalid_grant" }),
  { kind: "html" }, { kind: "cut" }, { kind: "truncated" }, { kind: "no_cors" }, json(200, {}), json(200, "[]"), { kind: "status", status: 403, contentType: "text/html", body: "invalid_grant" },
];

const seed = Math.floor(Math.random() * 2 ** 32);

beside("After whatever outages of the refresh, in whatever order, a member is that member (§8.5 #16, row 30)", async () => {
  const draw = random(seed);
  await Promise.all(Array.from({ length: 12 }, async () => {
    const mine = await aged("member");
    const results = [];
    for (let outage = 0; outage < 2; outage += 1) {
      const fault = OUTAGES[draw(OUTAGES.length)];
      results.push(fault.kind, fault.status);
      await mine.set({ faults: { refresh_token: { ...fault, times: 1 + draw(4) } } });
      const got = await mine.fetchWithAuth(echo(app, "?auth=required")).then(({ status }) => status, ({ code }) => code);
      equal([200, "token_endpoint_unavailable", "token_request_refused", "invalid_token_response"].includes(got), true, `${got} after ${results}, seed ${seed}`);
      equal([(await mine.session()).state, (await stored(mine.id)).includes("\nmember\n")], ["member", true], `after ${results}, seed ${seed}`);
    }
    await mine.set({ faults: { refresh_token: null } });
    await until(() => mine.fetchWithAuth(echo(app, "?auth=required")).then(({ status }) => status === 200, () => false), `a call to succeed after ${results}, seed ${seed}`, 40_000);
    const { visitors, tokenRequests } = await mine.seen();
    equal([(await mine.session()).state, visitors, tokenRequests.anonymous ?? 0], ["member", 0, 0], `after ${results}, seed ${seed}`);
  }));
});
