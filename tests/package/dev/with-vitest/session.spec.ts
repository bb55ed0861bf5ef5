import { createAuth } from "fetch-with-auth";
import { type WixFixtures, fixtures } from "fetch-with-auth-dev/vitest";
import { expect, test as base } from "vitest";

const test = base.extend<WixFixtures>(fixtures);

test("a visitor's call is signed", async ({ wix }) => {
  const { clientId, apiOrigin } = wix;
  const auth = createAuth({ clientId, apiOrigin });
  const response = await auth.fetchWithAuth(`${apiOrigin}/echo`);
  expect((await response.json()).headers.authorization).toMatch(/^OauthNG/);
});

test("the same local Wix is that of the next test, and a member can be anybody", async ({ wix }) => {
  expect((await wix.report()).visitors).toBe(1);
  const { clientId, apiOrigin } = wix;
  const auth = createAuth({ clientId, apiOrigin });
  await auth.signInWithTokens(await wix.signedInAs("Grace"));
  expect((await auth.session()).state).toBe("member");
});
