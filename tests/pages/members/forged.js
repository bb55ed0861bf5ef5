// Callbacks that are not the answer to a login of this browser: nothing is sent.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { clock } from "../clock.js";
import { forget, store, stored } from "../vault.js";
import { client, createAuth, fresh, visitor } from "../world.js";
import { CALLBACK, answer, begin, callback, parameters, person } from "./person.js";

/** A login that has come back, and its answer. */
async function answered(options) {
  const mine = await person();
  const auth = mine.auth();
  const url = await callback(mine, auth, options);
  const { code, state } = Object.fromEntries(parameters(url));
  return { mine, auth, url, code, state };
}

const other = (text) => (text[0] === "A" ? "B" : "A") + text.slice(1);

const FORGED = {
  "a state that is made up": ({ code }) => ({ code, state: "made-up".padEnd(43, "-") }),
  "a state that differs in one letter": ({ code, state }) => ({ code, state: other(state) }),
  "a state in other case": ({ code, state }) => ({ code, state: state.toUpperCase() }),
  "a refusal with a made-up state": () => ({ error: "access_denied", state: "made-up".padEnd(43, "-") }),
};

for (const [what, forge] of Object.entries(FORGED)) {
  beside(`A forged callback is refused and nothing is sent, in the query and in the fragment: ${what} (row 4)`, async () => {
    const { mine, auth, url, ...given } = await answered();
    for (const mode of ["query", "fragment"]) await refused(auth.handleRedirect(answer(forge(given), mode)), "state_mismatch", mode);
    equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
    await auth.handleRedirect(url);
    equal((await auth.session()).state, "member", "the real one, afterwards");
  });
}

beside("A callback without a state of our form is no callback: nothing is sent (§8.5 #35, row 4)", async () => {
  const { mine, auth, code, state } = await answered();
  for (const values of [{ code }, { code, state: "" }, { error: "access_denied" }, { code, state: "made-up" }, { code, state: state.slice(0, 20) }, { code, state: `${state}A` }, { error: "access_denied", state: "made-up" }]) equal(await auth.handleRedirect(answer(values)), undefined);
  equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
});

beside("A callback that is replayed in another page of this browser is refused, and nothing is sent (row 4)", async () => {
  const { mine, auth, url } = await answered();
  await auth.handleRedirect(url);
  const next = (await fresh()).createAuth(mine.options());
  await refused(next.handleRedirect(url), "state_mismatch");
  equal([await mine.codes(), (await next.session()).state], [1, "member"]);
});

beside("A state counts once: another code with it is refused, and nothing is sent (row 4, row 5)", async () => {
  const { mine, auth, url, state } = await answered();
  await auth.handleRedirect(url);
  await refused(auth.handleRedirect(answer({ code: "another", state })), "state_mismatch");
  equal(await mine.codes(), 1);
});

beside("A state is used up by a refusal: the code that comes with it later is refused, and nothing is sent (row 5)", async () => {
  const { mine, auth, url, state } = await answered();
  await refused(auth.handleRedirect(answer({ error: "access_denied", state })), "login_refused");
  await refused(auth.handleRedirect(url), "state_mismatch");
  await refused((await fresh()).createAuth(mine.options()).handleRedirect(url), "state_mismatch");
  equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
});

beside("A refusal counts more than a code that comes with it (row 5)", async () => {
  const { mine, auth, code, state } = await answered();
  await refused(auth.handleRedirect(answer({ error: "access_denied", code, state })), "login_refused");
  equal(await mine.codes(), 0);
});

beside("A state is used up by a code that fails (row 5)", async () => {
  const { mine, auth, url, state } = await answered();
  await refused(auth.handleRedirect(answer({ code: "wrong", state })), "token_request_refused");
  await refused(auth.handleRedirect(url), "state_mismatch");
  equal([await mine.codes(), (await auth.session()).state], [1, "visitor"]);
});

