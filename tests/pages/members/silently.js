// A silent login: a person who has a live session on the Wix domain.
import { equal, refused, until } from "../assert.js";
import { test } from "../runner.js";
import { app, visitor } from "../world.js";
import { account, begin, callback, person } from "./person.js";
import { wire } from "./wire.js";

/** A member whose session here has ended, and on the Wix domain has not. */
async function known(settings) {
  const mine = await person(settings);
  const auth = mine.auth({ frameTimeout: 5 });
  await auth.handleRedirect(await callback(mine, auth));
  await auth.signOut();
  return { mine, auth };
}

test("With a live session on the Wix domain a silent login makes its member, without a page", async () => {
  const { mine, auth } = await known();
  const first = await visitor(auth);
  const heard = [];
  auth.onSessionChange(({ reason }) => heard.push(reason));
  equal(await auth.loginSilently(), true);
  equal([(await auth.session()).state, (await account(auth, app)).email], ["member", mine.email]);
  await until(() => heard.includes("signed_in"), `the news, heard ${heard}`);
  equal([document.querySelectorAll("iframe").length, (await mine.seen()).redirectSessions.at(-1).prompt], [0, "none"]);
  await auth.signOut();
  equal(await visitor(auth), first, "the visitor");
});

for (const noSessionError of ["login_required", "interaction_required", "access_denied", "something_new"]) {
  test(`Without one it is false, whatever the server's word for it, and nothing changes: ${noSessionError}`, async () => {
    const mine = await person({ noSessionError });
    const auth = mine.auth({ frameTimeout: 5 });
    const first = await visitor(auth);
    const heard = [];
    auth.onSessionChange(({ reason }) => heard.push(reason));
    equal(await auth.loginSilently(), false);
    equal([await visitor(auth), (await auth.session()).state, await mine.codes(), heard], [first, "visitor", 0, []]);
  });
}

test("A session on the Wix domain that has ended is none", async () => {
  const { mine, auth } = await known();
  await mine.endWixSessions();
  equal(await auth.loginSilently(), false);
});

test("A frame that keeps silent is no answer: neither true nor false (§8.5 #29)", async () => {
  const { mine, auth } = await known({ webMessage: "blocked" });
  const quick = mine.auth({ frameTimeout: 0.4 });
  await refused(quick.loginSilently(), "frame_silent");
  equal((await auth.session()).state, "visitor");
});

test("An origin that is not listed is reported, not taken for nobody", async () => {
  const mine = await person({ allowedRedirectDomains: ["https://shop.example"] });
  await refused(mine.auth({ frameTimeout: 5 }).loginSilently(), "origin_not_allowed");
});

test("An outage is api_unavailable, not false", async () => {
  const { mine, auth } = await known();
  await mine.set({ faults: { "redirect-session": { kind: "cut" } } });
  await refused(auth.loginSilently(), "api_unavailable");
});

test("No session token and no redirect URI are in a silent login (row 12)", async () => {
  const { mine } = await known();
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped, frameTimeout: 5 });
  await auth.loginSilently();
  const [asked] = tapped.asked();
  equal([asked.responseMode, "sessionToken" in asked, "redirectUri" in asked], ["web_message", false, false]);
  equal("redirect_uri" in tapped.tokens("authorization_code")[0], false, "nor with its code");
  equal(typeof (await begin(auth)), "string");
});
