// Who calls, by the word of token-info: asked once, and believed no longer than the token lives.
import { equal, ok, until } from "../assert.js";
import { echo } from "../world.js";
import { beside, test } from "./backend.js";

const ask = (mine, tokens) => mine.together(tokens.map((token) => ({ path: "/api/shop/anyone", token })));
const questions = async (mine) => (await mine.seen()).tokenInfoRequests;

test("Many requests with one token ask token-info once, in one moment and later", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("visitor");
  const results = await ask(mine, Array(100).fill(token));
  equal([[...new Set(results.map(({ status }) => status))], await questions(mine)], [[200], 1]);
  await Promise.all(Array.from({ length: 20 }, () => mine.call("/endpoint/anyone", token)));
  equal(await questions(mine), 1);
});

test("A hundred tokens in ten requests each ask a hundred times, and everybody is distinguished", async ({ backend }) => {
  const mine = await backend();
  const people = await Promise.all(Array.from({ length: 100 }, () => mine.mint("visitor")));
  const all = Array.from({ length: 10 }, () => people).flat();
  const results = await ask(mine, all.map(({ access_token }) => access_token));
  equal(results.map(({ json }) => json.result.visitorId), all.map(({ visitorId }) => visitorId));
  equal(await questions(mine), 100);
});

test("More callers than are remembered are distinguished as well, and asked about again", async ({ backend }) => {
  const mine = await backend({}, { limits: { callers: 5 } });
  const people = await Promise.all(Array.from({ length: 20 }, () => mine.mint("member")));
  for (const round of [1, 2]) {
    for (const { access_token, memberId } of people) equal((await mine.call("/api/shop/member", access_token)).json.result.memberId, memberId, `round ${round}`);
  }
  ok((await questions(mine)) <= 40, "once a request at most");
});

test("A token that is refused is asked about once in a while, not once a request", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("visitor");
  await mine.revokeAccess();
  const results = await ask(mine, Array(50).fill(token));
  equal([[...new Set(results.map(({ status }) => status))], await questions(mine)], [[401], 1]);
});

test("Who waits for the answer to another's question has it, also when the other goes away", async ({ backend }) => {
  const mine = await backend({ pauses: { "token-info": true } });
  const token = await mine.token("visitor");
  const controller = new AbortController();
  const first = mine.call("/api/shop/anyone", token, { signal: controller.signal }).catch(({ name }) => name);
  await until(async () => (await questions(mine)) === 1, "the question");
  const second = mine.call("/api/shop/anyone", token);
  controller.abort();
  equal(await first, "AbortError");
  const third = mine.call("/api/shop/anyone", token);
  await mine.set({ pauses: { "token-info": false } });
  equal([(await second).status, (await third).status, (await mine.call("/api/shop/anyone", token)).status], [200, 200, 200]);
});

beside("An identity is not believed after its token's own end", async ({ backend }) => {
  const mine = await backend({ ttl: 2 });
  const { access_token } = await mine.mint("member");
  const end = Date.now() + 2000;
  equal((await mine.call("/api/shop/member", access_token)).status, 200);
  const late = [];
  const last = await until(async () => {
    const sent = Date.now();
    const { status, code } = await mine.call("/api/shop/member", access_token);
    if (status === 200 && sent > end) late.push(sent - end);
    return status !== 200 && [status, code];
  }, "the end", 6000);
  equal([last, late], [[401, "token_invalid"], []]);
});

test("A page that has nobody yet asks about no empty token, and no refresh token reaches the backend or token-info (§8.5 #45)", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  equal((await auth.getTokenInfo()).subjectType, "VISITOR");
  await mine.shop(auth).anyone();
  await mine.revokeAccess();
  await auth.fetchWithAuth(echo(undefined, "?auth=required"));
  await mine.shop(auth).anyone();
  for (const empty of [" ", "Bearer", "Bearer  "]) await mine.call("/api/shop/anyone", empty);
  await mine.call("/api/shop/anyone");
  const asked = (await mine.asked()).filter(({ pathname }) => pathname === "/oauth2/token-info");
  equal(asked.map(({ question, authorization }) => [question.startsWith("OauthNG.JWS."), authorization]), [[true, null], [true, null]]);
});
