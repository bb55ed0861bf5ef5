// In a worker: no window, no document, no localStorage.
import { equal, until } from "../assert.js";
import { test } from "../runner.js";
import { api, app } from "../world.js";
import { CALLBACK, account, land, person } from "./person.js";

// The policy of this page asks for it, where the engine knows of it.
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: (url) => url });
const trusted = (url) => policy?.createScriptURL(url) ?? url;

/** A worker with an Auth of this client; it answers the outcome of a method. */
function worker(t, mine) {
  const made = new Worker(trusted("/pages/members/inside-worker.js"), { type: "module" });
  t.after(() => made.terminate());
  let last = 0;
  return (method, argument) =>
    new Promise((done, failed) => {
      const id = (last += 1);
      made.addEventListener("message", ({ data }) => data.id === id && done(data));
      made.addEventListener("error", ({ message }) => failed(new Error(`the worker: ${message}`)));
      made.postMessage({ id, options: { clientId: mine.id, apiOrigin: api, audience: [app] }, method, argument });
    });
}

test("In a worker a form login cannot use a frame: no_page, before anything is sent, and nothing is left unhandled (§8.5 #30, #42)", async (t) => {
  const mine = await person();
  const ask = worker(t, mine);
  for (const [method, argument] of [["login", mine.who], ["register", mine.who], ["loginSilently"], ["syncToWixPages"]]) {
    equal((await ask(method, argument)).code, "no_page", method);
  }
  equal([(await mine.seen()).requests.filter(({ path }) => path.includes("/iam/")), (await ask("strays")).value], [[], []]);
});

test("In a worker the redirect does the same, and the page has the member (§8.5 #30)", async (t) => {
  const mine = await person();
  const ask = worker(t, mine);
  const { value, left } = await ask("login", { ...mine.who, redirectUri: CALLBACK, returnTo: "/x" });
  equal(value, { loginState: "REDIRECTING" });
  const { code, value: done } = await ask("handleRedirect", await land(left));
  equal([code, done?.returnTo.endsWith("/x")], [undefined, true]);
  const auth = mine.auth();
  await until(async () => (await auth.session()).state === "member", "the member in the page", 3000);
  equal((await account(auth, app)).email, mine.email);
});

test("In a worker a callback page is none if no URL is given, and token info is to be had (§8.5 #30)", async (t) => {
  const mine = await person();
  const ask = worker(t, mine);
  const { code, value } = await ask("handleRedirect");
  equal([code, value], [undefined, undefined]);
  equal((await ask("getTokenInfo")).value.subjectType, "VISITOR");
});
