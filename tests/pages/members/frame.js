// The hidden frame of a login: how it answers, how it does not, and what is left of it.
import { equal, ok, refused, until } from "../assert.js";
import { test } from "../runner.js";
import { app, site, visitor } from "../world.js";
import { CALLBACK, account, answer, land, leaving, person } from "./person.js";

const frames = () => document.querySelectorAll("iframe").length;

/** How many listeners for messages this page has more than before. */
export function listening(t) {
  const listeners = new Set();
  const [add, remove] = [globalThis.addEventListener, globalThis.removeEventListener];
  globalThis.addEventListener = function (type, listener, ...rest) {
    if (type === "message") listeners.add(listener);
    return add.call(this, type, listener, ...rest);
  };
  globalThis.removeEventListener = function (type, listener, ...rest) {
    if (type === "message") listeners.delete(listener);
    return remove.call(this, type, listener, ...rest);
  };
  t.after(() => Object.assign(globalThis, { addEventListener: add, removeEventListener: remove }));
  return { now: () => listeners.size };
}

for (const webMessage of ["flat", "wrapped", "duplicate", { late: 300 }]) {
  const what = typeof webMessage === "string" ? webMessage : "late";
  test(`A frame's answer is read and its code exchanged once; frame and listener are gone afterwards: ${what} (row 11)`, async (t) => {
    const mine = await person({ webMessage });
    const auth = mine.auth({ frameTimeout: 8 });
    const listeners = listening(t);
    const waiting = [];
    const watch = new MutationObserver(([{ addedNodes: [frame] }]) => {
      if (frame) waiting.push([frame.hidden, frame.title.length > 0, frames(), listeners.now(), document.activeElement === frame]);
    });
    watch.observe(document.body, { childList: true });
    t.after(() => watch.disconnect());
    equal(await auth.login(mine.who), { loginState: "SUCCESS" });
    equal(waiting, [[true, true, 1, 1, false]], "the frame while it waits");
    equal([frames(), listeners.now()], [0, 0], "frames and listeners");
    equal([await mine.codes(), (await account(auth, app)).email], [1, mine.email]);
  });
}

const SILENT = {
  "nothing is posted": { webMessage: "silent" },
  "it is posted to an origin that is not ours": { webMessage: "old-refusal", allowedRedirectDomains: ["https://shop.example"] },
  "the page may not be framed": { webMessage: "blocked" },
  "no domain is listed at all": { allowedRedirectDomains: [] },
  "the authorize page never comes": { faults: { authorize: { kind: "hang" } } },
  "the authorize page is cut": { faults: { authorize: { kind: "cut" } } },
  "the authorize page is an error page": { faults: { authorize: { kind: "html" } } },
  "the answer comes too late": { webMessage: { late: 1200 } },
};

for (const [what, settings] of Object.entries(SILENT)) {
  test(`A frame that keeps silent fails in time, with what to check, and leaves nothing behind: ${what} (§8.5 #29)`, async (t) => {
    const mine = await person(settings);
    const auth = mine.auth({ frameTimeout: 0.6 });
    const first = await visitor(auth);
    const listeners = listening(t);
    const began = performance.now();
    const { message } = await refused(auth.login(mine.who), "frame_silent");
    ok(performance.now() - began < 3000, "in time");
    for (const word of ["redirect domains", "frame-src", "cookies"]) ok(message.includes(word), `what to check: ${message}`);
    equal([frames(), listeners.now(), await mine.codes(), await visitor(auth)], [0, 0, 0, first]);
  });
}

test("A frame has 30 seconds, not 120, if nobody says otherwise (§8.5 #29)", async (t) => {
  const own = globalThis.setTimeout;
  const waits = [];
  globalThis.setTimeout = (run, milliseconds, ...rest) => {
    // Not what the runner or the engine's automation times meanwhile.
    if (!new Error().stack.includes("/fetch-with-auth/")) return own(run, milliseconds, ...rest);
    waits.push(milliseconds);
    return own(run, Math.min(milliseconds, 3000), ...rest);
  };
  t.after(() => (globalThis.setTimeout = own));
  const mine = await person({ webMessage: "silent" });
  await refused(mine.auth().login(mine.who), "frame_silent");
  equal([Math.max(...waits), waits.includes(30_000)], [30_000, true]);
});

