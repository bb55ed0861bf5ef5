// Sign-out wins; and who listens hears it, without a token.
import { equal, ok, until } from "../assert.js";
import { test } from "../runner.js";
import { clock, HOUR } from "../clock.js";
import { stored } from "../vault.js";
import { client, echo, fresh, visitor } from "../world.js";

test("After a sign-out the session is empty and no token is stored", async () => {
  const mine = await client();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  await auth.signOut();
  equal(await auth.session(), { state: "empty" });
  ok(!(await stored(mine.id))?.includes("JWS."), "no token in the record");
});

test("After a sign-out the next call is another visitor", async () => {
  const mine = await client();
  const auth = mine.auth();
  const first = await visitor(auth);
  await auth.signOut();
  ok((await visitor(auth)) !== first, "another visitor");
  equal(await mine.grants(), { anonymous: 2, refresh: 0 });
});

test("Signing out twice, or before anything happened, is fine", async () => {
  const auth = (await client()).auth();
  await auth.signOut();
  await Promise.all([auth.signOut(), auth.signOut()]);
  equal(await auth.session(), { state: "empty" });
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

test("A sign-out is obeyed at once by every instance of the page", async () => {
  const mine = await client();
  const [one, two] = [mine.auth(), (await fresh()).createAuth(mine.options())];
  const first = await visitor(one);
  equal(await visitor(two), first);
  await one.signOut();
  await until(async () => (await two.session()).state === "empty", "the other to see it", 2000);
  ok((await visitor(two)) !== first, "another visitor");
});

test("In sessionStorage a sign-out is obeyed at once by every instance and copy of the page (F21)", async () => {
  const mine = await client();
  const [one, two] = [mine.auth({ storage: "session" }), (await fresh()).createAuth(mine.options({ storage: "session" }))];
  const first = await visitor(one);
  equal(await visitor(two), first);
  await one.signOut();
  ok((await visitor(two)) !== first, "another visitor");
  equal(await visitor(one), await visitor(two), "the same for both");
});

test("A sign-out during a refresh wins (row 32)", async (t) => {
  const time = clock(t);
  for (const rotation of ["static", "rotate", "reuse-detection"]) {
    const mine = await client({ rotation });
    const auth = mine.auth();
    await auth.fetchWithAuth(echo());
    await mine.set({ pauseGrants: true });
    time.forward(5 * HOUR);
    const call = auth.fetchWithAuth(echo()).then(({ status }) => status, ({ code }) => code);
    await until(async () => (await mine.grants()).refresh === 1, "the refresh");
    await auth.signOut();
    equal(await auth.session(), { state: "empty" }, rotation);
    await mine.set({ pauseGrants: false });
    const outcome = await call;
    ok(["signed_out", 200].includes(outcome), `the call ends, with ${outcome}`);
    ok(!(await stored(mine.id))?.includes("JWS."), "no token in the record");
    equal((await auth.session()).state, "empty", rotation);
  }
});

test("A sign-out during the first token request wins (row 32)", async () => {
  const mine = await client({ pauseGrants: true });
  const auth = mine.auth();
  const call = auth.fetchWithAuth(echo()).then(({ status }) => status, ({ code }) => code);
  await until(async () => (await mine.grants()).anonymous === 1, "the token request");
  await auth.signOut();
  await mine.set({ pauseGrants: false });
  await call;
  ok(!(await stored(mine.id))?.includes("JWS."), "no token in the record");
  equal((await auth.session()).state, "empty");
});

test("A sign-out does not wait for a refresh that hangs", async (t) => {
  const time = clock(t);
  const mine = await client();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  await mine.set({ faults: { refresh_token: { kind: "hang" } } });
  time.forward(5 * HOUR);
  const call = auth.fetchWithAuth(echo()).catch(() => {});
  await until(async () => (await mine.grants()).refresh === 1, "the refresh");
  const began = performance.now();
  await auth.signOut();
  ok(performance.now() - began < 2000, "at once");
  equal((await auth.session()).state, "empty");
  await call;
});

test("Listeners hear each change, with who, until when and why, and never a token (row 33)", async () => {
  const mine = await client();
  const auth = mine.auth();
  const heard = [];
  const leave = auth.onSessionChange((info) => heard.push(info));
  await auth.fetchWithAuth(echo());
  await until(() => heard.length === 1, "the visitor");
  equal([heard[0].state, heard[0].reason, typeof heard[0].expiresAt], ["visitor", "visitor", "number"]);
  await auth.signOut();
  await until(() => heard.length === 2, "the sign-out");
  equal(heard[1], { state: "empty", reason: "signed_out" });
  for (const info of heard) equal(Object.keys(info).filter((key) => !["state", "expiresAt", "reason"].includes(key)), [], "further members");
  leave();
  await auth.fetchWithAuth(echo());
  equal(heard.length, 2, "after leaving");
});

test("Listeners of another instance and copy hear it too", async () => {
  const mine = await client();
  const heard = [];
  const other = (await fresh()).createAuth(mine.options());
  other.onSessionChange(({ state }) => heard.push(state));
  await other.session();
  const auth = mine.auth();
  await auth.fetchWithAuth(echo());
  await until(() => heard.includes("visitor"), "the visitor", 3000);
  await auth.signOut();
  await until(() => heard.at(-1) === "empty", "the sign-out", 3000);
});

test("A listener may call the client, and one that throws harms neither the call nor the others", async (t) => {
  const ignore = (event) => event.preventDefault();
  addEventListener("error", ignore);
  t.after(() => removeEventListener("error", ignore));
  const auth = (await client()).auth();
  const heard = [];
  auth.onSessionChange(async () => heard.push((await auth.fetchWithAuth(echo())).status, (await auth.session()).state));
  auth.onSessionChange(({ state }) => heard.push(state));
  equal((await auth.fetchWithAuth(echo())).status, 200);
  await until(() => heard.length === 3, "both listeners");
  equal([...heard].sort(), [200, "visitor", "visitor"]);
});
