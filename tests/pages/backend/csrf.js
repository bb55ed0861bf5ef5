// Another site's page, which makes the browser send what it can.
import { equal, until } from "../assert.js";
import { site } from "../world.js";
import { test } from "./backend.js";

/** A page of an origin of its own, which does something to a URL. */
function evil(t, action, how) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-forms");
  frame.src = `${site}/pages/backend/evil.xhtml?${new URLSearchParams({ action, how })}`;
  document.body.append(frame);
  t.after(() => frame.remove());
}

const refusals = async (mine) => (await mine.events()).filter(({ type }) => type === "refused").map(({ status }) => status);

const HOWS = {
  "a form of plain text that reads as JSON": ["text/plain", 415],
  "a form": ["application/x-www-form-urlencoded", 415],
  "a form with parts": ["multipart/form-data", 415],
  "fetch with mode no-cors and a type that the browser takes away": ["no-cors", 415],
  "fetch with mode cors, which asks first": ["cors", 405],
};

for (const [what, [how, status]] of Object.entries(HOWS)) {
  test(`Another site's page does nothing by ${what}, although the visitor is signed in here`, async ({ backend, after }) => {
    const mine = await backend();
    const auth = mine.auth();
    await auth.signInWithTokens(await mine.mint("member"));
    equal((await mine.shop(auth).restock("vase")).app, 200);
    evil({ after }, `${mine.base}/api/shop/restock`, how);
    await until(async () => (await refusals(mine)).length > 0, "the request arrives");
    equal([await refusals(mine), await mine.changes()], [[status], ["APP"]]);
  });
}

test("An API endpoint takes any body, and no form has a token: 401", async ({ backend, after }) => {
  const mine = await backend();
  await mine.auth().signInWithTokens(await mine.mint("member"));
  evil({ after }, `${mine.base}/endpoint/restock`, "text/plain");
  await until(async () => (await refusals(mine)).length > 0, "the request arrives");
  equal([await refusals(mine), await mine.changes()], [[401], []]);
});
