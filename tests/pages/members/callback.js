// The page that a login by redirect comes back to.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { client, site } from "../world.js";
import { CALLBACK, begin, callback, parameters, person } from "./person.js";

const OWN = {
  "query": [(it) => `?suite=members&a=%20b+c&${it}&b=1#top`, `?suite=members&a=%20b+c&b=1#top`],
  "fragment": [(it) => `?suite=members&a=%20b+c#${it}&x=%20y`, `?suite=members&a=%20b+c#x=%20y`],
};

for (const [responseMode, [address, cleaned]] of Object.entries(OWN)) {
  test(`On the callback page the answer is taken out of the ${responseMode}; all else, and history.state, stay`, async (t) => {
    const mine = await person();
    const auth = mine.auth();
    const given = parameters(await callback(mine, auth, { responseMode }));
    const before = location.href;
    t.after(() => history.replaceState(null, "", before));
    history.replaceState({ kept: true }, "", address(given));
    const length = history.length;
    ok((await auth.handleRedirect()).returnTo.startsWith(site), "where to go on");
    equal(location.href, `${site}/pages/index.html${cleaned}`);
    equal([history.state, history.length], [{ kept: true }, length], "the history");
    equal(await auth.handleRedirect(), undefined, "once more, on the cleaned URL");
    equal(await mine.codes(), 1);
  });
}

test("A refusal is taken out of the page's URL too", async (t) => {
  const mine = await person();
  const auth = mine.auth();
  const given = parameters(await mine.cancel(await begin(auth)));
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  history.replaceState(null, "", `?suite=members&${given}`);
  const { cause } = await refused(auth.handleRedirect(), "login_refused");
  equal(cause.error, "access_denied");
  equal(location.search, "?suite=members");
});

test("A URL that is not the page's leaves the page's alone", async () => {
  const mine = await person();
  const auth = mine.auth();
  const url = await callback(mine, auth);
  const before = location.href;
  await auth.handleRedirect(url);
  equal(location.href, before);
});

test("Handled twice at once, the code is exchanged once and both get the same answer (row 41)", async (t) => {
  const mine = await person({ grantDelay: 100 });
  const auth = mine.auth();
  const given = parameters(await callback(mine, auth, { returnTo: "/here" }));
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  history.replaceState(null, "", `?suite=members&${given}`);
  const answers = await Promise.all([auth.handleRedirect(), auth.handleRedirect(), auth.handleRedirect(location.href)]);
  equal(answers, Array(3).fill({ returnTo: `${site}/here` }));
  equal([await mine.codes(), (await auth.session()).state], [1, "member"]);
});

beside("A refusal that is handled twice at once is told twice, and counts once (row 41)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const url = await mine.cancel(await begin(auth));
  await Promise.all([refused(auth.handleRedirect(url), "login_refused"), refused(auth.handleRedirect(url), "login_refused")]);
  equal(await mine.codes(), 0);
});

test("On any other page nothing happens: no answer, no request, the same URL (§8.5 #35)", async () => {
  const mine = await client();
  const auth = mine.auth();
  const before = location.href;
  for (const query of ["", "?code=x", "?state=x", "?error=access_denied", "#", "#/route?code=x", "?a=code&b=state", "?code=x#state=y", "?x=%E0%A4%A"]) {
    equal(await auth.handleRedirect(`${CALLBACK}${query}`), undefined, query);
  }
  equal(await auth.handleRedirect(), undefined);
  equal([location.href, await mine.grants(), (await auth.session()).state], [before, { anonymous: 0, refresh: 0 }, "empty"]);
});