test("A frame's refusal is reported in its own word, not lost (§8.5 #28)", async (t) => {
  const mine = await person({ webMessage: { error: "access_denied" } });
  const auth = mine.auth();
  const listeners = listening(t);
  const { cause } = await refused(auth.login(mine.who), "login_refused");
  equal(cause, { error: "access_denied" });
  equal([frames(), listeners.now(), await mine.codes(), (await auth.session()).state], [0, 0, 0, "visitor"]);
});

test("An origin that is not listed is named in the message and in the cause (§8.5 #28, #29)", async () => {
  const mine = await person({ allowedRedirectDomains: ["https://shop.example"] });
  const auth = mine.auth();
  const { message, cause } = await refused(auth.login(mine.who), "origin_not_allowed");
  ok(message.includes(site), `the origin in ${message}`);
  equal([cause.error, cause.rejectedOrigin], ["redirect_uri_not_allowed", site]);
  equal([frames(), await mine.codes()], [0, 0]);
});

test("Where the frame cannot work the page is left instead, and the login works", async () => {
  const mine = await person({ allowedRedirectDomains: ["https://shop.example"] });
  const auth = mine.auth();
  const results = [];
  const url = await leaving(async (navigate) => results.push(await auth.login({ ...mine.who, redirectUri: CALLBACK, navigate })));
  await until(() => results.length === 1, "the result");
  equal([results, frames()], [[{ loginState: "REDIRECTING" }], 0]);
  await auth.handleRedirect(await land(url));
  equal((await account(auth, app)).email, mine.email);
});

test("Where the frame keeps silent the page is left too", async () => {
  const mine = await person({ faults: { authorize: { kind: "cut", times: 1 } } });
  const auth = mine.auth({ frameTimeout: 0.5 });
  const url = await leaving((navigate) => auth.login({ ...mine.who, redirectUri: CALLBACK, responseMode: "fragment", navigate }));
  await auth.handleRedirect(await land(url));
  equal((await account(auth, app)).email, mine.email);
});

test("A refusal is no reason to leave the page", async () => {
  const mine = await person({ webMessage: { error: "access_denied" } });
  const navigate = () => {
    throw new Error("left the page");
  };
  await refused(mine.auth().login({ ...mine.who, redirectUri: CALLBACK, navigate }), "login_refused");
});

test("A frame's state is no good in a callback URL, and the other way round (row 4, row 11)", async () => {
  const mine = await person({ webMessage: { late: 400 } });
  const auth = mine.auth();
  const asked = [];
  const own = globalThis.fetch;
  const other = mine.auth({ fetch: (input, init) => {
    if (String(init?.body).includes("web_message")) asked.push(JSON.parse(init.body).auth.authRequest.state);
    return own(input, init);
  } });
  const login = other.login(mine.who);
  await until(() => asked.length === 1 && document.querySelector("iframe"), "the frame");
  await refused(auth.handleRedirect(answer({ code: "x", state: asked[0] })), "state_mismatch");
  equal((await login).loginState, "SUCCESS");
  equal(await mine.codes(), 1);
});

test("Two logins at once in one page do not take each other's answer", async () => {
  const [one, two] = [await person({ webMessage: { late: 200 } }), await person({ webMessage: { late: 100 } })];
  const auths = [one.auth(), two.auth()];
  await Promise.all([auths[0].login(one.who), auths[1].login(two.who)]);
  equal([(await account(auths[0], app)).email, (await account(auths[1], app)).email], [one.email, two.email]);
  equal([await one.codes(), await two.codes()], [1, 1]);
});
