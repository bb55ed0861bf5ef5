// Redirects: the browser drops Authorization across origins, and keeps it within one.
import { equal } from "../assert.js";
import { test } from "../runner.js";
import { app, client, echo, foreign, foreignAuthorizations, site } from "../world.js";

const to = (url, code) => `?redirect=${encodeURIComponent(url)}&code=${code}`;

for (const code of [301, 302, 303, 307, 308]) {
  test(`A ${code} within one origin keeps the token (row 22)`, async () => {
    const { fetchWithAuth } = (await client()).auth();
    for (const origin of [site, app]) {
      const target = echo(origin);
      const response = await fetchWithAuth(echo(origin, to(target, code)));
      const { headers } = await response.json();
      equal([response.url, response.redirected, "authorization" in headers], [target, true, true], origin);
    }
  });

  test(`A ${code} to a foreign origin does not carry the token there (§8.5 #40, row 22)`, async () => {
    const heard = await foreignAuthorizations();
    const { fetchWithAuth } = (await client()).auth();
    for (const origin of [site, app]) {
      const response = await fetchWithAuth(echo(origin, to(echo(foreign), code)));
      const { headers } = await response.json();
      equal([response.redirected, "authorization" in headers], [true, false], origin);
    }
    equal(await foreignAuthorizations(), heard, "tokens that the foreign origin heard");
  });
}
