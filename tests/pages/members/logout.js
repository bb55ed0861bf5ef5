// The way out: here at once and whatever happens, then on the Wix domain.
import { equal, ok, refused, until } from "../assert.js";
import { beside, test } from "../runner.js";
import { stored } from "../vault.js";
import { app, echo, fresh, site, visitor } from "../world.js";
import { callback, land, leaving, person } from "./person.js";

/** A member who signed in by redirect, so that the Wix domain knows of it. */
async function member(settings) {
  const mine = await person(settings);
  const auth = mine.auth({ frameTimeout: 5 });
  const first = await visitor(auth);
  await auth.handleRedirect(await callback(mine, auth));
  return { mine, auth, first };
}

const BACK = `${site}/pages/members/callback.xhtml`;

test("A logout ends the session here and then on the Wix domain, and comes back", async () => {
  const { mine, auth, first } = await member();
  const url = await leaving((navigate) => auth.logout({ returnTo: `${BACK}?a=1`, navigate }));
  equal([(await auth.session()).state, await visitor(auth)], ["visitor", first], "here");
  const back = new URL(await land(url));
  equal([back.pathname, back.searchParams.get("a"), back.searchParams.get("wixMemberLoggedIn")], [new URL(BACK).pathname, "1", "false"]);
  equal(await auth.loginSilently(), false, "a live session on the Wix domain");
  const { intent, callbacks } = (await mine.seen()).redirectSessions.find((it) => it.intent === "logout");
  equal([intent, callbacks], ["logout", { postFlowUrl: `${BACK}?a=1` }]);
});

test("As a listener of a click a logout has no options", async () => {
  const { mine, auth } = await member();
  // So that this page is not left.
  await mine.set({ faults: { "redirect-session": { kind: "cut" } } });
  const button = document.createElement("button");
  const out = new Promise((done, failed) => button.addEventListener("click", (event) => auth.logout(event).then(done, failed)));
  button.click();
  await refused(out, "api_unavailable");
});

test("Without the second half the Wix domain would still know the member", async () => {
  const { auth } = await member();
  await auth.signOut();
  equal(await auth.loginSilently(), true);
});

test("The session here ends before anything is sent", async () => {
  const { mine, auth } = await member();
  const states = [];
  await mine.set({ pauses: { "redirect-session": true } });
  const out = leaving((navigate) => auth.logout({ returnTo: BACK, navigate }));
  await until(async () => (await mine.seen()).redirectSessions.some(({ intent }) => intent === "logout"), "the request");
  states.push((await auth.session()).state);
  await mine.set({ pauses: { "redirect-session": false } });
  await out;
  equal(states, ["visitor"]);
});

const DOWN = {
  "200": null,
  "503": { kind: "status", status: 503 },
  "401": { kind: "status", status: 401, contentType: "application/json", body: {} },
  "400": { kind: "wix_error" },
  "HTML": { kind: "html" },
  "a cut": { kind: "cut" },
  "an answer kept back by CORS": { kind: "no_cors" },
};

for (const [what, fault] of Object.entries(DOWN)) {
  for (const forgetVisitor of [false, true]) {
    beside(`The session here has ended, whatever Wix answers: ${what}${forgetVisitor ? ", and the visitor is forgotten" : ""} (row 36)`, async () => {
      const { mine, auth, first } = await member({ faults: { "redirect-session": null } });
      await mine.set({ faults: { "redirect-session": fault } });
      const code = await leaving((navigate) => auth.logout({ returnTo: BACK, forgetVisitor, navigate })).then(() => "left", (error) => error.code);
      ok(fault ? ["api_refused", "api_unavailable"].includes(code) : code === "left", `got ${code}`);
      const record = await stored(mine.id);
      ok(!record.includes("\nmember\n"), "no member is stored");
      await mine.set({ faults: { "redirect-session": null } });
      equal((await visitor(auth)) === first, !forgetVisitor, "the visitor of before");
    });
  }
}

test("A Wix that never answers keeps nobody signed in (row 36)", async (t) => {
  const { mine, auth, first } = await member();
  await mine.set({ faults: { "redirect-session": { kind: "hang" } } });
  const own = globalThis.setTimeout;
  globalThis.setTimeout = (run, milliseconds, ...rest) => own(run, milliseconds === 30_000 ? 500 : milliseconds, ...rest);
  t.after(() => (globalThis.setTimeout = own));
  const began = performance.now();
  const out = auth.logout({ returnTo: BACK, navigate() {} });
  await until(async () => (await auth.session()).state === "visitor", "the end of the session", 2000);
  ok(performance.now() - began < 2000, "at once");
  await refused(out, "api_unavailable");
  equal(await visitor(auth), first);
});

test("Offline a logout ends the session all the same (row 36)", async () => {
  const { mine, first } = await member();
  let online = true;
  const own = globalThis.fetch;
  const auth = mine.auth({ fetch: (...request) => (online ? own(...request) : Promise.reject(new TypeError("offline"))) });
  equal((await auth.session()).state, "member");
  online = false;
  await refused(auth.logout({ returnTo: BACK, navigate() {} }), "api_unavailable");
  equal((await auth.session()).state, "visitor");
  online = true;
  equal(await visitor(auth), first);
});

test("Other pages of this origin hear of it and obey", async () => {
  const { mine, auth, first } = await member();
  const other = (await fresh()).createAuth(mine.options());
  equal((await other.session()).state, "member");
  const heard = [];
  other.onSessionChange(({ state, reason }) => heard.push(`${state} ${reason}`));
  await leaving((navigate) => auth.logout({ returnTo: BACK, navigate }));
  await until(() => heard.includes("visitor signed_out"), `the news, heard ${heard}`, 3000);
  equal(await visitor(other), first);
});

test("The visitor of before is back, with the cart it had", async () => {
  const mine = await person();
  const auth = mine.auth();
  const cart = async (init) => (await auth.fetchWithAuth(`${app}/api/cart`, init)).json();
  const { id } = (await (await fetch(`${app}/api/products`)).json())[0];
  const before = await cart({ method: "POST", body: JSON.stringify({ id, quantity: 2 }) });
  await auth.login(mine.who);
  const within = await cart();
  ok(typeof within.member === "string", "a member's cart");
  equal(JSON.stringify(within).includes(id), true, "the visitor's things were kept");
  await leaving((navigate) => auth.logout({ returnTo: BACK, navigate }));
  equal(await cart(), before);
});

test("A visitor who logs out is forgotten, and nobody breaks (row 36)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  await leaving((navigate) => auth.logout({ navigate }));
  ok((await visitor(auth)) !== first, "another visitor");
});

test("A member whose session has expired may log out, and the visitor is back", async () => {
  const { mine, auth } = await member();
  await mine.revokeAll();
  await refused(auth.fetchWithAuth(echo(app, "?auth=required")), "sign_in_required");
  await leaving((navigate) => auth.logout({ returnTo: BACK, navigate }));
  equal((await auth.fetchWithAuth(`${app}/api/cart`)).status, 200);
  equal((await auth.session()).state, "visitor");
});

test("A way back to another origin is refused, and who wanted out is out", async () => {
  const { auth } = await member();
  for (const returnTo of ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://"]) await refused(auth.logout({ returnTo, navigate() {} }), "invalid_options", returnTo);
  equal((await auth.session()).state, "empty");
});
