// The page's own tokens: what the backend refuses, the page renews, once.
import { equal } from "../assert.js";
import { age } from "../aged.js";
import { echo } from "../world.js";
import { said, test } from "./backend.js";

const speak = { visitor: (auth) => auth.fetchWithAuth(echo()), member: async (auth, mine) => auth.signInWithTokens(await mine.mint("member")) };

const DEAD = {
  "was revoked": [{}, (mine) => mine.revokeAccess()],
  "has ended before its time": [{ ttl: 0 }, (mine) => mine.set({ ttl: null })],
};

for (const who of ["visitor", "member"]) {
  for (const [what, [settings, end]] of Object.entries(DEAD)) {
    test(`The token of a ${who} that ${what} is renewed by the page, and the second request brings the result (row 19)`, async ({ backend }) => {
      const mine = await backend(settings);
      const auth = mine.auth();
      await speak[who](auth, mine);
      await end(mine);
      equal((await mine.shop(auth).anyone()).type, who);
      equal([await mine.hits(`${mine.base}/api/shop/anyone`), (await mine.grants()).refresh], [2, 1]);
    });
  }

  test(`The token of a ${who} that the page knows to have ended is renewed before anything is sent (row 19)`, async ({ backend }) => {
    const mine = await backend();
    const id = await age(mine.id, who, 3600);
    const auth = mine.auth();
    const results = await (await auth.fetchWithAuth(`${mine.base}/endpoint/anyone`, { method: "POST" })).json();
    equal([results.type, results[`${who}Id`]], [who, id]);
    equal([await mine.hits(`${mine.base}/endpoint/anyone`), (await mine.grants()).refresh], [1, 1]);
  });
}

test("403 is sent once, and nothing is renewed for it (row 19)", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  equal(await said(mine.shop(auth).member()), ["permission_denied", 403]);
  equal((await auth.fetchWithAuth(`${mine.base}/endpoint/member`, { method: "POST" })).status, 403);
  equal([await mine.hits(`${mine.base}/api/shop/member`), await mine.hits(`${mine.base}/endpoint/member`), await mine.grants()], [1, 1, { anonymous: 1, refresh: 0 }]);
});

test("A token of another app is refused twice, then reported: the second 401 stands (row 19)", async ({ backend }) => {
  const mine = await backend({}, { appId: "another-app" });
  const auth = mine.auth();
  equal(await said(mine.shop(auth).anyone()), ["token_foreign", 401]);
  equal([await mine.hits(`${mine.base}/api/shop/anyone`), (await mine.grants()).refresh, (await auth.session()).state], [2, 1, "visitor"]);
});
