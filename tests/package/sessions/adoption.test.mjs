// Cookies in which projects kept tokens before: taken over once, the cart with them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, CLIENT_ID, Wix, seconds, whoIs } from "./wix.mjs";

const nested = ({ access, refresh }, role, expiresAt) => ({ accessToken: { value: access, expiresAt }, refreshToken: { value: refresh, role } });

const SHAPES = {
  "session, nested": ["session", (set, role, ends) => nested(set, role, ends)],
  "wix_session, in tokens": ["wix_session", (set, role, ends) => ({ tokens: nested(set, role, ends), clientId: CLIENT_ID })],
  "wixSession, nested": ["wixSession", (set, role, ends) => nested(set, role, ends)],
  "wixSession, nested, in milliseconds": ["wixSession", (set, role, ends) => nested(set, role, ends * 1000)],
  "wixSession, in tokens, in milliseconds": ["wixSession", (set, role, ends) => ({ clientId: CLIENT_ID, tokens: nested(set, role, ends * 1000) })],
  "wixSession, flat, in milliseconds": ["wixSession", ({ access, refresh }, role, ends) => ({ accessToken: access, refreshToken: refresh, expiresAt: ends * 1000, role })],
  "session, flat, in seconds": ["session", ({ access, refresh }, role, ends) => ({ accessToken: access, refreshToken: refresh, expiresAt: ends, role })],
  "refreshToken, of the Wix SDK": ["refreshToken", ({ refresh }, role) => ({ value: refresh, role })],
};

for (const [what, [name, make]] of Object.entries(SHAPES)) {
  test(`A person with the cookie ${what} stays the same person, and the old cookie is removed`, async () => {
    for (const role of ["visitor", "member"]) {
      for (const expiresIn of [1000, -1000]) {
        const wix = new Wix();
        const value = make(wix.issue("ann"), role, seconds() + expiresIn);
        const browser = new Browser(wix, { [name]: encodeURIComponent(JSON.stringify(value)), theme: "dark" });
        const { session } = await browser.load();
        assert.deepEqual([session.state, await whoIs(session)], [role, "ann"]);
        assert.equal(browser.family, "ann");
        assert.deepEqual([...browser.cookies.keys()].sort(), ["theme", "wixSession"]);
        assert.deepEqual([...new Set(wix.requests.map(({ grant_type }) => grant_type))], expiresIn < 0 || name === "refreshToken" ? ["refresh_token"] : []);
        const before = browser.setCookies.length;
        assert.equal((await browser.load()).state, role);
        assert.equal(browser.setCookies.length, before, "once");
      }
    }
  });
}

test("A refresh token alone is taken over", async () => {
  const wix = new Wix();
  const browser = new Browser(wix, { refreshToken: wix.issue("ann").refresh });
  await browser.load();
  assert.equal(browser.family, "ann");
});

test("What other libraries keep under these names is not sent to Wix, and stays", async () => {
  const wix = new Wix();
  const cookies = { session: "s%3Aabc.def", refreshToken: "eyJhbGciOiJIUzI1NiJ9.e30.abc", wix_session: encodeURIComponent('{"accessToken":"gho_abc","refreshToken":"ghr_def","expiresAt":9999999999}') };
  const browser = new Browser(wix, cookies);
  const { state } = await browser.load();
  assert.equal(state, "visitor");
  for (const name in cookies) assert.equal(browser.cookies.get(name), cookies[name]);
  assert.deepEqual(wix.requests, [{ client_id: CLIENT_ID, grant_type: "anonymous" }]);
});

test("Once there is a session of our own, no other cookie counts", async () => {
  const wix = new Wix();
  const browser = new Browser(wix);
  await browser.load();
  browser.cookies.set("session", encodeURIComponent(JSON.stringify(nested(wix.issue("bob"), "member", seconds() + 99))));
  assert.equal(await whoIs((await browser.load()).session), "visitor0");
  const none = new Browser(new Wix({ adopt: false }), { session: browser.cookies.get("session") });
  assert.equal(await whoIs((await none.load()).session), "visitor0");
});
