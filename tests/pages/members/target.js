// Where Wix says to go: a frame and a page believe it only so far.
import { equal, refused } from "../assert.js";
import { test } from "../runner.js";
import { app, foreign } from "../world.js";
import { account, begin, person } from "./person.js";

const { wix } = await (await fetch("/config.json")).json();

/** A fetch whose redirect sessions are answered otherwise. */
const rewritten = (change) => async (input, init) => {
  const answer = await fetch(input, init);
  if (!String(input.url ?? input).endsWith("/redirect-session") || !answer.ok) return answer;
  const body = await answer.json();
  change(body.redirectSession);
  return Response.json(body);
};

test("A frame's word counts if it comes from the origin of the authorization endpoint, or from one that was named (row 11)", async () => {
  const elsewhere = rewritten((session) => (session.urlDetails.endpoint = `${foreign}/_api/oauth2/authorize`));
  const mine = await person();
  await refused(mine.auth({ fetch: elsewhere, frameTimeout: 1 }).login(mine.who), "frame_silent");
  equal(await mine.codes(), 0);
  const auth = mine.auth({ fetch: elsewhere, frameTimeout: 8, loginOrigins: [wix] });
  equal((await auth.login(mine.who)).loginState, "SUCCESS");
  equal((await account(auth, app)).email, mine.email);
});

test("Where no endpoint is named, the origin of the URL itself counts", async () => {
  const mine = await person();
  const auth = mine.auth({ fetch: rewritten((session) => delete session.urlDetails), frameTimeout: 8 });
  equal((await auth.login(mine.who)).loginState, "SUCCESS");
});

for (const fullUrl of ["javascript:globalThis.ran=1", "data:text/html,x", "", "/relative", 5, null, undefined]) {
  test(`A URL that is none of the web is not gone to, nor framed: ${JSON.stringify(fullUrl) ?? "none"}`, async () => {
    const mine = await person();
    const auth = mine.auth({ fetch: rewritten((session) => (session.fullUrl = fullUrl)), frameTimeout: 2 });
    await refused(begin(auth), "api_refused");
    await refused(auth.login(mine.who), "api_refused");
    await refused(auth.syncToWixPages(), "api_refused");
    equal([document.querySelectorAll("iframe").length, globalThis.ran], [0, undefined]);
  });
}
