// What the declarations say is there: the members of the SDK's objects and of ours, side by side.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as theirs from "@wix/sdk";
import { SiteSessionAuth } from "@wix/sdk/auth/site-session";
import * as ours from "fetch-with-auth/wix-sdk";

const kinds = (object) => Object.fromEntries(Object.keys(object).map((name) => [name, typeof object[name]]).sort());
const OAUTH = ["EMPTY_TOKENS", "LoginState", "OAuthStrategy", "TokenRole", "createLocalTokenStorage"];

test("A strategy of ours has every member of the SDK's, and `ready`", () => {
  const [their, our] = [theirs, ours].map(({ OAuthStrategy }) => OAuthStrategy({ clientId: "id" }));
  const { ready, ...members } = kinds(our);
  assert.deepEqual([ready, members], ["object", kinds(their)]);
  assert.deepEqual(kinds(our.sessions), kinds(their.sessions));
  for (const name of ["captchaInvisibleSiteKey", "captchaVisibleSiteKey", "shouldUseCDN"]) assert.equal(our[name], their[name]);
});

test("So has a site's session", () => {
  const { ready, ...members } = kinds(ours.SiteSessionAuth({ clientId: "id" }));
  assert.deepEqual([ready, members], ["object", kinds(SiteSessionAuth({ clientId: "id" }))]);
});

test("The names of the module are the SDK's, and so are the constants", () => {
  assert.deepEqual(Object.keys(ours).sort(), [...OAUTH, "SiteSessionAuth"].sort());
  for (const name of OAUTH) assert.equal(typeof ours[name], typeof theirs[name], name);
  for (const name of ["EMPTY_TOKENS", "LoginState", "TokenRole"]) assert.deepEqual({ ...ours[name] }, { ...theirs[name] }, name);
});

const TOKENS = { accessToken: { value: "a", expiresAt: 1 }, refreshToken: { value: "r", role: "visitor" } };
for (const [whose, { createLocalTokenStorage, EMPTY_TOKENS }] of Object.entries({ theirs, ours })) {
  test(`createLocalTokenStorage, ${whose}: what was given or set last is what it has, as it is`, () => {
    const storage = createLocalTokenStorage(TOKENS);
    const other = createLocalTokenStorage(EMPTY_TOKENS);
    assert.deepEqual(kinds(storage), { getTokens: "function", setTokens: "function" });
    assert.equal(storage.getTokens(), TOKENS);
    assert.equal(other.getTokens(), EMPTY_TOKENS);
    const { getTokens, setTokens } = storage;
    const next = { ...TOKENS, more: true };
    assert.equal(setTokens(next), undefined);
    assert.equal(getTokens(), next);
    assert.equal(storage.getTokens(), next);
    assert.equal(other.getTokens(), EMPTY_TOKENS);
    setTokens(undefined);
    assert.equal(getTokens(), undefined);
    assert.equal(createLocalTokenStorage().getTokens(), undefined);
  });
}

for (const [whose, { OAuthStrategy, createLocalTokenStorage }] of Object.entries({ theirs, ours })) {
  test(`A strategy over it, ${whose}, starts with its tokens, and sets them there`, () => {
    const tokenStorage = createLocalTokenStorage(TOKENS);
    const auth = OAuthStrategy({ clientId: "id", tokenStorage });
    assert.deepEqual(auth.getTokens(), TOKENS);
    const member = { accessToken: { value: "b", expiresAt: 2 }, refreshToken: { value: "s", role: "member" } };
    auth.setTokens(member);
    const { accessToken, refreshToken } = tokenStorage.getTokens();
    assert.deepEqual([auth.loggedIn(), auth.getTokens(), { accessToken, refreshToken }], [true, member, member]);
  });
}