beside("A state of another client of this page is refused, and nothing is sent (row 4)", async () => {
  const { mine, url } = await answered();
  const another = await client();
  const auth = another.auth();
  await refused(auth.handleRedirect(url), "state_mismatch");
  equal([await mine.codes(), (await another.seen()).tokenRequests.authorization_code ?? 0], [0, 0]);
});

beside("A live callback that is delivered in another profile is refused, and nothing is sent (row 4)", async () => {
  const { mine, url } = await answered();
  const elsewhere = createAuth(mine.options({ storage: "memory" }));
  await refused(elsewhere.handleRedirect(url), "state_mismatch");
  equal([await mine.codes(), (await elsewhere.session()).state], [0, "empty"]);
});

beside("A callback after the storage was cleared is refused, and nothing is sent (row 4)", async () => {
  const { mine, auth, url } = await answered();
  ok(await stored(`${mine.id} logins`), "the login under way was stored");
  await forget(`${mine.id} logins`);
  await refused(auth.handleRedirect(url), "state_mismatch");
  equal(await mine.codes(), 0);
});

beside("A login under way that was tampered with in storage is none (row 4, row 40)", async () => {
  const { mine, auth, url } = await answered();
  const text = await stored(`${mine.id} logins`);
  await store(`${mine.id} logins`, text.slice(0, text.length / 2));
  await refused(auth.handleRedirect(url), "state_mismatch");
  equal(await mine.codes(), 0);
});

test("A login counts for an hour, whichever way the clock went (row 4)", async (t) => {
  const time = clock(t);
  for (const [seconds, good] of [[3500, true], [3700, false], [-3700, false]]) {
    const { mine, auth, url } = await answered();
    time.forward(seconds);
    const got = await auth.handleRedirect(url).then(() => "member", ({ code }) => code);
    equal([got, await mine.codes()], good ? ["member", 1] : ["state_mismatch", 0], `after ${seconds} s`);
    time.forward(-seconds);
  }
});

beside("Of two tabs that bring the same answer one has it, and the code is sent once (row 4, row 41)", async () => {
  const { mine, url } = await answered();
  const tabs = [mine.auth(), (await fresh()).createAuth(mine.options()), (await fresh()).createAuth(mine.options())];
  const got = await Promise.all(tabs.map((tab) => tab.handleRedirect(url).then(() => "member", ({ code }) => code)));
  equal(got.sort(), ["member", "state_mismatch", "state_mismatch"]);
  equal(await mine.codes(), 1);
});

beside("States and challenges cannot be guessed: 32 bytes each, and none twice (row 2, row 5)", async () => {
  const mine = await person();
  const auth = mine.auth();
  await visitor(auth);
  const seen = new Set();
  for (let login = 0; login < 20; login += 1) {
    const asked = new URL(await begin(auth)).searchParams;
    for (const name of ["state", "code_challenge"]) {
      const value = asked.get(name);
      ok(/^[\w-]{43}$/.test(value), `43 letters of base64url, got ${value}`);
      seen.add(value);
    }
  }
  equal(seen.size, 40);
});

beside("A callback of somebody else's login does not end the session that is here (row 4)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  await refused(auth.handleRedirect(answer({ code: "x", state: "y".repeat(43) })), "state_mismatch");
  equal([await visitor(auth), (await auth.session()).state], [first, "visitor"]);
});
beside("A callback that says something twice, or what no state is, is no callback: nothing is sent (row 4)", async () => {
  const { mine, auth, url, code, state } = await answered();
  for (const query of [`code=x&code=${code}&state=${state}`, `code=${code}&state=x&state=${state}`, `code=${code}&state=${state}&state=${state}`, `code=${code}&state=${state}%0Ax`]) {
    equal(await auth.handleRedirect(`${CALLBACK}?${query}`), undefined, query.replaceAll(state, "S").replaceAll(code, "C"));
  }
  equal(await mine.codes(), 0);
  await auth.handleRedirect(url);
  equal((await auth.session()).state, "member", "the real one, afterwards");
});
