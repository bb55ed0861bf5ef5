// Many refused at once; others who renewed already; backends that always refuse.
import { equal, ok } from "../assert.js";
import { beside, test } from "../runner.js";
import { api, app, client, echo, site } from "../world.js";
import { CHALLENGE, challenged, revoked } from "./refuser.js";

const NEEDS = "?auth=required";

test("Many refused at once renew once (§8.5 #15, #20)", async () => {
  const mine = await revoked({ rotation: "reuse-detection", grantDelay: 100 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => mine.fetchWithAuth(echo(app, NEEDS))));
  equal(answers.map(({ status }) => status), Array(20).fill(200));
  const { reuseDetected, visitors } = await mine.seen();
  equal([await mine.grants(), reuseDetected, visitors], [{ anonymous: 1, refresh: 1 }, 0, 1]);
});

test("A call refused after another has renewed requests no token", async () => {
  const mine = await client({ rotation: "reuse-detection" });
  const [first, second] = [mine.auth(), mine.auth()];
  await first.fetchWithAuth(echo());
  await second.fetchWithAuth(echo());
  await mine.revokeAccess();
  for (const auth of [first, second]) equal((await auth.fetchWithAuth(echo(app, NEEDS))).status, 200);
  const { reuseDetected } = await mine.seen();
  equal([await mine.grants(), reuseDetected], [{ anonymous: 1, refresh: 1 }, 0]);
});

test("A refusal that comes late, for a token already replaced, asks for no token", async () => {
  const mine = await revoked();
  const late = mine.fetchWithAuth(echo(app, `${NEEDS}&delay=500`));
  equal((await mine.fetchWithAuth(echo(app, NEEDS))).status, 200);
  equal((await late).status, 200);
  equal((await mine.grants()).refresh, 1);
});

for (const [where, origin] of [["our own origin", site], ["another origin", app], ["the Wix API", api]]) {
  beside(`A backend that always refuses causes no storm of token requests: ${where} (row 39)`, async () => {
    const mine = await client();
    const auth = mine.auth();
    await auth.fetchWithAuth(echo());
    const began = performance.now();
    for (let call = 0; call < 12; call += 1) {
      equal((await auth.fetchWithAuth(echo(origin, challenged(CHALLENGE)))).status, 401);
    }
    const { refresh } = await mine.grants();
    const allowed = 1 + Math.floor((performance.now() - began) / 5000);
    ok(refresh <= allowed, `at most ${allowed} refreshes, got ${refresh}`);
  });
}

test("A backend that always refuses costs others nothing", async () => {
  const mine = await client();
  const auth = mine.auth();
  for (let call = 0; call < 5; call += 1) await auth.fetchWithAuth(echo(app, challenged(CHALLENGE)));
  equal((await auth.fetchWithAuth(echo(app, NEEDS))).status, 200);
  equal((await mine.seen()).visitors, 1);
});
