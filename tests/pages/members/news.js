// What listeners hear, in this page and in others.
import { equal, ok, until } from "../assert.js";
import { test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { app, echo, fresh, visitor } from "../world.js";
import { callback, person } from "./person.js";

/** What two pages of one browser hear. */
async function two(settings) {
  const mine = await person(settings);
  const pages = [mine.auth({ frameTimeout: 8 }), (await fresh()).createAuth(mine.options())];
  const heard = pages.map((page) => {
    const news = [];
    page.onSessionChange((change) => news.push(change));
    return news;
  });
  for (const page of pages) await page.session();
  const reasons = () => heard.map((news) => news.map(({ state, reason }) => `${state} ${reason}`));
  const both = (last) => until(() => reasons().every((news) => news.at(-1) === last), `${last} in both pages`, 4000).catch((error) => {
    throw new Error(`${error.message}, heard ${JSON.stringify(reasons())}`);
  });
  return { mine, auth: pages[0], other: pages[1], heard, reasons, both };
}

test("Every transition is reported in every page, each with its reason", async (t) => {
  const time = clock(t);
  const { mine, auth, other, heard, reasons, both } = await two();
  await visitor(auth);
  await both("visitor visitor");
  await auth.login(mine.who);
  await both("member signed_in");
  time.forward(5 * HOUR);
  await auth.fetchWithAuth(echo());
  await both("member renewed");
  await auth.signOut();
  await both("visitor signed_out");
  await auth.newVisitor();
  await both("empty signed_out");
  await visitor(other);
  await both("visitor visitor");
  equal(reasons(), Array(2).fill(["visitor visitor", "member signed_in", "member renewed", "visitor signed_out", "empty signed_out", "visitor visitor"]));
  for (const change of heard.flat()) {
    equal([Object.keys(change).filter((key) => !["state", "expiresAt", "reason"].includes(key)), change.state === "empty" || typeof change.expiresAt === "number"], [[], true]);
  }
});

const LOGINS = {
  "by redirect": async (auth, mine) => auth.handleRedirect(await callback(mine, auth)),
  "with a form": (auth, mine) => auth.login(mine.who),
  "with tokens": async (auth, mine) => auth.signInWithTokens(await mine.token()),
};

for (const [what, login] of Object.entries(LOGINS)) {
  test(`A member who comes in is known in every page: ${what}`, async () => {
    const { mine, auth, other, both } = await two();
    await login(auth, mine);
    await both("member signed_in");
    equal([(await other.session()).state, await visitor(other)], ["member", await visitor(auth)]);
  });
}

test("An expired session is reported in every page, once, and so is the next login", async () => {
  const { mine, auth, reasons, both } = await two();
  await auth.login(mine.who);
  await mine.revokeAll();
  await auth.fetchWithAuth(echo(app, "?auth=required")).catch(() => {});
  await both("expired expired");
  await auth.login(mine.who);
  await both("member signed_in");
  for (const news of reasons()) equal(news.filter((it) => it === "expired expired").length, 1);
});

test("A login that does not come to a member is no news", async () => {
  const { mine, auth, reasons, both } = await two();
  await visitor(auth);
  await both("visitor visitor");
  await auth.login({ ...mine.who, password: "wrong-password" });
  await auth.loginSilently();
  await auth.handleRedirect("/?code=x&state=y").catch(() => {});
  ok(reasons()[0].every((it) => it.startsWith("visitor ")), `heard ${reasons()[0]}`);
});

test("A page that had a call waiting while a member signed in goes on as that member", async () => {
  const { mine, auth, other } = await two();
  await visitor(other);
  await auth.login(mine.who);
  await until(async () => (await other.session()).state === "member", "the member", 3000);
  equal((await other.fetchWithAuth(`${app}/api/account`)).status, 200);
});
