// The page that a login by redirect comes back to.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { client, fresh, site } from "../world.js";
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

beside("A refusal that is handled twice at once is reported twice, and counts once (row 41)", async () => {
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

// What other libraries and sites have in their URLs. A state of ours is 43 letters of base64url that this browser keeps.
const STATE = "A".repeat(43);
const THEIRS = {
  "a voucher and a place": ["?code=SUMMER&state=CA&city=x", undefined],
  "another library's code": ["?code=4/0AbC&state=other&scope=calendar", undefined],
  "another library's refusal": ["?state=x&error=access_denied&error_description=no", undefined],
  "another library's answer in the fragment": ["#code=4/0AbC&state=other", undefined],
  "a state with one character too few": [`?code=x&state=${STATE.slice(1)}`, undefined],
  "a state with one character too many": [`?code=x&state=${STATE}A`, undefined],
  "a state with a character of another alphabet": [`?code=x&state=${STATE.slice(1)}.`, undefined],
  "an unknown state of our form": [`?a=1&code=x&state=${STATE}&iss=y#top`, "state_mismatch"],
  "an unknown state of our form, in the fragment": [`#code=x&state=${STATE}`, "state_mismatch"],
  "a refusal with an unknown state of our form": [`?error=access_denied&state=${STATE}`, "state_mismatch"],
  "unknown states in both": [`?code=x&state=${STATE}#code=y&state=${STATE}`, "state_mismatch"],
};

for (const [what, [address, code]] of Object.entries(THEIRS)) {
  test(`What is not the answer to a login of ours stays in the URL, and nothing is sent: ${what}`, async (t) => {
    const mine = await client();
    const auth = mine.auth();
    const before = location.href;
    t.after(() => history.replaceState(null, "", before));
    history.replaceState({ kept: true }, "", address);
    const { href } = location;
    for (const round of [1, 2]) {
      if (code) await refused(auth.handleRedirect(), code, `round ${round}`);
      else equal(await auth.handleRedirect(), undefined, `round ${round}`);
      equal([location.href, history.state], [href, { kept: true }], `round ${round}`);
    }
    equal([await mine.grants(), (await mine.seen()).tokenRequests.authorization_code ?? 0, (await auth.session()).state], [{ anonymous: 0, refresh: 0 }, 0, "empty"]);
  });
}

for (const [responseMode, theirs] of [["query", `#code=x&state=${STATE}`], ["fragment", `?code=SUMMER&state=${STATE}`]]) {
  test(`Beside an answer to another library, ours in the ${responseMode} is found and theirs stays`, async (t) => {
    const mine = await person();
    const auth = mine.auth();
    const ours = parameters(await callback(mine, auth, { responseMode }));
    const before = location.href;
    t.after(() => history.replaceState(null, "", before));
    history.replaceState(null, "", responseMode === "query" ? `?a=1&${ours}${theirs}` : `${theirs}#${ours}`);
    await auth.handleRedirect();
    equal([location.search + location.hash, (await auth.session()).state], [responseMode === "query" ? `?a=1${theirs}` : theirs, "member"]);
  });
}

test("A callback that is replayed leaves the URL alone, and the member is still here: session() is the way home", async (t) => {
  const mine = await person();
  const auth = mine.auth();
  const url = await callback(mine, auth);
  await auth.handleRedirect(url);
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  history.replaceState(null, "", new URL(url).search);
  const { href } = location;
  const next = (await fresh()).createAuth(mine.options());
  const { message } = await refused(next.handleRedirect(), "state_mismatch");
  ok(message.includes("already used") && message.includes("expired") && message.includes("another browser"), message);
  equal([location.href, (await next.session()).state], [href, "member"]);
});

test("A name that is written otherwise is the same name: it is taken out as well", async (t) => {
  const mine = await person();
  const auth = mine.auth();
  const given = parameters(await callback(mine, auth));
  const before = location.href;
  t.after(() => history.replaceState(null, "", before));
  history.replaceState(null, "", `?%63ode=${given.get("code")}&a&&%62=%20&state=${given.get("state")}`);
  await auth.handleRedirect();
  equal(location.search, "?a&&%62=%20");
});
