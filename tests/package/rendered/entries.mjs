// What is tested of each entry for a framework whose hook or middleware also serves the routes of the session.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cookieAfter } from "./ask.mjs";

/** Declares these tests of a site that `rendered` has started; what others of it need. */
export function routes(site) {
  const { get } = site;
  /** Of a response that sets the session: its cookies. */
  const cookieOf = ({ setCookies, headers }, cookie) => {
    assert.equal(setCookies.filter((text) => text.startsWith("wixSession=")).length, 1, `${setCookies}`);
    assert.equal(headers["cache-control"], "private, no-store");
    assert.match(headers.vary, /cookie/i);
    return cookieAfter(cookie, setCookies);
  };
  const during = async (work) => (await site.wix.during(work)).more;

  test("A login without a session is one visitor, and sets its cookie once", async () => {
    const more = await during(async () => {
      const response = await get("/session/login");
      assert.equal(response.status, 302);
      cookieOf(response);
    });
    assert.equal(more.visitors, 1);
  });

  test("A logout behind a proxy that does not say that the site is on https is refused", async () => {
    const headers = { origin: site.origin.replace("http:", "https:"), "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
    assert.equal((await get("/session/logout", { method: "POST", headers })).status, 403);
  });

  test("A file of the project's own for a path that ends like a route comes first", async () => {
    const more = await during(async () => assert.equal((await get("/api/session/token")).body, "visitor"));
    assert.equal(more.visitors, 1);
  });

  return { cookieOf, during };
}
