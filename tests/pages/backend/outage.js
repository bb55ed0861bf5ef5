// Token-info out of reach says nothing about a token.
import { equal, until } from "../assert.js";
import { visitor } from "../world.js";
import { beside, said, test } from "./backend.js";

const json = (status, body) => ({ kind: "status", status, contentType: "application/json", body });

const FAULTS = {
  503: { kind: "status" },
  500: json(500, "{}"),
  429: json(429, "{}"),
  408: json(408, "{}"),
  "502 from a proxy": { kind: "html" },
  "HTML with 200": { kind: "status", status: 200, contentType: "text/html", body: "<!doctype html>" },
  "nothing with 200": json(200, ""),
  "null with 200": json(200, "null"),
  "404 in HTML": { kind: "html", status: 404 },
  403: json(403, "{}"),
  "half an answer": { kind: "truncated" },
  "the connection cut": { kind: "cut" },
  "a redirect": json(302, ""),
};

for (const [what, fault] of Object.entries(FAULTS)) {
  test(`Who calls cannot be found out just now: 503, the page's session stays, nothing is renewed, and the next request is answered: ${what} (row 30)`, async ({ backend }) => {
    const mine = await backend();
    const auth = mine.auth();
    const first = await visitor(auth);
    await mine.set({ faults: { "token-info": fault } });
    const shop = mine.shop(auth);
    for (const path of ["/api/shop/anyone", "/endpoint/anyone"]) {
      const { status, challenge, code } = await mine.call(path, await mine.token("visitor"));
      equal([status, challenge, code], [503, null, "identity_unavailable"], path);
    }
    equal(await Promise.all(Array.from({ length: 5 }, () => said(shop.anyone()))), Array(5).fill(["identity_unavailable", 503]));
    equal([(await auth.session()).state, await mine.grants()], ["visitor", { anonymous: 1, refresh: 0 }]);
    await mine.set({ faults: { "token-info": null } });
    // Not before token-info is to be asked again.
    const identity = await until(() => shop.anyone().catch(() => {}), "an answer");
    equal([identity.visitorId.startsWith(first), (await mine.grants()).refresh], [true, 0]);
  });
}

beside("Token-info that never answers: 503 after a while, and the next request is answered (row 30)", async ({ backend }) => {
  const mine = await backend({ faults: { "token-info": { kind: "hang" } } });
  const auth = mine.auth();
  equal(await said(mine.shop(auth).anyone()), ["identity_unavailable", 503]);
  await mine.set({ faults: { "token-info": null } });
  equal([(await mine.shop(auth).anyone()).type, await mine.grants()], ["visitor", { anonymous: 1, refresh: 0 }]);
});

test("After a 429 with Retry-After: 60 twenty requests of whomever make no further one, and each says how long to wait", async ({ backend }) => {
  const mine = await backend({ faults: { "token-info": { kind: "status", status: 429, retryAfter: "60" } } });
  const tokens = await Promise.all(Array.from({ length: 4 }, () => mine.token("visitor")));
  for (let count = 0; count <= 20; count++) {
    const { status, header, code } = await mine.call("/api/shop/anyone", tokens[count % 4]);
    const seconds = Number(header("retry-after"));
    equal([status, code, seconds > 40 && seconds <= 60], [503, "identity_unavailable", true]);
  }
  equal((await mine.seen()).tokenInfoRequests, 1);
});

test("Many tokens at once are asked about 32 at a time, and each is answered (row 30)", async ({ backend }) => {
  const mine = await backend({ pauses: { "token-info": true } });
  const people = await Promise.all(Array.from({ length: 50 }, () => mine.mint("visitor")));
  const answers = mine.together(people.map(({ access_token }) => ({ path: "/api/shop/anyone", token: access_token })));
  const questions = async () => (await mine.seen()).tokenInfoRequests;
  await until(async () => (await questions()) >= 32, "the questions");
  equal(await questions(), 32);
  await mine.set({ pauses: { "token-info": false } });
  equal((await answers).map(({ json }) => json.result?.visitorId), people.map(({ visitorId }) => visitorId));
  equal(await questions(), 50);
});

test("How long to wait is passed on", async ({ backend }) => {
  const mine = await backend({ faults: { "token-info": { kind: "status", retryAfter: 7 } } });
  const { status, header } = await mine.call("/api/shop/anyone", await mine.token("visitor"));
  equal([status, header("retry-after")], [503, "7"]);
});
